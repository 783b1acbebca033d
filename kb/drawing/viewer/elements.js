// Small things that the other files share. All files of this folder are joined into one script.

function element(tag, classes, text, into) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (text !== undefined && text !== null) made.textContent = text; // words come from outside: never as HTML
  if (into) into.append(made);
  return made;
}

function between(value, low, high) {
  return Math.min(Math.max(value, Math.min(low, high)), Math.max(low, high));
}

function neighbour(items, item, step) {
  return items[between(items.indexOf(item) + step, 0, items.length - 1)];
}

function relative(event, stage) {
  const box = stage.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
