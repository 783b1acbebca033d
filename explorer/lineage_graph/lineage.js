// Shows a picture that kb.drawing wrote: pan, zoom, evidence, keyboard. The picture and all words in it come
// from outside, so they are parsed as XML and set through textContent, never as HTML. Only the id of an opened
// work is sent back.

const pictures = new WeakMap(); // by parentElement: outlives reruns, which call the function below again

export default function ({ data, parentElement, setTriggerValue }) {
  let picture = pictures.get(parentElement);
  if (!picture) pictures.set(parentElement, (picture = new Picture(parentElement, data.name)));
  picture.send = (id) => setTriggerValue("open", id);
  picture.show(data);
  return () => {
    picture.close();
    pictures.delete(parentElement);
  };
}

class Picture {
  constructor(parent, name) {
    this.name = name;
    this.stage = element("div", "stage", null, parent);
    this.live = element("div", "live", null, this.stage);
    this.live.setAttribute("aria-live", "polite");
    this.bar = element("div", "bar", null, this.stage);
    this.help = element("p", "help", null, this.bar);
    this.help.id = "help";
    this.about = element("p", "help", null, this.bar); // a work in full, in place of the help
    this.about.setAttribute("aria-hidden", "true"); // the work itself says so to a screen reader
    this.tools = element("div", "tools", null, this.bar);
    this.evidence = new EvidenceCard(this.stage);
    this.camera = new Camera(this.stage, this.bar, name, () => this.evidence.place());
    const ignored = (target) => this.bar.contains(target) || this.evidence.box.contains(target);
    this.gestures = new Gestures(this.stage, this.camera, ignored, () => this.hide());
    this.listen(ignored);
    (window.__lineage ??= {})[name] = this; // for tests, and for the page's own choice of a work
    this.chosen = window.__lineage[`${name}:chosen`];
  }

  close() {
    this.camera.sized.disconnect();
    this.stage.remove();
    if (window.__lineage?.[this.name] === this) delete window.__lineage[this.name];
  }

  // -- the picture -------------------------------------------------------------------------------------------

  show(data) {
    if (JSON.stringify(data.labels) !== JSON.stringify(this.labels)) this.speak(data.labels);
    if (data.svg === this.source) return;
    const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
    if (parsed.nodeName !== "svg") return;
    for (const foreign of parsed.querySelectorAll("script, foreignObject, image, use")) foreign.remove();
    const svg = document.importNode(parsed, true);
    if (this.svg) this.svg.replaceWith(svg);
    else this.stage.prepend(svg);
    [this.svg, this.source] = [svg, data.svg];
    this.hide();
    this.prepare();
    this.camera.take(svg, (id) => this.placeOf(id), data.height);
    for (const side of ["width", "height"]) svg.removeAttribute(side);
    this.say(svg.querySelector("desc")?.textContent);
    this.stage.dataset.ready = svg.dataset.centre;
  }

  prepare() {
    this.works = [...this.svg.querySelectorAll(".work")];
    this.links = [...this.svg.querySelectorAll(".link[data-id]")];
    for (const item of [...this.works, ...this.links]) {
      const title = item.querySelector("title");
      item.full = title?.textContent.split("\n")[0];
      title?.remove(); // our own card takes its place
      item.setAttribute("tabindex", "-1");
      item.removeAttribute("href");
    }
    for (const work of this.works) work.setAttribute("role", "button");
    this.work(this.svg.dataset.centre)?.setAttribute("tabindex", "0");
    this.svg.setAttribute("role", "application"); // arrow keys are ours
    this.svg.setAttribute("aria-describedby", "help");
    this.dress();
    this.choose(this.chosen);
  }

