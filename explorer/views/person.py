"""A person: /person?id=ian-goodfellow. Works, awards, places, teachers and students, and what was told."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import events, evidence, notices, press, works

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("person",))
if id_ is None:
    notices.unknown(visitor, "person", wanted, ("ian-goodfellow", "dzmitry-bahdanau", "ilya-sutskever"))
    st.stop()

person = store.card(id_)
notices.title(visitor, visitor.label(person))

shown = visitor.label(person)
others = [
    name
    for name in (person["label"], person["native"], person["label_zh"], *person["variants"])
    if name and name != shown
]
head = element(
    "header",
    element("p", visitor.t("kind.person"), cls="tt-kicker"),
    element("h1", shown),
    element("p", " · ".join(dict.fromkeys(others)), cls="tt-title") if others else None,
    cls="tt-head",
)


def span(place):
    return "–".join(dict.fromkeys(date[:4] for date in (place["start"], place["end"]) if date))


places = join(
    element(
        "li",
        element("span", span(place), cls="tt-year"),
        element(
            "div",
            place["organisation"],
            element(
                "p", join([place["role"], evidence.checked(visitor, place["checked"])], " · "), cls="tt-from"
            ),
        ),
        cls="tt-line",
    )
    for place in person["affiliations"]
)
colleagues = join(
    element(
        "li",
        element("span", len(other["works"]), cls="tt-year", title=visitor.t("person.together")),
        element("div", visitor.link(other)),
        cls="tt-line",
    )
    for other in person["coauthors"]
)
outside = join(
    element("li", element("a", name, href=url, target="_blank", rel="noopener"))
    for name, url in person["links"].items()
)
aside = element(
    "aside",
    works.section(visitor.t("person.places"), element("ul", places, cls="tt-lines")) if places else None,
    works.section(visitor.t("person.advisors"), works.lines(visitor, person["advisors"]))
    if person["advisors"]
    else None,
    works.section(visitor.t("person.students"), works.lines(visitor, person["students"]))
    if person["students"]
    else None,
    works.section(visitor.t("person.coauthors"), element("ul", colleagues, cls="tt-lines"))
    if colleagues
    else None,
    works.section(visitor.t("person.links"), element("ul", outside, cls="tt-plain")) if outside else None,
    cls="tt-aside",
)
written = (
    works.lines(visitor, person["works"]) if person["works"] else notices.empty(visitor.t("person.no_works"))
)
main = element(
    "div",
    element("p", visitor.text(person["summary"]), cls="tt-lede") if person["summary"] else None,
    works.section(visitor.t("person.works"), written, count=len(person["works"])),
    works.section(visitor.t("person.awards"), events.award_lines(visitor, person["awards"])),
    works.section(visitor.t("person.events"), events.timeline(visitor, person["events"]))
    if person["events"]
    else None,
    works.section(
        visitor.t("paper.press"), press.notes(visitor, person["press"]), count=len(person["press"])
    ),
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
