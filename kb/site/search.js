// Search without a server: the names of everything are a script beside this one, read when the box is first used.
"use strict";

const MOST = 30;

// As kb folds names: no case, accents, punctuation or double spaces.
function fold(text) {
  const flat = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return flat.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// How many letters must change, as long as that is at most `most`; a swap of neighbours is one change.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

function score(query, key) {
  if (key === query) return 0;
  if (key.startsWith(query)) return 1;
  if (` ${key}`.includes(` ${query}`)) return 2;
  if (query.length > 1 && key.includes(query)) return 3;
  return Infinity;
}

function alike(query, key) {
  const most = query.length < 4 ? 0 : query.length < 9 ? 1 : 2;
  const words = [key, ...key.split(" ")];
  return most && words.some((word) => distance(query, word, most) <= most) ? 4 : Infinity;
}

function search(index, text) {
  const query = fold(text);
  if (!query) return [];
  for (const measure of [score, alike]) {
    const found = index.map((row) => [Math.min(...row[5].map((key) => measure(query, key))), row]);
    const hits = found.filter(([points]) => points < Infinity);
    hits.sort(([a, x], [b, y]) => a - b || y[4] - x[4] || x[0].localeCompare(y[0]));
    if (hits.length) return hits.slice(0, MOST).map(([, row]) => row);
  }
  return [];
}

function line([label, kind, year, path], up) {
  const made = document.createElement("li");
  const link = document.createElement("a");
  link.textContent = label;
  link.href = up + path;
  const about = document.createElement("span");
  about.className = "small";
  about.textContent = `  ${[kind, year].filter(Boolean).join(" · ")}`;
  made.append(link, about);
  return made;
}

function show(box, place) {
  const found = search(window.KB_INDEX, box.value);
  const list = document.createElement("ol");
  list.append(...found.map((row) => line(row, box.dataset.up)));
  const none = document.createElement("p");
  none.textContent = place.dataset.none;
  place.replaceChildren(...(found.length ? [list] : box.value.trim() ? [none] : []));
}

function load(box, then) {
  if (window.KB_INDEX) return then();
  const script = document.createElement("script");
  script.src = box.dataset.index;
  script.addEventListener("load", then);
  document.head.append(script);
}

const box = document.querySelector("input[data-index]");
const place = document.getElementById("answers");
if (box && place) {
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  box.addEventListener("input", () => load(box, () => show(box, place)));
  load(box, () => show(box, place));
  box.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box?.focus();
});
