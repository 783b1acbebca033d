// When the server does not answer, Streamlit says so in English, in a dialog of its own. Here that dialog speaks
// the language of the page. It opens and closes as Streamlit wants.

class Absence {
  constructor() {
    new MutationObserver(() => this.look()).observe(document.body, { childList: true });
  }

  speak({ labels }) {
    this.labels = labels;
    this.look();
  }

  look() {
    const dialog = document.querySelector('.stDialog [role="dialog"]:not([data-tt-away])');
    if (!dialog || !/Streamlit|Connection/.test(dialog.textContent)) return;
    const [title, text] = ["h2", "p"].map((name) => document.createElement(name));
    title.textContent = this.labels.away;
    text.textContent = this.labels.away_then;
    const said = document.createElement("div");
    said.className = "tt tt-absent";
    said.append(title, text);
    dialog.dataset.ttAway = "";
    dialog.removeAttribute("aria-labelledby"); // its own title, which is not shown
    dialog.setAttribute("aria-label", this.labels.away);
    dialog.querySelector("button")?.setAttribute("aria-label", this.labels.close);
    dialog.append(said);
  }
}
