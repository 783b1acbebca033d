// A line that only a screen reader hears: said when it changes, and not before that.

export default function ({ data, parentElement }) {
  let line = parentElement.querySelector("p");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    line.style.cssText = "position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)";
    parentElement.append(line);
  }
  if (line.textContent !== data.text) line.textContent = data.text;
}
