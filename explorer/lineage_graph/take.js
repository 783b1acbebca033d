// A button for what only the browser can do: save the picture as a PNG, copy the address of this view.

const taken = new WeakMap(); // by parentElement

const ACTS = {
  png: ({ name, file }) => window.__lineage[name].savePng(file),
  copy: () => navigator.clipboard.writeText(location.href),
};

export default function ({ data, parentElement }) {
  let one = taken.get(parentElement);
  if (!one) taken.set(parentElement, (one = build(parentElement)));
  one.data = data;
  one.button.textContent = data.labels.act;
  return () => {
    one.box.remove();
    taken.delete(parentElement);
  };
}

function build(parent) {
  const one = { box: document.createElement("div"), button: document.createElement("button") };
  one.box.className = "take";
  one.button.type = "button";
  one.said = document.createElement("output"); // read aloud when it changes
  one.box.append(one.button, one.said);
  one.button.addEventListener("click", () => attempt(one));
  parent.append(one.box);
  return one;
}

async function attempt({ data, said }) {
  said.textContent = "";
  try {
    await ACTS[data.act](data);
    said.textContent = data.labels.done ?? "";
  } catch {
    said.textContent = data.labels.failed; // such as a browser that lets no page write to its clipboard
  }
}
