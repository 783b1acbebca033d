// What part of the map the stage shows: a point p of the sheet (in px at first sight) is seen at p * scale + (x, y).
// One transform moves the sheet; headings and years stay at the edge and are moved one by one, as they are few.

const CLOSEST = 9;
const PHONE = { wide: 620, scale: 0.86 };

class MapCamera {
  constructor(stage, name, moved) {
    Object.assign(this, { stage, name, moved });
    this.sized = new ResizeObserver(() => this.resize());
    this.sized.observe(stage);
    this.printed = { beforeprint: () => this.paper(), afterprint: () => this.screen() };
    for (const [event, act] of Object.entries(this.printed)) window.addEventListener(event, act);
  }

  close() {
    this.sized.disconnect();
    for (const [event, act] of Object.entries(this.printed)) window.removeEventListener(event, act);
  }

  // On paper all years and topics, as wide as the sheet of paper.
  paper() {
    if (!this.svg) return;
    this.onPaper = { ...this.state };
    this.set({ scale: this.whole, x: -1e6, y: 0, moved: false });
    this.draw();
    const high = this.top + (this.size.high - this.top) * this.whole;
    this.svg.setAttribute("viewBox", `0 0 ${this.view.wide} ${Math.ceil(high)}`);
  }

  screen() {
    if (!this.onPaper) return;
    this.svg.removeAttribute("viewBox");
    const before = this.onPaper;
    this.onPaper = null;
    this.set(before);
  }

  // A new sheet: the whole of it, unless the visitor had moved this very sheet.
  take(svg, key) {
    const { gutter, top, unit, levels } = svg.dataset;
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    for (const side of ["viewBox", "width", "height"]) svg.removeAttribute(side);
    Object.assign(this, { svg, key, begin: +gutter, top: +top, unit: +unit, levels: levels.split(" ").map(Number) });
    this.size = { wide: wide / unit, high: high / unit };
    this.sheet = svg.querySelector(".sheet");
    this.margins = svg.querySelector(".margins");
    this.margins.setAttribute("transform", `scale(${1 / unit})`);
    this.lanes = [...svg.querySelectorAll(".lane")].map(edge);
    this.years = [...svg.querySelectorAll(".year")].map(edge);
    const widest = Math.max(...this.lanes.map(({ node }) => node.getBBox().width)) / unit;
    this.gutter = Math.min(this.begin, Math.ceil(widest) + 10); // headings take what they need, as the font has it
    for (const side of ["side", "corner"]) svg.querySelector(`.margin.${side}`).setAttribute("width", this.gutter * unit);
    svg.querySelector(".margin.side").setAttribute("height", 40_000);
    svg.querySelector(".margin.top").setAttribute("width", 80_000);
    svg.style.fontSize = "";
    this.k = null;
    const kept = this.remembered();
    this.fit();
    if (kept) this.set(kept);
  }

  get view() {
    return { wide: this.stage.clientWidth || 1, high: this.stage.clientHeight || 1 };
  }

  get whole() {
    return (this.view.wide - this.gutter) / (this.size.wide - this.begin);
  }

  // All years side by side; where they would be too small to read, the latest ones.
  fit() {
    this.drawnWide = this.view.wide;
    const scale = Math.max(Math.min(this.whole, 1.25), this.view.wide < PHONE.wide ? PHONE.scale : 0.7);
    this.stage.style.height = `${Math.round(between(this.top + (this.size.high - this.top) * scale, 220, 860))}px`;
    this.set({ scale, x: -1e6, y: 0, moved: false });
    this.letter();
  }

  zoom(by, spot = { x: (this.view.wide + this.gutter) / 2, y: this.view.high / 2 }) {
    const old = this.state;
    const scale = between(old.scale * by, Math.min(this.whole, 0.7), CLOSEST);
    const ratio = scale / old.scale;
    this.set({ scale, x: spot.x - (spot.x - old.x) * ratio, y: spot.y - (spot.y - old.y) * ratio, moved: true });
  }

  pan(dx, dy) {
    const { scale, x, y } = this.state;
    this.set({ scale, x: x + dx, y: y + dy, moved: true });
  }

