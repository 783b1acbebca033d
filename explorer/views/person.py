"""A person: /person?id=ian-goodfellow. Works, awards, places, teachers and students, and what was told."""

import streamlit as st

from explorer import store, visit
from explorer.charts import kin, life
from explorer.markup import element
from explorer.parts import events, notices, press, works
from explorer.parts.people import labs, portrait
from explorer.parts.twin import twin

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("person",))
if id_ is None:
    notices.unknown(visitor, "person", wanted, ("ian-goodfellow", "dzmitry-bahdanau", "ilya-sutskever"))
    st.stop()

person, papers = store.card(id_), store.base().papers
notices.title(visitor, visitor.label(person))
others = portrait.names(visitor, person)
head = element(
    "header",
    element("p", visitor.t("kind.person"), cls="tt-kicker"),
    element("h1", visitor.label(person)),
    element("p", " · ".join(others), cls="tt-title") if others else None,
    cls="tt-head",
)
aside = element(
    "aside",
    works.section(visitor.t("person.places"), portrait.stays(visitor, person)),
    works.section(visitor.t("paper.stories"), works.lines(visitor, person["stories"]))
    if person["stories"]
    else None,
    works.section(
        visitor.t("person.coauthors"),
        portrait.colleagues(visitor, person, papers),
        count=len(person["coauthors"]),
    ),
    works.section(visitor.t("person.links"), portrait.elsewhere(person["links"].items())),
    cls="tt-aside",
)
found = life.moments(visitor, person, papers)
drawn = life.drawing(visitor, found)
table = twin(visitor.t("person.life_table"), life.table(visitor, found)) if drawn else None
main = element(
    "div",
    element("p", visitor.text(person["summary"]), cls="tt-lede") if person["summary"] else None,
    works.section(
        visitor.t("person.works"),
        portrait.written(visitor, person, papers)
        if person["works"]
        else notices.empty(visitor.t("person.no_works")),
        count=len(person["works"]),
    ),
    works.section(visitor.t("person.awards"), events.award_lines(visitor, person["awards"])),
    works.section(visitor.t("person.life"), drawn, table),
    works.section(visitor.t("person.kin"), kin.tree(visitor, person, store.kin(id_))),
    works.section(visitor.t("person.labs"), labs.labs(visitor, person, store.labs(id_))),
    works.section(visitor.t("person.events"), events.timeline(visitor, person["events"]))
    if person["events"]
    else None,
    works.section(
        visitor.t("paper.press"), press.notes(visitor, person["press"]), count=len(person["press"])
    ),
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
