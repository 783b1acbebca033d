"""Running papers: /reproduce lists what can be run, ?paper=gan offers it, ?run=ID shows a run, and &with=ID
compares it with another."""

import streamlit as st

from explorer import store, visit
from explorer.links.reproduce import ReproduceView
from explorer.parts import notices
from explorer.parts.running import live, recipe, recorded, versus

visitor = visit.current()
view = ReproduceView.read(st.query_params)
known = store.reproductions()


def record_of(name):
    """The run of this name as a record; where there is none to be read, the page says so and ends."""
    try:
        found = store.record(name)
    except store.Refused as error:
        notices.refusal(error.message)
        st.stop()
    if found is None:
        notices.unknown_run(visitor, name)
        st.stop()
    return found


if view.run and view.other:
    notices.title(visitor, visitor.t("versus.kicker"))
    versus.page(visitor, record_of(view.run), record_of(view.other))
elif view.run:
    run = store.run(view.run)
    shown = run or record_of(view.run)
    if run:
        notices.title(visitor, f"{run.paper} {run.preset}")
        live.page(visitor, run)
    else:
        notices.title(visitor, view.run)
        recorded.page(visitor, shown)
elif view.paper:
    id_ = store.resolve(view.paper, ("paper", "dataset", "system", "film")) or view.paper
    if id_ in known:
        notices.title(visitor, visitor.t("reproduce.tab", name=known[id_].title))
        recipe.page(visitor, known[id_])
    else:
        recipe.not_runnable(visitor, id_, known)
else:
    notices.title(visitor, visitor.t("nav.reproduce"))
    recipe.overview(visitor, known)
