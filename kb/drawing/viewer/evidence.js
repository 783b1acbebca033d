// The card beside a link or a work: the evidence of the one, the reason for the other.

class EvidenceCard {
  constructor(stage) {
    this.stage = stage;
    this.box = element("div", "evidence", null, stage);
    this.box.setAttribute("role", "tooltip");
    this.box.hidden = true;
  }

  show(link, at, labels) {
    [this.link, this.at] = [link, at];
    this.box.replaceChildren();
    this.fill(link.dataset, labels);
    this.box.hidden = false;
    this.place();
  }

  // A work, where the host has no card of its own for it.
  introduce(work, reason, labels) {
    [this.link, this.at] = [work, null];
    this.box.replaceChildren();
    element("p", "statement", work.full, this.box);
    element("p", "why", work.getAttribute("aria-label"), this.box);
    if (reason) element("p", "why", reason, this.box);
    if (work.address) outward(element("a", "source", labels.read, this.box), work.address);
    this.box.hidden = false;
    this.place();
  }

  hide() {
    this.link = null;
    this.box.hidden = true;
  }

  // Below the pointer, or below the link's middle when it came by keyboard; above where there is no room.
  place() {
    if (!this.link) return;
    const stage = this.stage.getBoundingClientRect();
    const box = this.link.querySelector(".hit, .card").getBoundingClientRect();
    const spot = this.at ?? { x: box.left + box.width / 2 - stage.left, y: box.bottom - stage.top };
    const { offsetWidth: wide, offsetHeight: high } = this.box;
    const below = spot.y + 14 + high < stage.height;
    const top = below ? spot.y + 14 : spot.y - high - (this.at ? 14 : box.height + 10);
    this.box.style.left = `${between(spot.x - wide / 2, 8, Math.max(8, stage.width - wide - 8))}px`;
    this.box.style.top = `${between(top, 8, Math.max(8, stage.height - high - 8))}px`;
  }

  fill({ label, statement, status, statusLabel, why, evidence }, labels) {
    const head = element("p", "type", label, this.box);
    if (status !== "accepted") element("span", "status", statusLabel, head);
    element("p", "statement", statement, this.box);
    element("p", "why", why, this.box);
    element("p", "label", labels.evidence, this.box);
    const list = element("ul", "", null, this.box);
    for (const item of JSON.parse(evidence)) list.append(entry(item, labels));
  }
}

function entry(item, labels) {
  const made = element("li", item.supports ? "" : "against");
  const source = element(item.url ? "a" : "span", "source", item.source, made);
  if (item.url) outward(source, item.url);
  element("span", "where", `, ${item.where}`, made);
  if (!item.supports) element("span", "status", labels.against, made);
  element("p", "says", item.says, made);
  element("p", "quiet", `${item.checked_label}, ${item.date}`, made);
  return made;
}

function outward(link, url) {
  Object.assign(link, { href: url, target: "_blank", rel: "noopener noreferrer" });
}
