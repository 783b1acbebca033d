// The works and references of the map: where they stand, which is near a point, which lies in a direction.

class Spots {
  constructor(svg, links) {
    const unit = +svg.dataset.unit;
    this.all = [...svg.querySelectorAll(".w")].map((node) => {
      const [x, y, level, radius] = node.dataset.at.split(" ").map(Number);
      return { node, id: node.dataset.id, x: x / unit, y: y / unit, level, radius, label: node.querySelector(".name") };
    });
    this.byId = new Map(this.all.map((spot) => [spot.id, spot]));
    this.byNode = new Map(this.all.map((spot) => [spot.node, spot]));
    this.links = new Map();
    for (const link of links) {
      for (const end of [link.subject, link.object]) this.links.set(end, [...(this.links.get(end) ?? []), link]);
    }
    for (const { node } of this.all) node.setAttribute("tabindex", "-1");
  }

  linksOf(spot) {
    return (this.links.get(spot.id) ?? []).filter((link) => this.byId.has(link.subject) && this.byId.has(link.object));
  }

  // The spot under a point of the sheet, or near enough to be meant.
  near(at, camera) {
    const within = 13 / camera.state.scale;
    let [best, least] = [null, within];
    for (const spot of this.all) {
      if (shownFrom(spot) > camera.level) continue;
      const far = Math.hypot(spot.x - at.x, spot.y - at.y) - spot.radius / camera.k;
      if (far < least) [best, least] = [spot, far];
    }
    return best;
  }

  // The nearest in a direction; what lies aside counts more than what lies ahead.
  next(spot, way) {
    const [ax, ay] = { Left: [-1, 0], Right: [1, 0], Up: [0, -1], Down: [0, 1] }[way];
    let [best, least] = [spot, Infinity];
    for (const other of this.all) {
      const [dx, dy] = [other.x - spot.x, other.y - spot.y];
      const ahead = dx * ax + dy * ay;
      const aside = Math.abs(dx * ay + dy * ax);
      if (ahead <= 0.01 || aside > ahead * 4) continue;
      const price = ahead + 2 * aside;
      if (price < least) [best, least] = [other, price];
    }
    return best;
  }
}

// From this level on a spot is seen; at first sight (level 1) and above, few are held back.
function shownFrom(spot) {
  return spot.level > 1 ? spot.level : 0;
}
