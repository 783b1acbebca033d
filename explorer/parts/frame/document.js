// Lives once in the document: sets its language, follows links and searches of our own HTML (everything inside
// .tt) without loading the page anew, and tells a screen reader where it is then. Without this script they are
// ordinary links.

let suggestions;

function ours(event, selector) {
  const target = event.composedPath().find((node) => node.matches?.(selector));
  return target && target.closest(".tt") ? target : null;
}

function onClick(event) {
  closeMenus(event);
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const copier = ours(event, "button[data-copy]");
  if (copier) return void copy(copier);
  const link = ours(event, "a[href]");
  if (!link || link.origin !== location.origin || link.target || link.matches("[download], [data-whole]")) return;
  event.preventDefault();
  const here = link.pathname === location.pathname && (link.search === location.search || link.matches(".tt-skip"));
  if (link.hash && here) jump(link.hash.slice(1));
  else follow(destination(link));
}

async function copy(button) {
  const block = button.closest(".tt-verbatim");
  const said = block.querySelector("output");
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(block.querySelector("code").textContent);
    said.textContent = button.dataset.done;
  } catch {
    said.textContent = button.dataset.failed;
  }
}

// Where a link leads. One that changes a single parameter of its page keeps all others as they are now: a click
// in a picture changes the address, but does not write the links around it anew.
function destination(link) {
  const name = link.dataset.changes;
  if (!name || link.pathname !== location.pathname) return link.href;
  const [there, value] = [new URL(location.href), new URL(link.href).searchParams.get(name)];
  if (value === null) there.searchParams.delete(name);
  else there.searchParams.set(name, value);
  return there.href;
}

// A place on this page: Streamlit knows nothing of anchors.
function jump(name) {
  const heading = document.querySelector(".stMain h1");
  const spot = name === "content" ? heading : (document.getElementById(decodeURIComponent(name)) ?? heading);
  if (!spot) return;
  spot.setAttribute("tabindex", "-1");
  spot.focus({ preventScroll: true });
  spot.scrollIntoView({ block: "start" });
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll(".tt-more-pages[open]")) {
    if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
  }
}

function onSubmit(event) {
  const form = ours(event, "form");
  if (!form) return;
  event.preventDefault();
  suggestions.close();
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
  follow(address.href);
}

function onKey(event) {
  if (event.key === "Escape") closeMenus({ target: document.body });
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.metaKey || event.ctrlKey || event.altKey) return;
  const box = document.querySelector(".tt-search input");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

// A new address, and then what the browser's own Back would say: Streamlit shows the page that belongs to it.
// (Its switch_page leaves an address in the history that never was: the old page with the new parameters.)
function follow(address) {
  if (address === location.href) return;
  const before = { title: document.title, path: location.pathname };
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
  arrive(before, Date.now() + 5000);
}

// Another page has come as soon as its script has said its name: then it is read out, and read from its top.
// In between the tab carries the name of the whole.
function arrive(before, deadline) {
  const coming = [before.title, "timetested"].includes(document.title);
  if (coming && Date.now() < deadline) return void setTimeout(arrive, 60, before, deadline);
  if (location.pathname !== before.path || document.title !== before.title) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  }
  suggestions.live.textContent = document.title;
}

export default function ({ data }) {
  if (data.leave) return follow(new URL(data.leave, document.baseURI).href);
  document.documentElement.lang = data.language;
  if (!window.timetestedDocument) {
    suggestions = window.timetestedDocument = new Suggestions(follow);
    window.timetestedAbsence = new Absence();
    // Streamlit lets Tab stop at the whole page first, where nothing is to be seen of it.
    document.querySelector('[data-testid="stMain"]')?.setAttribute("tabindex", "-1");
    document.addEventListener("click", onClick);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("keydown", onKey);
  }
  window.timetestedDocument.speak(data);
  window.timetestedAbsence.speak(data);
}
