// Suggestions under the search box of any page, by the pattern of a combobox with a list: arrow keys choose,
// Enter goes there, Escape closes. Everything in it came from the facts, so it is set as text, never as HTML.

class Suggestions {
  constructor(go) {
    this.go = go;
    this.asked = 0;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "tt-suggestions", className: "tt tt-suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.live = document.createElement("div");
    this.live.className = "tt-live";
    this.live.setAttribute("aria-live", "polite");
    document.querySelector(".stApp").append(this.list, this.live);
    document.addEventListener("input", (event) => this.typed(event));
    document.addEventListener("keydown", (event) => this.key(event), true); // before the form sends itself
    document.addEventListener("focusout", (event) => event.target === this.box && this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
    for (const name of ["resize", "scroll"]) window.addEventListener(name, () => this.place(), true);
  }

  speak(data) {
    Object.assign(this, { labels: data.labels, language: data.asked });
    this.list.setAttribute("aria-label", data.labels.suggestions);
  }

  typed(event) {
    const box = event.target;
    if (!box.matches?.(".tt-search input")) return;
    this.box = box;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", String(!this.list.hidden));
    clearTimeout(this.waiting);
    if (box.value.trim()) this.waiting = setTimeout(() => this.ask(box.value.trim()), 110);
    else this.close();
  }

  async ask(text) {
    const root = window.__streamlit?.BACKEND_BASE_URL; // without our server there is nobody to ask
    if (!root) return;
    const turn = ++this.asked;
    const query = new URLSearchParams({ q: text, ...(this.language && { lang: this.language }) });
    try {
      const reply = await fetch(`${root.replace(/\/$/, "")}/suggest?${query}`);
      const { suggestions } = await reply.json();
      if (turn === this.asked && document.activeElement === this.box) this.show(suggestions, text);
    } catch {
      this.close(); // the box still searches
    }
  }

  show(found, text) {
    const options = found.map((item, place) => this.option(item, place));
    if (found.length) options.push(this.all(text, options.length));
    this.list.replaceChildren(...options);
    this.list.hidden = !found.length;
    this.box.setAttribute("aria-expanded", String(!this.list.hidden));
    this.light(-1);
    this.place();
    this.live.textContent = this.labels.count.replace("{n}", found.length);
  }

  option({ label, kind, year, matched, why, href }, place) {
    const made = this.line(place, href, label);
    const about = document.createElement("span");
    about.textContent = [kind, year].filter(Boolean).join(" · ") + (matched === label ? "" : ` · ${why}: ${matched}`);
    made.append(about);
    return made;
  }

  all(text, place) {
    const address = `./?${new URLSearchParams({ q: text, ...(this.language && { lang: this.language }) })}`;
    const made = this.line(place, address, this.labels.all.replace("{query}", text));
    made.classList.add("tt-all");
    return made;
  }

  line(place, href, text) {
    const made = document.createElement("li");
    made.id = `tt-suggestion-${place}`;
    made.dataset.href = href;
    made.setAttribute("role", "option");
    const name = document.createElement("b");
    name.textContent = text;
    made.append(name);
    return made;
  }

  place() {
    if (this.list.hidden) return;
    const form = this.box.closest(".tt-search").getBoundingClientRect();
    const wide = Math.min(Math.max(form.width, 340), window.innerWidth - 16);
    const left = Math.min(Math.max(8, form.left), window.innerWidth - wide - 8);
    Object.assign(this.list.style, { left: `${left}px`, top: `${form.bottom + 6}px`, width: `${wide}px` });
  }

  key(event) {
    if (event.target !== this.box || this.list.hidden || event.isComposing) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.light((this.lit + 1) % count);
    else if (event.key === "ArrowUp") this.light(this.lit < 1 ? count - 1 : this.lit - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.lit >= 0) this.take(this.list.children[this.lit]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  light(place) {
    this.lit = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const lit = this.list.children[place];
    if (!lit) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", lit.id);
    lit.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (!option) return;
    this.close();
    this.box.value = "";
    this.box.blur();
    this.go(new URL(option.dataset.href, document.baseURI).href);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked += 1; // an answer on its way comes too late
    this.list.hidden = true;
    this.lit = -1;
    this.box?.setAttribute("aria-expanded", "false");
    this.box?.removeAttribute("aria-activedescendant");
  }
}
