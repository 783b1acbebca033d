export default ({ data: { name, selected } }) => {
  const all = (window.__lineage ??= {});
  all[`${name}:chosen`] = selected;
  all[name]?.choose(selected);
};
