"""Where facts were read: /source?id=…. What it is, what stands on it, and what of it is not right."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import evidence, notices, press, works
from explorer.parts.actions import button
from kb.cards import link_card

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("source",))
if id_ is None:
    notices.unknown(visitor, "source", wanted, tuple(store.base().sources)[:3])
    st.stop()

source = store.card(id_)
base = store.base()
notices.title(visitor, visitor.label(source))
about = [
    visitor.t(f"source_kind.{source['source_kind']}"),
    source["author"],
    source["publisher"],
    source["date"],
]
outside = source["url"]
head = element(
    "header",
    element("p", join(about, " · "), cls="tt-kicker"),
    element("h1", visitor.label(source)),
    element("p", visitor.text(source["note"]), cls="tt-lede") if source["note"] else None,
    element("p", button(visitor.t("source.open"), outside), cls="tt-actions") if outside else None,
    cls="tt-head",
)
links = [link_card(base, base.links[link]) for link in source["links"]]
stands_on = join(element("li", evidence.sentence(visitor, link)) for link in links)
aside = element(
    "aside",
    works.section(visitor.t("source.events"), works.lines(visitor, source["events"]))
    if source["events"]
    else None,
    cls="tt-aside",
)
main = element(
    "div",
    works.section(
        visitor.t("paper.press"), press.notes(visitor, source["press"]), count=len(source["press"])
    ),
    works.section(visitor.t("source.links"), element("ul", stands_on, cls="tt-plain"), count=len(links))
    if links
    else None,
    notices.empty(visitor.t("source.nothing"))
    if not (links or source["press"] or source["events"])
    else None,
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
