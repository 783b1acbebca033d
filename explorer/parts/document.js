// Lives once in the document: sets its language, and follows links and searches of our own HTML (everything
// inside .tt) without loading the page anew. Without this script they are ordinary links.

let jumped = false;

function ours(event, selector) {
  const target = event.composedPath().find((node) => node.matches?.(selector));
  return target && target.closest(".tt") ? target : null;
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = ours(event, "a[href]");
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  follow(link.href);
}

function onSubmit(event) {
  const form = ours(event, "form");
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
  follow(address.href);
}

function onKey(event) {
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
  jumped = true;
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

export default function ({ data }) {
  if (data.leave) return follow(new URL(data.leave, location.href).href);
  document.documentElement.lang = data.language;
  if (jumped) {
    jumped = false;
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  }
  if (window.timetestedDocument) return;
  window.timetestedDocument = true;
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKey);
}
