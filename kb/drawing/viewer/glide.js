// From one picture to the next: a work that is on both moves from its old place to its new one, the rest fades.

const MOVE = { duration: 400, easing: "cubic-bezier(0.35, 0, 0.15, 1)", fill: "backwards" };
const COME = { duration: 240, delay: 180, easing: "ease-out", fill: "backwards" };
const GO = { duration: 180, easing: "ease-in", fill: "forwards" };

// Where the cards stand on the screen now (on their way, if they are moving), by work.
function standing(svg) {
  const places = new Map();
  for (const work of svg.querySelectorAll(".work")) {
    places.set(work.dataset.id, work.querySelector(".card").getBoundingClientRect());
  }
  return places;
}

// A copy of the old picture that only fades: no work of it can be found, pointed at or read aloud.
function farewell(svg, stage, kept) {
  const { width, height } = svg.getBoundingClientRect();
  const ghost = svg.cloneNode(true);
  for (const gone of ghost.querySelectorAll("style, .paper, .hit, title, desc")) gone.remove();
  for (const work of ghost.querySelectorAll(".work")) if (kept.has(work.dataset.id)) work.remove();
  for (const one of [ghost, ...ghost.querySelectorAll("[class], [id]")]) {
    for (const name of ["id", "data-id", "tabindex", "role", "aria-label", "href"]) one.removeAttribute(name);
    one.classList.replace("work", "was-work"); // looks like a card by the rules on its parts
  }
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("ghost");
  Object.assign(ghost.style, { width: `${width}px`, height: `${height}px` });
  stage.prepend(ghost);
  ghost.animate([{ opacity: 1 }, { opacity: 0 }], GO).finished.then(() => ghost.remove(), () => ghost.remove());
}

function still() {
  return document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// ``before`` is where the cards stood; the new picture is in place and its camera set.
function glide(svg, before) {
  const moves = [];
  for (const work of svg.querySelectorAll(".work")) {
    const card = work.querySelector(".card");
    moves.push([work, before.get(work.dataset.id), card.getBoundingClientRect(), card.getScreenCTM(), card.getBBox()]);
  }
  for (const [work, from, to, screen, box] of moves) {
    if (!from) work.animate([{ opacity: 0 }, { opacity: 1 }], COME);
    else {
      const ratio = from.width / to.width;
      const x = (from.left - screen.e) / screen.a - ratio * box.x;
      const y = (from.top - screen.f) / screen.d - ratio * box.y;
      work.animate([{ transform: `translate(${x}px, ${y}px) scale(${ratio})` }, { transform: "none" }], MOVE);
    }
  }
  for (const part of svg.querySelectorAll(".paper, .links, .legend, [aria-hidden]")) {
    part.animate([{ opacity: 0 }, { opacity: 1 }], COME);
  }
}
