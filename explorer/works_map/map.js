// Shows the map that kb.atlas wrote: pan, zoom, links of one work, search, years. The picture and all words in it
// come from outside, so they are parsed as XML and set through textContent, never as HTML. What goes back to the
// page is an id, a span of years or the words of a search.

const maps = new WeakMap(); // by parentElement: outlives reruns, which call the function below again

export default function ({ data, parentElement, setTriggerValue }) {
  let map = maps.get(parentElement);
  if (!map) maps.set(parentElement, (map = new WorksMap(parentElement, data.name)));
  map.send = setTriggerValue;
  map.show(data);
  return () => {
    map.close();
    maps.delete(parentElement);
  };
}

class WorksMap {
  constructor(parent, name) {
    this.name = name;
    this.frame = element("div", "map", null, parent);
    this.finder = new Finder(this.frame, this);
    this.stage = element("div", "stage", null, this.frame);
    this.tag = element("div", "tag", null, this.stage);
    this.tag.setAttribute("aria-hidden", "true"); // the work itself says so to a screen reader
    this.tag.hidden = true;
    this.live = element("div", "live", null, this.frame);
    this.live.setAttribute("aria-live", "polite");
    this.bar = element("div", "bar", null, this.frame);
    this.help = element("p", "help", null, this.bar);
    this.help.id = "help";
    this.legend = element("p", "legend", null, this.bar);
    this.tools = element("div", "tools", null, this.bar);
    this.brush = new Brush(this.frame, this);
    this.camera = new MapCamera(this.stage, name, () => this.moved());
    this.gestures = new Gestures(this.stage, this.camera, () => false, () => this.point(null));
    this.listen();
    (window.__map ??= {})[name] = this; // for tests, and for the page's own choice of a work
  }

  close() {
    this.camera.close();
    this.frame.remove();
    if (window.__map?.[this.name] === this) delete window.__map[this.name];
  }

  // -- the picture -------------------------------------------------------------------------------------------

  show(data) {
    if (JSON.stringify(data.labels) !== JSON.stringify(this.labels)) this.speak(data.labels);
    this.brush.show(data);
    if (data.svg === this.source) return;
    const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
    if (parsed.nodeName !== "svg") return;
    for (const foreign of parsed.querySelectorAll("script, foreignObject, image, use")) foreign.remove();
    const svg = document.importNode(parsed, true);
    if (this.svg) this.svg.replaceWith(svg);
    else this.stage.prepend(svg);
    [this.svg, this.source, this.pointed, this.chosen] = [svg, data.svg, null, null];
    svg.setAttribute("role", "application"); // arrow keys are ours
    svg.setAttribute("aria-describedby", "map-about help");
    this.spots = new Spots(svg, data.links);
    this.lines = new Lines(svg);
    this.camera.take(svg, data.key);
    this.stage.getRootNode().host?.setAttribute("data-drawn", ""); // what comes after it has its place now
    this.finder.take(this.spots);
    this.choose(window.__map[`${this.name}:chosen`] ?? {});
    if (!svg.querySelector("[tabindex='0']")) this.first()?.node.setAttribute("tabindex", "0");
    this.stage.dataset.ready = data.key;
  }

  first() {
    return this.spots.all.reduce((a, b) => (+(b.node.dataset.links ?? 0) > +(a.node.dataset.links ?? 0) ? b : a), this.spots.all[0]);
  }

  speak(labels) {
    this.labels = labels;
    this.help.textContent = labels.help;
    this.finder.speak(labels);
    this.tools.replaceChildren();
    this.tools.setAttribute("role", "toolbar");
    this.tools.setAttribute("aria-label", labels.zoom);
    const buttons = [
      ["+", labels.zoom_in, () => this.camera.zoom(1.5)],
      ["−", labels.zoom_out, () => this.camera.zoom(1 / 1.5)],
      ["⤢", labels.whole, () => this.camera.fit()],
    ];
    for (const [sign, name, act] of buttons) {
      const button = element("button", "", sign, this.tools);
      Object.assign(button, { type: "button", title: name, ariaLabel: name });
      button.addEventListener("click", () => {
        act();
        this.say(`${labels.zoom} ${Math.round(this.camera.state.scale * 100)} %`);
      });
    }
  }

