"""Works side by side: /compare?works=bert,gpt-3. What they share, what led to what, and where they differ."""

import streamlit as st

from explorer import store, visit
from explorer.links.compare import CompareView
from explorer.markup import element, join
from explorer.parts import choosing, notices, picture
from explorer.parts.comparison import beside, common_ground, measures
from explorer.parts.frame import frame
from explorer.parts.lineage import tables
from explorer.parts.path import strip
from kb.company import as_lineage

visitor = visit.current()
asked = CompareView.read(st.query_params)
resolved = {wanted: store.resolve(wanted, choosing.WORKS) for wanted in asked.works}
view = CompareView(tuple(dict.fromkeys(id_ for id_ in resolved.values() if id_)))
names = [choosing.name(visitor, id_) for id_ in view.works]

several = len(view.works) > 1
title = visitor.t("compare.title", names=visitor.t("path.and").join(names)) if several else None
notices.title(visitor, title or visitor.t("nav.compare"))
st.html(element("div", element("h1", title or visitor.t("compare.title_open")), cls="tt tt-page"))
st.html(strip.sheet())
beside.controls(visitor, view)


def page(*parts: object) -> None:
    """Parts of the page, one below the other."""
    st.html(element("div", join(parts), cls="tt tt-page"))


def with_another(work: str) -> str:
    return visitor.href("compare", CompareView(tuple(dict.fromkeys((*view.works, work)))).params())


for wanted in (name for name, id_ in resolved.items() if id_ is None):
    page(choosing.unknown(visitor, wanted, with_another))
if not several:
    page(
        element("p", visitor.t("compare.lede"), cls="tt-lede"),
        join(beside.company_for(visitor, view, id_) for id_ in view.works),
        beside.examples(visitor),
    )
    st.stop()

found = store.company(view.works)
page(beside.columns(visitor, view.works))
page(beside.led(visitor, found))

family = as_lineage(store.base(), found)
if len(family.links) > 1:
    page(element("h2", visitor.t("compare.picture")))
    with st.container(key="compare-picture"):
        opened = picture.show(visitor, family, f"compare-{'-'.join(view.works)}", picture.SMALL)
    if opened:
        frame.leave(visitor.href("paper", id=opened))
    page(tables.links(visitor, family))

page(
    common_ground.shared(visitor, found),
    beside.disagreements(visitor, found),
    measures.section(visitor, found),
    beside.alone(visitor, found),
)