  dress() {
    const ground = getComputedStyle(this.stage).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    const light = 0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2] > 128;
    this.stage.dataset.theme = light ? "light" : "dark";
    if (this.svg) this.svg.dataset.theme = this.stage.dataset.theme;
  }

  speak(labels) {
    this.labels = labels;
    this.help.textContent = labels.help;
    this.tools.replaceChildren();
    this.tools.setAttribute("role", "toolbar");
    this.tools.setAttribute("aria-label", labels.tools);
    const buttons = [
      ["+", labels.zoom_in, () => this.camera.zoom(1.25)],
      ["−", labels.zoom_out, () => this.camera.zoom(0.8)],
      ["⤢", labels.whole, () => this.camera.whole()],
      ["◎", labels.centre, () => this.camera.fit()],
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

  work(id) {
    return this.works.find((work) => work.dataset.id === id);
  }

  placeOf(id) {
    const box = this.work(id)?.querySelector(".card").getBBox();
    return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  choose(id) {
    this.chosen = id;
    for (const work of this.works ?? []) work.classList.toggle("chosen", work.dataset.id === id);
  }

  open(work) {
    this.choose(work.dataset.id);
    this.stage.dataset.opened = work.dataset.id;
    this.say(`${this.labels.opened} ${work.getAttribute("aria-label")}`);
    this.send(work.dataset.id);
  }

  say(text) {
    this.live.textContent = text ?? "";
  }

  // -- what lights up ------------------------------------------------------------------------------------------

  reveal(item, at) {
    clearTimeout(this.leaving);
    if (this.pinned && this.pinned !== item) return;
    this.trace(item);
    const isLink = item.matches(".link");
    this.tell(isLink ? null : item);
    if (isLink) this.evidence.show(item, at, this.labels);
    else this.evidence.hide();
  }

  trace(item) {
    for (const lit of this.svg?.querySelectorAll(".lit") ?? []) lit.classList.remove("lit");
    this.stage.classList.toggle("tracing", Boolean(item));
    if (!item) return;
    const own = item.matches(".work") ? item.dataset.id : null;
    const links = own ? this.links.filter(({ dataset: d }) => d.subject === own || d.object === own) : [item];
    const ids = new Set([own, ...links.flatMap(({ dataset: d }) => [d.subject, d.object])]);
    for (const lit of [...links, ...this.works.filter((work) => ids.has(work.dataset.id))]) lit.classList.add("lit");
  }

  tell(work) {
    [this.help.hidden, this.about.hidden] = [Boolean(work), !work];
    this.about.replaceChildren();
    if (!work) return;
    element("b", "", work.full, this.about);
    this.about.append(`  ${work.getAttribute("aria-label")}`);
  }

  hide() {
    clearTimeout(this.leaving);
    this.pinned = null;
    this.evidence.hide();
    this.tell(null);
    this.trace(null);
  }

  hideSoon() {
    clearTimeout(this.leaving);
    if (!this.pinned) this.leaving = setTimeout(() => this.hide(), 220); // time to reach the card
  }

  // -- pointer and keyboard ------------------------------------------------------------------------------------

  listen(ignored) {
    const on = (name, act) => this.stage.addEventListener(name, act);
    const item = (event) => event.target.closest?.(".works .work, .links .link");
    on("transitionend", () => this.dress()); // the page changed its theme, and with it our ground
    on("pointerover", (event) => this.hover(event, item(event)));
    on("pointerleave", () => this.hideSoon());
    on("click", (event) => ignored(event.target) || this.gestures.dragged || this.click(event, item(event)));
    on("focusin", (event) => item(event)?.matches(":focus-visible") && this.reveal(item(event), null));
    on("focusout", () => this.hideSoon());
    on("keydown", (event) => this.key(event, item(event)));
  }

  hover(event, item) {
    if (event.pointerType === "touch" || this.gestures.pointers.size) return;
    if (this.evidence.box.contains(event.target)) clearTimeout(this.leaving);
    else if (item) this.reveal(item, relative(event, this.stage));
    else this.hideSoon();
  }

  click(event, item) {
    event.preventDefault();
    if (item?.matches(".work")) this.open(item);
    else if (item) {
      this.pinned = null;
      this.reveal(item, relative(event, this.stage));
      this.pinned = item;
    } else this.hide();
  }

  key(event, item) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zooms = { "+": 1.25, "=": 1.25, "-": 0.8, _: 0.8 };
    if (event.key in zooms) this.camera.zoom(zooms[event.key]);
    else if (event.key === "0") this.camera.whole();
    else if (event.key === "Escape") this.hide();
    else if (item && (event.key === "Enter" || event.key === " ")) {
      if (item.matches(".work")) this.open(item);
      else this.pinned = this.pinned ? null : item;
    } else if (item && event.key === "Home") this.focus(this.work(this.svg.dataset.centre));
    else if (item && event.key.startsWith("Arrow")) this.focus(this.next(item, event.key.slice(5)));
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page has single-key shortcuts of its own
  }

  // Left and right walk along links through time; up and down change the link, or the work in order of time.
  next(item, way) {
    const step = way === "Down" || way === "Right" ? 1 : -1;
    const level = way === "Left" || way === "Right";
    if (item.matches(".link")) {
      if (level) return this.work(step > 0 ? item.dataset.subject : item.dataset.object);
      return neighbour(this.siblings?.includes(item) ? this.siblings : this.links, item, step);
    }
    if (!level) return neighbour(this.works, item, step);
    const end = step > 0 ? "object" : "subject";
    this.siblings = this.links.filter((link) => link.dataset[end] === item.dataset.id);
    return this.siblings[0] ?? neighbour(this.works, item, step);
  }

  focus(item) {
    if (!item) return;
    this.pinned = null;
    for (const other of this.svg.querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    item.focus({ preventScroll: true });
    this.camera.reveal((item.querySelector(".card") ?? item.querySelector(".hit")).getBoundingClientRect());
    this.reveal(item, null);
  }
}