  say(text) {
    this.live.textContent = text ?? "";
  }

  // -- what lights up ----------------------------------------------------------------------------------------

  // What the page says: the chosen work and the search. They travel apart from the picture.
  choose({ selected, find }) {
    if (find !== undefined) this.finder.set(find);
    const spot = this.spots?.byId.get(selected) ?? null;
    if (spot === this.chosen) return;
    this.chosen?.node.classList.remove("chosen");
    this.chosen = spot;
    spot?.node.classList.add("chosen");
    if (spot) this.enter(spot);
    if (spot && !this.camera.shows(spot)) this.camera.reveal(spot, spot.level > 1 ? spot.level : 0);
    this.light();
  }

  point(spot) {
    if (spot === this.pointed) return;
    this.pointed = spot;
    this.light();
  }

  // One work at a time: the one pointed at, or else the chosen one.
  light() {
    const spot = this.pointed ?? this.chosen;
    if (!this.svg) return;
    for (const node of this.svg.querySelectorAll(".w.lit")) node.classList.remove("lit");
    const links = spot ? this.spots.linksOf(spot) : [];
    this.stage.classList.toggle("tracing", links.length > 0); // without links there is nothing to dim the rest for
    this.tell(this.pointed);
    if (!spot) {
      this.lines.clear();
      this.legendOf([]);
      return this.letters(this.finder.found?.length ? this.finder.found : []);
    }
    const ends = links.flatMap(({ subject, object }) => [subject, object]).map((id) => this.spots.byId.get(id));
    const lit = [spot, ...new Set(ends)];
    for (const { node } of lit) node.classList.add("lit");
    this.upward = lit.reduce((sum, { y }) => sum + y - spot.y, 0) < 0;
    this.lines.draw(spot, this.spots, this.camera.k);
    this.placeTag();
    this.drawnK = this.camera.k;
    this.legendOf([...new Set(links.map(({ type }) => type))]);
    this.letters(lit);
  }

  found(spots) {
    this.stage.classList.toggle("finding", Boolean(spots));
    if (this.svg && !this.pointed && !this.chosen) this.letters(spots ?? []);
  }

  // Names of what is lit, as many as have room; a name that has its place at this scale keeps it.
  letters(lit) {
    for (const label of this.named ?? []) label.classList.remove("told");
    this.named = [];
    const taken = [];
    for (const { label, node } of lit.slice(0, 60)) {
      if (!label) continue;
      label.classList.add("told");
      const box = label.getBoundingClientRect();
      const free = taken.every((b) => box.left > b.right || box.right < b.left || box.top > b.bottom || box.bottom < b.top);
      if (free || node.classList.contains("chosen")) {
        taken.push(box);
        this.named.push(label);
      } else label.classList.remove("told");
    }
  }

  tell(spot) {
    this.tag.hidden = !spot;
    if (!spot) return;
    const { title, name } = spot.node.dataset;
    this.tag.replaceChildren();
    element("b", "", name ?? title, this.tag);
    if (name && name !== title) element("span", "title", title, this.tag);
    element("span", "", spot.node.getAttribute("aria-label").slice((name ?? title).length).replace(/^[,，]\s*/, ""), this.tag);
    this.placeTag();
  }

  placeTag() {
    if (!this.pointed || this.tag.hidden) return;
    const { x, y } = this.camera.seen(this.pointed);
    const { offsetWidth: wide, offsetHeight: high } = this.tag;
    const { wide: room, high: floor } = this.camera.view;
    const [above, below] = [y - high - 14, y + 14];
    const free = this.upward ? [below, above] : [above, below]; // away from where the links go
    const top = free.find((one) => one > this.camera.top && one + high < floor) ?? free[0];
    this.tag.style.left = `${between(x - wide / 2, 6, Math.max(6, room - wide - 6))}px`;
    this.tag.style.top = `${between(top, 6, Math.max(6, floor - high - 6))}px`;
  }

