// Works a year, and two handles that say from which year to which the map goes. What is chosen goes to the page when
// the hand lets go or the keys rest.

class Brush {
  constructor(parent, map) {
    this.map = map;
    this.frame = element("div", "brush", null, parent);
    this.frame.setAttribute("role", "group");
    this.track = element("div", "track", null, this.frame);
    this.bars = element("div", "bars", null, this.track);
    this.bars.setAttribute("aria-hidden", "true");
    this.window = element("div", "window", null, this.track);
    this.handles = ["from", "until"].map((end) => this.handle(end));
    this.foot = element("p", "foot", null, this.frame);
    this.said = element("span", "", null, this.foot);
    this.said.setAttribute("aria-live", "polite");
    this.all = element("button", "", null, this.foot);
    this.all.type = "button";
    this.all.addEventListener("click", () => this.commit(this.span()));
    this.track.addEventListener("pointerdown", (event) => this.press(event));
    this.track.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) this.track.addEventListener(name, () => this.release());
  }

  handle(end) {
    const made = element("div", `handle ${end}`, null, this.track);
    made.setAttribute("role", "slider");
    made.setAttribute("aria-orientation", "horizontal");
    made.tabIndex = 0;
    made.addEventListener("keydown", (event) => this.key(event, end === "from" ? 0 : 1));
    return made;
  }

  show({ histogram, years, labels }) {
    const same = JSON.stringify([histogram, labels]);
    this.labels = labels;
    if (this.drawn !== same) this.draw(histogram);
    this.drawn = same;
    if (!this.dragging && !this.waiting) this.place(years ?? this.span());
  }

  draw(histogram) {
    this.counts = histogram;
    this.frame.hidden = histogram.length < 2;
    this.frame.setAttribute("aria-label", this.labels.brush);
    this.handles.forEach((node, i) => node.setAttribute("aria-label", i ? this.labels.until : this.labels.from));
    this.all.textContent = this.labels.all_years;
    this.bars.replaceChildren();
    const most = Math.max(...histogram.map(([, n]) => n));
    for (const [year, n] of histogram) {
      const bar = element("i", n ? "" : "none", null, this.bars);
      bar.style.height = n ? `${8 + 92 * Math.sqrt(n / most)}%` : "1px";
      if (year % (histogram.length > 45 ? 10 : 5) === 0) element("b", "", year, bar);
      bar.title = `${year}: ${n}`;
    }
  }

  span() {
    return [this.counts[0][0], this.counts.at(-1)[0]];
  }

  place(years) {
    const [first, last] = this.span();
    this.years = years.map((year) => between(year, first, last));
    const [from, until] = this.years;
    const share = (year) => (100 * (year - first)) / (last - first + 1);
    Object.assign(this.window.style, { left: `${share(from)}%`, right: `${100 - share(until + 1)}%` });
    this.handles.forEach((node, i) => {
      node.style.left = `${share(this.years[i] + i)}%`;
      node.setAttribute("aria-valuemin", i ? from : first);
      node.setAttribute("aria-valuemax", i ? last : until);
      node.setAttribute("aria-valuenow", this.years[i]);
    });
    [...this.bars.children].forEach((bar, i) => bar.classList.toggle("out", first + i < from || first + i > until));
    const n = this.counts.reduce((sum, [year, many]) => sum + (year >= from && year <= until ? many : 0), 0);
    this.said.textContent = this.labels.span.replace("{from}", from).replace("{until}", until).replace("{n}", n);
    this.all.hidden = from === first && until === last;
  }

  year(event) {
    const box = this.track.getBoundingClientRect();
    const [first, last] = this.span();
    const share = (event.clientX - box.left) / box.width;
    return between(first + Math.floor(share * (last - first + 1)), first, last);
  }

  // A handle that is taken moves; anywhere else a new span begins.
  press(event) {
    if (event.button) return;
    event.preventDefault();
    const taken = this.handles.indexOf(event.target);
    this.anchor = taken < 0 ? this.year(event) : this.years[1 - taken];
    this.dragging = true;
    this.track.setPointerCapture(event.pointerId);
    if (taken < 0) this.place([this.anchor, this.anchor]);
    else event.target.focus();
  }

  move(event) {
    if (!this.dragging) return;
    const year = this.year(event);
    this.place([Math.min(year, this.anchor), Math.max(year, this.anchor)]);
  }

  release() {
    if (!this.dragging) return;
    this.dragging = false;
    this.commit(this.years);
  }

  key(event, end) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 };
    const far = { Home: -1000, End: 1000 };
    const step = steps[event.key] ?? far[event.key];
    event.stopPropagation();
    if (!step) return;
    event.preventDefault();
    const [first, last] = this.span();
    const years = [...this.years];
    years[end] = end ? between(years[1] + step, years[0], last) : between(years[0] + step, first, years[1]);
    this.place(years);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.commit(years), 500);
  }

  commit(years) {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.place(years);
    const [first, last] = this.span();
    this.map.send("years", years[0] === first && years[1] === last ? "all" : years.join("-"));
  }
}
