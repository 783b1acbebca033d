// What part of the picture the stage shows: the corner of the view in the picture's own px, and the scale.

const [READABLE, IN_HAND] = [0.68, 0.85]; // the smallest scale to start with; on a phone one pans anyway
const [LEAST, MOST] = [0.2, 3];

class Camera {
  constructor(stage, bar, name, moved) {
    Object.assign(this, { stage, bar, name, moved });
    this.sized = new ResizeObserver(() => this.resize());
    this.sized.observe(stage);
    this.printed = { beforeprint: () => this.paper(), afterprint: () => this.screen() };
    for (const [event, act] of Object.entries(this.printed)) window.addEventListener(event, act);
  }

  close() {
    this.sized.disconnect();
    for (const [event, act] of Object.entries(this.printed)) window.removeEventListener(event, act);
  }

  // On paper the whole picture, whatever the screen shows of it.
  paper() {
    const { left, top, wide, high } = this.size ?? {};
    this.onPaper = Boolean(this.svg);
    this.svg?.setAttribute("viewBox", [left, top, wide, high].join(" "));
  }

  screen() {
    this.onPaper = false;
    if (this.svg) this.apply();
  }

  // A new picture: the camera stays where the visitor moved it, as long as the centre is the same.
  take(svg, placeOf, most) {
    const before = this.svg && { centre: this.centre, at: this.at };
    const [left, top, wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    Object.assign(this, { svg, most, size: { left, top, wide, high }, centre: svg.dataset.centre });
    this.at = placeOf(this.centre) ?? { x: 0, y: 0 };
    const same = before?.centre === this.centre;
    const kept = same ? this.state : this.remembered();
    if (!kept?.moved) return this.fit();
    this.fitHeight(between(this.view.wide / wide, this.least, 1.25));
    this.state = kept;
    if (same) {
      kept.x += this.at.x - before.at.x; // the centre work stays where the eye left it
      kept.y += this.at.y - before.at.y;
    }
    return this.apply();
  }

  get view() {
    return { wide: this.stage.clientWidth || 1, high: this.stage.clientHeight - this.bar.offsetHeight || 1 };
  }

  get least() {
    return this.view.wide < 600 ? IN_HAND : READABLE;
  }

  // The whole width; where that would be too small to read, the surroundings of the centre work.
  fit() {
    const { wide } = this.view;
    const whole = Math.min(wide / this.size.wide, (this.most - this.bar.offsetHeight - 2) / this.size.high);
    const scale = between(whole, this.least, 1.25);
    this.fitHeight(scale);
    const x = settle(this.at.x, wide / scale, this.size.left, this.size.wide);
    const y = settle(this.at.y, this.view.high / scale, this.size.top, this.size.high);
    this.set({ scale, x, y, moved: false });
  }

  fitHeight(scale) {
    const high = this.size.high * scale + this.bar.offsetHeight + 2;
    this.stage.style.height = `${Math.round(between(high, 260, this.most))}px`;
  }

  whole() {
    const { wide, high } = this.view;
    const { left, top } = this.size;
    const scale = Math.min(wide / this.size.wide, high / this.size.high, 1.25);
    const [x, y] = [middle(wide / scale, left, this.size.wide), middle(high / scale, top, this.size.high)];
    this.set({ scale, x, y, moved: true });
  }

  zoom(by, spot = { x: this.view.wide / 2, y: this.view.high / 2 }) {
    const old = this.state;
    const scale = between(old.scale * by, LEAST, MOST);
    const shift = 1 / old.scale - 1 / scale;
    this.set({ scale, x: old.x + spot.x * shift, y: old.y + spot.y * shift, moved: true });
  }

  pan(dx, dy) {
    const { scale, x, y } = this.state;
    const { wide, high } = this.view;
    const { left, top } = this.size;
    this.set({
      scale,
      moved: true,
      x: between(x - dx / scale, left + 80 - wide / scale, left + this.size.wide - 80), // some of it always shows
      y: between(y - dy / scale, top + 80 - high / scale, top + this.size.high - 80),
    });
  }

  reveal(box) {
    const stage = this.stage.getBoundingClientRect();
    const floor = stage.bottom - this.bar.offsetHeight - 24;
    const dx = Math.max(0, stage.left + 24 - box.left) || Math.min(0, stage.right - 24 - box.right);
    const dy = Math.max(0, stage.top + 24 - box.top) || Math.min(0, floor - box.bottom);
    if ((dx || dy) && box.width < stage.width) this.pan(dx, dy);
  }

  resize() {
    if (!this.svg || this.onPaper || this.view.wide === this.drawnWide) return; // our own change of height
    this.drawnWide = this.view.wide;
    if (this.state?.moved) this.apply();
    else this.fit();
  }

  set(state) {
    this.state = state;
    this.apply();
  }

  apply() {
    const { wide, high } = this.view;
    const { x, y, scale } = this.state;
    this.svg.setAttribute("viewBox", [x, y, wide / scale, high / scale].map((v) => v.toFixed(2)).join(" "));
    Object.assign(this.stage.dataset, { scale: scale.toFixed(3), x: x.toFixed(1), y: y.toFixed(1) });
    if (this.state.moved) this.remember();
    this.moved();
  }

  remember() {
    try {
      sessionStorage.setItem(`lineage:${this.name}:${this.centre}`, JSON.stringify(this.state));
    } catch {
      // storage may be forbidden; then the camera lives as long as the page
    }
  }

  remembered() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(`lineage:${this.name}:${this.centre}`));
      return kept && Number.isFinite(kept.x + kept.y + kept.scale) ? kept : null;
    } catch {
      return null;
    }
  }
}

// Where a view starts that should show a spot: all of it if there is room, else the spot in the middle.
function settle(spot, room, from, all) {
  return all <= room ? middle(room, from, all) : between(spot - room / 2, from, from + all - room);
}

function middle(room, from, all) {
  return from + (all - room) / 2;
}
