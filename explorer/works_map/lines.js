// The links of the one work that is pointed at or chosen: from the earlier work to the later, in the styles of the
// lineage picture, whose samples lie in the svg. Never more than one work's, so never a tangle.

const SVG = "http://www.w3.org/2000/svg";

class Lines {
  constructor(svg) {
    this.layer = svg.querySelector(".lines");
    this.unit = +svg.dataset.unit;
    this.samples = new Map();
    for (const sample of svg.querySelectorAll(".sample")) this.samples.set(sample.dataset.type, sample);
  }

  clear() {
    this.layer.replaceChildren();
  }

  draw(spot, spots, k) {
    this.clear();
    for (const link of spots.linksOf(spot)) {
      const [from, to] = [spots.byId.get(link.object), spots.byId.get(link.subject)];
      this.layer.append(this.line(link, from, to, this.unit / k));
    }
  }

  line({ type, status }, from, to, size) {
    const sample = this.samples.get(type);
    const made = shape("g", { class: `line ${status}${sample.classList.contains("aside") ? " aside" : ""}` });
    const bow = bend(from, to, this.unit, size);
    const path = `M${bow.start}Q${bow.middle} ${bow.end}`;
    const dash = sample.querySelector(".wire").getAttribute("stroke-dasharray");
    made.append(shape("path", { class: "under", d: path, "stroke-width": 4.5 * size }));
    const wire = { class: "wire", d: path, "stroke-width": 1.5 * size };
    if (dash) wire["stroke-dasharray"] = dash.split(" ").map((part) => part * size).join(" ");
    made.append(shape("path", wire));
    for (const tip of sample.querySelectorAll(".tip")) {
      const copy = tip.cloneNode();
      copy.setAttribute("transform", `translate(${bow.end}) rotate(${bow.angle}) scale(${size})`);
      made.append(copy);
    }
    if (status !== "accepted") made.append(...doubt(status, bow.half, size));
    return made;
  }
}

// A slight curve between two spots that ends at their rims.
function bend(from, to, unit, size) {
  const [a, b] = [from, to].map(({ x, y }) => [x * unit, y * unit]);
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const far = Math.hypot(dx, dy) || 1;
  const lift = Math.min(0.16 * far, 60 * unit) * (dx < 0 ? -1 : 1);
  const m = [(a[0] + b[0]) / 2 + (dy / far) * lift, (a[1] + b[1]) / 2 - (dx / far) * lift];
  const back = (point, radius) => {
    const length = Math.hypot(m[0] - point[0], m[1] - point[1]) || 1;
    return point.map((v, i) => v + ((m[i] - v) / length) * (radius + 2) * size);
  };
  const [start, end] = [back(a, from.radius), back(b, to.radius)];
  const angle = (Math.atan2(end[1] - m[1], end[0] - m[0]) * 180) / Math.PI;
  const half = [0, 1].map((i) => start[i] / 4 + m[i] / 2 + end[i] / 4);
  const written = (point) => point.map((v) => v.toFixed(0)).join(" ");
  return { start: written(start), middle: written(m), end: written(end), angle: angle.toFixed(1), half };
}

// What is not accepted bears its mark, as on the lineage picture: a question mark is disputed, a cross refuted.
function doubt(status, [x, y], size) {
  const disc = shape("circle", { class: "mark", cx: x, cy: y, r: 6 * size, "stroke-width": 1.2 * size });
  const sign = shape("text", { class: "doubt", x, y: y + 3.8 * size, "font-size": 10.5 * size });
  sign.textContent = status === "disputed" ? "?" : "×";
  return [disc, sign];
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
