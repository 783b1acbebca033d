// What lights up: a link with its ends, or a work with its links and its way back to the centre.

class Light {
  constructor(stage) {
    this.stage = stage;
  }

  on(item, links, works, way) {
    this.off();
    if (!item) return;
    const own = item.matches(".work") ? item.dataset.id : null;
    const on = (link) => link === item || way.includes(link.dataset.id) || touches(link, own);
    const lit = links.filter(on);
    const ids = new Set([own, ...lit.flatMap(({ dataset: d }) => [d.subject, d.object])]);
    for (const one of [...lit, ...works.filter((work) => ids.has(work.dataset.id))]) one.classList.add("lit");
    for (const link of lit) link.classList.toggle("way", way.includes(link.dataset.id));
    this.stage.classList.add("tracing");
  }

  off() {
    for (const lit of this.stage.querySelectorAll(".lit")) lit.classList.remove("lit", "way");
    this.stage.classList.remove("tracing");
  }
}

function touches({ dataset }, id) {
  return id !== null && (dataset.subject === id || dataset.object === id);
}
