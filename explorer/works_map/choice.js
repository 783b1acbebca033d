// Tells the map which work the page has chosen and what is searched for, without sending the picture again.
export default function ({ data }) {
  const maps = (window.__map ??= {});
  maps[`${data.name}:chosen`] = data; // for a map that comes later
  maps[data.name]?.choose(data);
}
