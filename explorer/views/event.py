"""Something that happened: /event?id=…. When, where, who was there, what came of it, how we know."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import evidence, notices, press, works

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("event",))
if id_ is None:
    notices.unknown(visitor, "event", wanted, tuple(store.base().events)[:3])
    st.stop()

event = store.card(id_)
notices.title(visitor, visitor.text(event["title"]))
head = element(
    "header",
    element("p", join([visitor.t("kind.event"), event["date"], event["place"]], " · "), cls="tt-kicker"),
    element("h1", visitor.text(event["title"])),
    element("p", visitor.text(event["what"]), cls="tt-lede"),
    element("p", visitor.text(event["date_note"]), cls="tt-from") if event["date_note"] else None,
    cls="tt-head",
)
aside = element(
    "aside",
    works.section(visitor.t("event.works"), works.lines(visitor, event["works"])) if event["works"] else None,
    works.section(visitor.t("event.people"), element("p", works.people(visitor, event["people"])))
    if event["people"]
    else None,
    cls="tt-aside",
)
main = element(
    "div",
    works.section(visitor.t("award.evidence"), evidence.items(visitor, event["evidence"])),
    works.section(visitor.t("paper.press"), press.notes(visitor, event["press"]), count=len(event["press"])),
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
