"""A lineage: /lineage?work=gan&depth=2. Where a work comes from and what came of it, with all evidence."""

import streamlit as st

from explorer import store, visit
from explorer.links.lineage import LineageView
from explorer.markup import element
from explorer.parts import notices, picture
from explorer.parts.lineage import chosen, family, tables, takeaways

visitor = visit.current()
asked = LineageView.read(st.query_params)
base = store.base()
default = next((id_ for id_ in ("gan", *base.papers) if id_ in base.papers), None)
centre = store.resolve(asked.work, ("paper", "dataset", "system", "film")) if asked.work else default
if centre is None:
    notices.unknown(visitor, "paper", asked.work, ("gan", "rnnsearch", "transformer"))
    st.stop()

name = visitor.label(store.card(centre))
notices.title(visitor, visitor.t("lineage.tab", name=name))
st.html(element("div", element("h1", visitor.t("lineage.title", name=name)), cls="tt tt-page tt-slim"))
family.controls(visitor, asked, centre)

found = store.lineage(centre, asked.depth, asked.types, asked.years, asked.disputed, asked.limit)
family.nothing(visitor, asked, found)
chosen.picture_and_card(visitor, asked, found)
picture.mark(chosen.selection(found))
st.html(element("div", tables.works(visitor, found), tables.links(visitor, found), cls="tt tt-page"))
takeaways.fold(visitor, found)
