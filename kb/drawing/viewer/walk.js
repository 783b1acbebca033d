// Where arrow keys lead: left and right along links through time; up and down to the link beside, or to the next
// work in order of time.

class Walk {
  take(links, works) {
    [this.links, this.works, this.siblings] = [links, works, null];
  }

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

  work(id) {
    return this.works.find((work) => work.dataset.id === id);
  }
}
