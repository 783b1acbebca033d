// Streamlit's place for a file speaks English only, and its role clashes with its name: both are put right here,
// again whenever it is drawn anew.
export default function ({ data }) {
  const place = document.querySelector(`.st-key-${data.place}`);
  if (!place) return;
  place.mending?.disconnect();
  const part = (name) => place.querySelector(`[data-testid="${name}"]`);
  const write = (node, text) => {
    const [first, ...others] = [...(node?.childNodes ?? [])].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    if (first && first.nodeValue !== text) first.nodeValue = text;
    for (const other of others) if (other.nodeValue) other.nodeValue = "";
  };
  const mend = () => {
    const zone = part("stFileUploaderDropzone");
    if (zone?.getAttribute("role") === "presentation") zone.setAttribute("role", "group");
    part("stFileUploaderDropzoneInput")?.setAttribute("aria-label", data.choose);
    write(zone?.querySelector("button p"), data.choose);
    write(part("stFileUploaderDropzoneInstructions")?.querySelector("span"), data.limit);
    part("stBaseButton-borderlessIcon")?.setAttribute("aria-label", data.other);
    part("stBaseButton-minimal")?.setAttribute("aria-label", data.remove);
  };
  mend();
  place.mending = new MutationObserver(mend);
  place.mending.observe(place, { childList: true, subtree: true });
}
