"""Running papers: /reproduce lists what can be run, ?paper=gan offers it, ?run=ID shows a run."""

import streamlit as st

from explorer import store, visit
from explorer.parts import live, notices, recipe

visitor = visit.current()
run_id, paper = st.query_params.get("run"), st.query_params.get("paper")
known = store.reproductions()

if run_id:
    run = store.run(run_id)
    if run is None:
        notices.unknown_run(visitor, run_id)
    else:
        notices.title(visitor, f"{run.paper} {run.preset}")
        live.page(visitor, run)
elif paper:
    id_ = store.resolve(paper, ("paper", "dataset", "system", "film")) or paper
    if id_ in known:
        notices.title(visitor, visitor.t("reproduce.tab", name=known[id_].title))
        recipe.page(visitor, known[id_])
    else:
        recipe.not_runnable(visitor, id_, known)
else:
    notices.title(visitor, visitor.t("nav.reproduce"))
    recipe.overview(visitor, known)
