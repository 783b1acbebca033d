// The box that lights up what one types: all words of it, in any name of a work, without case and accents.

class Finder {
  constructor(parent, map) {
    this.map = map;
    this.form = element("form", "find", null, parent);
    this.form.setAttribute("role", "search");
    this.box = element("input", "", null, this.form);
    Object.assign(this.box, { type: "search", autocomplete: "off", spellcheck: false, maxLength: 120 });
    this.said = element("output", "", null, this.form);
    this.said.setAttribute("aria-live", "polite");
    this.box.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.go(event));
    this.form.addEventListener("keydown", (event) => this.key(event));
  }

  speak(labels) {
    this.labels = labels;
    this.box.placeholder = labels.find;
    this.box.setAttribute("aria-label", labels.find);
  }

  take(spots) {
    this.spots = spots;
    for (const spot of spots.all) {
      const { also, title } = spot.node.dataset;
      spot.names = fold(`${spot.node.getAttribute("aria-label")} ${title} ${also}`);
    }
    this.light();
  }

  // What the address says; what is being typed right now is never overwritten.
  set(text) {
    if (this.form.contains(this.form.getRootNode().activeElement) || text === this.box.value) return;
    this.box.value = text ?? "";
    this.light();
  }

  changed() {
    this.light();
    const address = new URL(location.href);
    if (this.box.value.trim()) address.searchParams.set("find", this.box.value.trim());
    else address.searchParams.delete("find");
    history.replaceState(history.state, "", address); // the address follows without a step in the history
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.map.send("find", this.box.value.trim() || "-"), 700);
  }

  light() {
    const words = fold(this.box.value).split(" ").filter(Boolean);
    this.found = [];
    for (const spot of this.spots.all) {
      const hit = words.length > 0 && words.every((word) => spot.names.includes(word));
      if (hit !== spot.hit) spot.node.classList.toggle("found", hit);
      spot.hit = hit;
      if (hit) this.found.push(spot);
    }
    this.map.found(words.length ? this.found : null);
    const { none, one, many } = this.labels.found;
    const n = this.found.length;
    this.said.textContent = words.length ? (n === 0 ? none : n === 1 ? one : many.replace("{n}", n)) : "";
  }

  go(event) {
    event.preventDefault();
    event.stopPropagation(); // this form is no page of ours to go to
    const links = (spot) => +(spot.node.dataset.links ?? -1);
    const first = [...this.found].sort((a, b) => links(b) - links(a))[0];
    if (first) this.map.focus(first);
  }

  key(event) {
    event.stopPropagation(); // letters are for the box, not for the page's shortcuts
    if (event.key !== "Escape" || !this.box.value) return;
    event.preventDefault();
    this.box.value = "";
    this.changed();
  }
}

function fold(text) {
  const flat = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return flat.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
