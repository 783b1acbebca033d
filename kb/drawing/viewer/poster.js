// The picture as a PNG, made here: heading above, twice the size, in the colours that the visitor sees.

const HEAD = 50;

function poster(source, theme) {
  const svg = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  const [left, top, wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
  svg.dataset.theme = theme;
  const size = { viewBox: `${left} ${top - HEAD} ${wide} ${high + HEAD}`, width: wide, height: high + HEAD };
  for (const [name, value] of Object.entries(size)) svg.setAttribute(name, value);
  const paper = svg.querySelector(".paper");
  paper.setAttribute("y", top - HEAD);
  paper.setAttribute("height", high + HEAD);
  paper.after(line(svg, "title", left + 20, top - 18, "title"), line(svg, "desc", left + 20, top + 1, "quiet"));
  return { text: new XMLSerializer().serializeToString(svg), wide, high: high + HEAD };
}

function line(svg, from, x, y, classes) {
  const made = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "text");
  for (const [name, value] of Object.entries({ x, y, class: classes })) made.setAttribute(name, value);
  made.textContent = svg.querySelector(from)?.textContent ?? "";
  return made;
}

async function png(source, theme, times = 2) {
  const { text, wide, high } = poster(source, theme);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(wide * times), height: Math.round(high * times) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  const url = URL.createObjectURL(blob);
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
