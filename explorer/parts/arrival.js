// Goes to the place in a page that its address names, once the page is there, and puts texts on the clipboard.

const seen = new WeakSet();

// What stands above may still grow (a picture); so the place is looked for again, until the visitor moves.
function arrive(id) {
  let moved = false;
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    window.addEventListener(kind, () => (moved = true), { once: true, passive: true });
  }
  for (const delay of [0, 150, 500, 1200]) setTimeout(() => !moved && show(id), delay);
}

function show(id) {
  const place = document.getElementById(id);
  if (!place) return;
  if (document.activeElement !== place) place.focus({ preventScroll: true });
  place.scrollIntoView({ block: place.offsetHeight < innerHeight * 0.8 ? "center" : "start" });
}

async function onClick(event) {
  const button = event.target.closest?.(".tt button[data-copies]");
  const text = button && document.getElementById(button.dataset.copies);
  if (!text) return;
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    text.select(); // without a secure address only the old way is open
    document.execCommand("copy");
  }
  button.textContent = button.dataset.done;
}

export default function ({ data, parentElement }) {
  if (!window.timetestedArrival) {
    window.timetestedArrival = true;
    document.addEventListener("click", onClick);
  }
  if (seen.has(parentElement)) return;
  seen.add(parentElement);
  const named = data.at || decodeURIComponent(location.hash.slice(1));
  if (named) arrive(named);
}
