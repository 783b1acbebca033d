// Arrow keys walk along a tour: they follow its own links, so that the address holds the stop and Back leads
// back. All stops stand in the page, so the next one is shown at once; the server's answer then takes its
// place. A new stop is brought into view and said aloud.

const BUSY = "input, textarea, select, [contenteditable], [role=slider], [role=tablist], .tt-scroll, .stage";
const TOUR = ".tt-tour:not(.tt-tour-whole)";
let followed = {}; // {rel, stop} of the link that led to a stop with the focus on it: the focus goes on with it

const stopOf = (address) => Number(new URL(address).searchParams.get("stop") ?? 1);

function onKey(event) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (event.composedPath().some((node) => node.matches?.(BUSY))) return;
  const link = document.querySelectorAll(`${TOUR} .tt-rail a`)[stopOf(location.href) - 1 + way];
  if (!link) return;
  event.preventDefault();
  keepFocus(document.activeElement, link);
  link.click();
}

function onClick(event) {
  const link = event.composedPath().find((node) => node.matches?.(`${TOUR} .tt-rail a, ${TOUR} .tt-ways a`));
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link === document.activeElement) keepFocus(link, link);
  show(stopOf(link.href));
}

function keepFocus(focused, leading) {
  if (focused?.closest?.(`${TOUR} .tt-ways`)) followed = { rel: focused.rel, stop: stopOf(leading.href) };
}

function show(stop) {
  const tour = document.querySelector(TOUR);
  const mark = (selector, change) => tour.querySelectorAll(selector).forEach((e, at) => change(e, at === stop - 1));
  mark(".tt-stop", (section, here) => {
    section.classList.toggle("tt-here", here);
    section.classList.toggle("tt-away", !here);
  });
  mark(".tt-rail a", (link, here) => link.toggleAttribute("aria-current", here));
  bringIntoView(tour);
}

// The page comes piece by piece; what is to be shown may not stand there yet.
function whenThere(stop, then, tries = 120) {
  const tour = document.querySelector(TOUR);
  if (tour?.dataset.stop === String(stop)) requestAnimationFrame(() => then(tour));
  else if (tries) requestAnimationFrame(() => whenThere(stop, then, tries - 1));
}

function bringIntoView(tour) {
  const box = tour.querySelector(".tt-here")?.getBoundingClientRect();
  if (box && (box.top < 0 || box.top + Math.min(box.height, 260) > innerHeight)) {
    tour.querySelector(".tt-here").scrollIntoView();
  }
  tour.querySelector(".tt-rail [aria-current]")?.scrollIntoView({ block: "nearest" });
}

function arrived(tour) {
  bringIntoView(tour);
  if (String(followed.stop) !== tour.dataset.stop) return;
  const ways = [followed.rel, "prev", "next"].map((rel) => tour.querySelector(`.tt-ways a[rel="${rel}"]`));
  ways.find(Boolean)?.focus({ preventScroll: true });
  followed = {};
}

export default function ({ data, parentElement }) {
  const first = !parentElement.querySelector("p");
  const said = first ? parentElement.appendChild(document.createElement("p")) : parentElement.querySelector("p");
  if (first) {
    said.setAttribute("aria-live", "polite");
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
  }
  if (said.dataset.stop !== String(data.stop)) {
    if (!first) said.textContent = data.says;
    if (!first || data.stop > 1) whenThere(data.stop, arrived);
    said.dataset.stop = data.stop;
  }
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", onClick);
  };
}
