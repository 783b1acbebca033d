"""Asking networks that were trained here: /try lists which, /try?paper=gan asks one of them."""

import streamlit as st

from explorer import store, visit
from explorer.links import trial
from explorer.parts import demonstration, notices

visitor = visit.current()
wanted = trial.Trial.read(st.query_params)
known = store.demonstrations()
paper = store.resolve(wanted.paper, ("paper", "dataset", "system", "film")) or wanted.paper

notices.title(visitor, visitor.t("nav.try"))
if paper is None:
    demonstration.overview(visitor, known)
elif paper not in known:
    demonstration.nothing_to_ask(visitor, paper, known)
else:
    demonstration.page(visitor, known[paper], wanted)
