// Shows a picture that kb.drawing wrote: pan, zoom, evidence, keyboard. The picture and all words in it come
// from outside, so they are parsed as XML and set through textContent, never as HTML. A host says what happens
// when a work is opened or put in the centre.

class Picture {
  constructor(parent, name, host) {
    Object.assign(this, { name, host, works: [], links: [], reasons: {} });
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
    this.light = new Light(this.stage);
    this.walk = new Walk();
    this.camera = new Camera(this.stage, this.bar, name, () => this.evidence.place());
    const ignored = (target) => this.bar.contains(target) || this.evidence.box.contains(target);
    this.gestures = new Gestures(this.stage, this.camera, ignored, () => this.hide());
    this.listen(ignored);
  }

  close() {
    this.camera.close();
    this.stage.remove();
  }

  // -- the picture -------------------------------------------------------------------------------------------

  // What a host knows: the picture as text, its greatest height, words, and why each work is on it. A picture
  // that is there already is left alone, so that nothing that a visitor points at or has focused is taken away.
  show({ svg, height, labels, reasons, centring }) {
    const words = JSON.stringify([labels, centring]);
    if (words !== this.words) this.speak(labels, centring);
    this.words = words;
    this.reasons = reasons ?? {};
    if (svg === this.source) return;
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    if (parsed.nodeName !== "svg") return;
    for (const foreign of parsed.querySelectorAll("script, foreignObject, image, use")) foreign.remove();
    this.source = svg;
    this.take(document.importNode(parsed, true), height);
  }

  take(svg, height) {
    const old = this.svg;
    const places = old && !still() && standing(old);
    const focused = old?.contains(this.stage.getRootNode().activeElement);
    if (places) farewell(old, this.stage, new Set([...svg.querySelectorAll(".work")].map((w) => w.dataset.id)));
    if (old) old.replaceWith(svg);
    else this.stage.prepend(svg);
    this.svg = svg;
    this.hide();
    this.prepare();
    this.camera.take(svg, (id) => this.placeOf(id), height);
    for (const side of ["width", "height"]) svg.removeAttribute(side);
    if (places) glide(svg, places);
    this.say(svg.querySelector("desc")?.textContent);
    if (focused) this.work(svg.dataset.centre)?.focus({ preventScroll: true });
    this.stage.dataset.ready = svg.dataset.centre;
  }

  prepare() {
    this.works = [...this.svg.querySelectorAll(".work")];
    this.links = [...this.svg.querySelectorAll(".link[data-id]")];
    this.walk.take(this.links, this.works);
    for (const item of [...this.works, ...this.links]) {
      const title = item.querySelector("title");
      item.full = title?.textContent.split("\n")[0];
      title?.remove(); // our own card takes its place
      item.setAttribute("tabindex", "-1");
      item.address = item.getAttribute("href");
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

  speak(labels, centring) {
    this.labels = labels;
    const touch = matchMedia("(hover: none)").matches ? "_touch" : "";
    this.help.textContent = labels[`help${touch}${centring ? "_centring" : ""}`];
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
    for (const work of this.works) work.classList.toggle("chosen", work.dataset.id === id);
  }

  open(work) {
    this.choose(work.dataset.id);
    this.stage.dataset.opened = work.dataset.id;
    this.say(`${this.labels.opened} ${work.getAttribute("aria-label")}`);
    this.tell(work);
    this.host.opened(work, this);
  }

  centre(work) {
    if (!this.host.centred || work.dataset.id === this.svg.dataset.centre) return;
    this.say(`${this.labels.centred} ${work.getAttribute("aria-label")}`);
    this.host.centred(work, this);
  }

  async savePng(name) {
    save(await png(this.source, this.stage.dataset.theme), name);
  }

  say(text) {
    this.live.textContent = text ?? "";
  }

  // -- what is told of a work or a link ------------------------------------------------------------------------

  reveal(item, at) {
    clearTimeout(this.leaving);
    if (this.pinned && this.pinned !== item) return;
    this.light.on(item, this.links, this.works, this.reasons[item.dataset.id]?.links ?? []);
    const isLink = item.matches(".link");
    this.tell(isLink ? null : item);
    if (isLink) this.evidence.show(item, at, this.labels);
    else this.evidence.hide();
  }

  tell(work) {
    [this.help.hidden, this.about.hidden] = [Boolean(work), !work];
    this.about.replaceChildren();
    if (!work) return;
    const title = element("span", "of", null, this.about);
    element("b", "", work.full, title);
    title.append(`  ${work.getAttribute("aria-label")}`);
    const reason = this.because(work);
    if (reason) element("span", "reason", reason, this.about);
  }

  because(work) {
    const says = this.reasons[work.dataset.id]?.says;
    return says && `${this.labels.because} ${says}`;
  }

  hide() {
    clearTimeout(this.leaving);
    this.pinned = null;
    this.evidence.hide();
    this.tell(null);
    this.light.off();
  }

  hideSoon() {
    clearTimeout(this.leaving);
    if (!this.pinned) this.leaving = setTimeout(() => this.hide(), 220); // time to reach the card
  }

  // -- pointer and keyboard ------------------------------------------------------------------------------------

  listen(ignored) {
    const on = (name, act) => this.stage.addEventListener(name, act);
    const item = (event) => event.target.closest?.(".works .work, .links .link");
    const free = (event) => !ignored(event.target) && !this.gestures.dragged;
    on("transitionend", () => this.dress()); // the page changed its theme, and with it our ground
    on("pointerover", (event) => this.hover(event, item(event)));
    on("pointerleave", () => this.hideSoon());
    on("click", (event) => free(event) && this.click(event, item(event)));
    on("dblclick", (event) => free(event) && item(event)?.matches(".work") && this.centre(item(event)));
    on("focusin", (event) => item(event)?.matches(":focus-visible") && this.reach(item(event)));
    on("focusout", () => this.hideSoon());
    on("keydown", (event) => this.key(event, item(event)));
  }

  hover(event, item) {
    if (event.pointerType === "touch" || this.gestures.pointers.size) return;
    if (this.evidence.box.contains(event.target)) clearTimeout(this.leaving);
    else if (item) this.reveal(item, relative(event, this.stage));
    else this.hideSoon();
  }

  // A click opens at once; when it turns out to be the first of two, the work moves to the centre as well.
  click(event, item) {
    event.preventDefault();
    if (event.detail > 1 && item?.dataset.id === this.chosen) return;
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
    else if (item && (event.key === "Enter" || event.key === " ")) this.enter(event, item);
    else if (item && event.key === "Home") this.focus(this.work(this.svg.dataset.centre));
    else if (item && event.key.startsWith("Arrow")) this.focus(this.walk.next(item, event.key.slice(5)));
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page has single-key shortcuts of its own
  }

  enter(event, item) {
    if (!item.matches(".work")) this.pinned = this.pinned ? null : item;
    else if (event.shiftKey) this.centre(item);
    else this.open(item);
  }

  focus(item) {
    if (!item) return;
    this.pinned = null;
    for (const other of this.svg.querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    item.focus({ preventScroll: true });
    this.camera.reveal((item.querySelector(".card") ?? item.querySelector(".hit")).getBoundingClientRect());
    this.reach(item);
  }

  reach(item) {
    this.reveal(item, null);
    if (item.matches(".work")) this.say(this.because(item));
  }
}