  // Moves as little as needed to see a point of the sheet, closer where it is only seen from a level on.
  reveal(at, level = 0) {
    if (level > this.level) this.zoom((this.levels[level] * 1.01) / this.state.scale, this.seen(at));
    this.letter();
    const { x, y } = this.seen(at);
    const [left, right] = [this.gutter + 60, this.view.wide - 60];
    const [top, bottom] = [this.top + 20, this.view.high - 20];
    const [dx, dy] = [between(x, left, right) - x, between(y, top, bottom) - y];
    if (dx || dy) this.pan(dx, dy);
  }

  shows(at) {
    const { x, y } = this.seen(at);
    return x > this.gutter && x < this.view.wide && y > this.top && y < this.view.high;
  }

  seen({ x, y }) {
    const { scale, x: left, y: top } = this.state;
    return { x: x * scale + left, y: y * scale + top };
  }

  at({ x, y }) {
    const { scale, x: left, y: top } = this.state;
    return { x: (x - left) / scale, y: (y - top) / scale };
  }

  resize() {
    if (!this.svg || this.onPaper || this.view.wide === this.drawnWide) return;
    if (!this.state.moved) return this.fit();
    this.drawnWide = this.view.wide;
    this.set(this.state);
  }

  // The sheet never leaves the stage: where it is smaller, it lies at the upper left.
  set({ scale, x, y, moved }) {
    const { wide, high } = this.view;
    const [left, top] = [this.gutter - this.begin * scale, this.top * (1 - scale)];
    const [right, bottom] = [wide - this.size.wide * scale, high - this.size.high * scale];
    x = right > left ? left : between(x, right, left);
    y = bottom > top ? top : between(y, bottom, top);
    this.state = { scale, x, y, moved };
    const drift = this.k ? Math.abs(Math.log2(scale / this.k)) : Infinity;
    clearTimeout(this.settling);
    if (drift > 0.6) this.letter();
    else if (drift > 0.13) this.settling = setTimeout(() => this.letter(), 90);
    this.request();
  }

  request() {
    this.frame ??= requestAnimationFrame(() => this.draw()); // many events, one drawing
  }

  // Letters keep their size, in steps, and once a gesture rests: until then they grow with the sheet.
  letter() {
    clearTimeout(this.settling);
    this.request();
    const k = 2 ** (Math.round(4 * Math.log2(this.state.scale)) / 4);
    if (k === this.k) return;
    this.k = k;
    this.level = Math.max(0, this.levels.findLastIndex((scale) => scale <= k * 1.02));
  }

  draw() {
    this.frame = null;
    const { scale, x, y, moved } = this.state;
    if (this.drawnK !== this.k || !this.svg.style.fontSize) {
      this.drawnK = this.k;
      this.svg.style.fontSize = `${(12 * this.unit) / this.k}px`;
      this.svg.dataset.level = this.level;
    }
    this.sheet.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale / this.unit})`);
    for (const lane of this.lanes) this.place(lane, y, this.top, this.view.high, (at) => `0 ${at}`);
    for (const year of this.years) this.place(year, x, this.gutter, this.view.wide, (at) => `${at} 0`);
    Object.assign(this.stage.dataset, { scale: scale.toFixed(3), x: x.toFixed(1), y: y.toFixed(1), level: this.level });
    if (moved) this.remember();
    this.moved();
  }

  // A heading stands in the middle of what is seen of its lane or year.
  place({ node, from, until, half }, shift, low, high, written) {
    const { scale } = this.state;
    const [start, end] = [Math.max(from * scale + shift, low), Math.min(until * scale + shift, high)];
    node.style.display = end - start < Math.min(half * 1.1, (until - from) * scale - 1) ? "none" : "";
    node.setAttribute("transform", `translate(${written(Math.round(((start + end) / 2) * this.unit))})`);
  }

  remember() {
    try {
      sessionStorage.setItem(`map:${this.name}`, JSON.stringify({ ...this.state, key: this.key }));
    } catch {
      // storage may be forbidden; then the camera lives as long as the page
    }
  }

  remembered() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(`map:${this.name}`));
      return kept?.key === this.key && Number.isFinite(kept.x + kept.y + kept.scale) ? kept : null;
    } catch {
      return null;
    }
  }
}

function edge(node) {
  const { from, until, half } = node.dataset;
  return { node, from: +from, until: +until, half: +(half ?? 14) };
}
