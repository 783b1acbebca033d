// The viewer as a component of Streamlit: a click sends the id of a work, nothing else comes back.

const pictures = new WeakMap(); // by parentElement: outlives reruns, which call the function below again

export default function ({ data, parentElement, setTriggerValue }) {
  let picture = pictures.get(parentElement);
  if (!picture) {
    picture = new Picture(parentElement, data.name, {});
    pictures.set(parentElement, picture);
    const known = (window.__lineage ??= {}); // for the page's own choice of a work, its PNG, and tests
    known[data.name] = picture;
    picture.chosen = known[`${data.name}:chosen`]; // choice.js, which says it apart from the picture, came first
  }
  picture.host.opened = ({ dataset }) => {
    setTriggerValue("open", dataset.id);
    if (data.centring) keepInOtherLanguages(dataset.id);
  };
  picture.host.centred = data.centring ? ({ dataset }) => setTriggerValue("centre", dataset.id) : undefined;
  picture.show(data);
  picture.stage.getRootNode().host?.setAttribute("data-drawn", ""); // what comes after it has its place now
  const unfold = ({ target }) => target.matches?.("details[data-link]") && prove(target, picture);
  if (data.centring) document.addEventListener("toggle", unfold, true);
  return () => {
    document.removeEventListener("toggle", unfold, true);
    picture.close();
    pictures.delete(parentElement);
    if (window.__lineage?.[data.name] === picture) delete window.__lineage[data.name];
  };
}

// A click runs a part of the page only; the language switch above it was written before and must keep the choice.
function keepInOtherLanguages(id) {
  for (const link of document.querySelectorAll(".tt-languages a")) {
    const address = new URL(link.href);
    address.searchParams.set("selected", id);
    link.href = address.href;
  }
}

// The page names a link of the picture; its evidence is here already and need not be sent again.
function prove(fold, picture) {
  const link = picture.links.find(({ dataset }) => dataset.id === fold.dataset.link);
  if (!link || fold.querySelector("ul")) return;
  const list = element("ul", "tt-evidence", null, fold);
  for (const item of JSON.parse(link.dataset.evidence)) {
    const made = element("li", "", null, list);
    const says = element("p", "", null, made);
    if (!item.supports) element("span", "tt-mark tt-against", picture.labels.against, says);
    says.append(item.supports ? item.says : ` ${item.says}`);
    const from = element("p", "tt-from", null, made);
    const source = element(item.url ? "a" : "span", "", item.source, from);
    if (item.url) outward(source, item.url);
    from.append(`, ${item.where} `);
    element("span", `tt-mark tt-${item.checked}`, item.checked_label, from);
    from.append(" ");
    element("time", "", item.date, from);
  }
}
