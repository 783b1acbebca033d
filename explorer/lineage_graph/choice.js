// Tells a graph which work the page has chosen, without sending the picture again.
export default function ({ data }) {
  const graphs = (window.__lineage ??= {});
  graphs[`${data.name}:chosen`] = data.selected; // for a graph that comes later
  graphs[data.name]?.choose(data.selected);
}