  legendOf(types) {
    this.legend.replaceChildren();
    this.help.hidden = types.length > 0;
    for (const type of Object.keys(this.labels.types).filter((one) => types.includes(one))) {
      const item = element("span", "", null, this.legend);
      const drawn = shape("svg", { width: 40, height: 12, viewBox: "-44 -6 46 12", "aria-hidden": "true" });
      drawn.append(this.lines.samples.get(type).cloneNode(true));
      item.append(drawn, this.labels.types[type]);
    }
  }

  moved() {
    this.placeTag();
    if (this.drawnK !== this.camera.k && (this.pointed || this.chosen)) this.light();
  }

  // -- pointer and keyboard ------------------------------------------------------------------------------------

  listen() {
    const on = (name, act) => this.stage.addEventListener(name, act);
    on("pointermove", (event) => event.pointerType !== "touch" && !this.gestures.pointers.size && this.hover(event));
    on("pointerleave", () => this.point(null));
    on("click", (event) => this.gestures.dragged || this.click(event));
    on("dblclick", (event) => this.camera.zoom(1.8, relative(event, this.stage)));
    on("focusin", (event) => this.spotOf(event)?.node.matches(":focus-visible") && this.point(this.spotOf(event)));
    on("focusout", () => this.point(null));
    on("keydown", (event) => this.key(event));
  }

  spotOf(event) {
    return this.spots?.byNode.get(event.target.closest?.(".w")) ?? null;
  }

  meant(event) {
    const at = relative(event, this.stage);
    if (!this.spots || at.x < this.camera.gutter || at.y < this.camera.top) return null;
    return this.spotOf(event) ?? this.spots.near(this.camera.at(at), this.camera);
  }

  hover(event) {
    const spot = this.meant(event);
    this.stage.classList.toggle("onto", Boolean(spot));
    this.point(spot);
  }

  // On a work: it is chosen. On a number that stands for many: closer, until they stand apart.
  click(event) {
    const spot = this.meant(event);
    if (spot) return this.open(spot);
    const cell = event.target.closest?.(".cell");
    const level = +(cell?.dataset.level ?? 0);
    if (level > this.camera.level) {
      const spotAt = relative(event, this.stage);
      this.camera.zoom((this.camera.levels[level] * 1.01) / this.camera.state.scale, spotAt);
    } else if (this.chosen) this.send("choose", "-");
  }

  open(spot) {
    this.enter(spot);
    this.say(`${this.labels.chosen} ${spot.node.getAttribute("aria-label")}`);
    this.send("choose", spot.id);
  }

  enter(spot) {
    for (const node of this.svg.querySelectorAll("[tabindex='0']")) node.setAttribute("tabindex", "-1");
    spot.node.setAttribute("tabindex", "0");
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const spot = this.spotOf(event);
    const zooms = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, _: 1 / 1.5 };
    if (event.key in zooms) this.camera.zoom(zooms[event.key], spot ? this.camera.seen(spot) : undefined);
    else if (event.key === "0") this.camera.fit();
    else if (event.key === "Escape") {
      this.point(null);
      spot?.node.blur();
    } else if (spot && (event.key === "Enter" || event.key === " ")) this.open(spot);
    else if (spot && event.key === "Home") this.focus(this.first());
    else if (spot && event.key.startsWith("Arrow")) this.focus(this.spots.next(spot, event.key.slice(5)));
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page has single-key shortcuts of its own
  }

  focus(spot) {
    this.enter(spot);
    this.camera.reveal(spot, spot.level > 1 ? spot.level : 0);
    if (this.camera.frame) {
      cancelAnimationFrame(this.camera.frame);
      this.camera.draw(); // what is hidden cannot take the focus
    }
    spot.node.focus({ preventScroll: true });
    this.point(spot);
  }
}
