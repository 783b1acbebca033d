"""Something that happened: /event?id=…. When, where, who was there, what came of it, how we know."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import events, evidence, notices, press, works
from kb.cards import reference
from kb.record import earliest

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("event",))
if id_ is None:
    notices.unknown(visitor, "event", wanted, tuple(store.base().events)[:3])
    st.stop()

event, base = store.card(id_), store.base()
notices.title(visitor, visitor.text(event["title"]))
head = element(
    "header",
    element("p", join([visitor.t("kind.event"), event["date"], event["place"]], " · "), cls="tt-kicker"),
    element("h1", visitor.text(event["title"])),
    element("p", visitor.text(event["what"]), cls="tt-lede"),
    element("p", visitor.text(event["date_note"]), cls="tt-from") if event["date_note"] else None,
    cls="tt-head",
)


def work_line(work):
    """A work with its topic and its title."""
    paper = base.papers[work["id"]]
    title = element("p", works.dot(paper.topic), works.title_of(visitor, store.card(paper.id)), cls="tt-from")
    return works.line(visitor, work, title)


def around():
    """What else happened to the same people and works, in time order, with this event in its place."""
    here = {*(p["id"] for p in event["people"]), *(w["id"] for w in event["works"])}
    near = [e for e in base.events.values() if not here.isdisjoint((*e.people, *e.works))]
    near.sort(key=lambda e: earliest(e.date))  # of one month in the order of the file
    at = [e.id for e in near].index(id_) if here else 0
    return element("ol", join(map(_near, near[max(0, at - 4) : at + 5])), cls="tt-lines")


def _near(other):
    title = visitor.text(other.title)
    name = (
        element("b", title)
        if other.id == id_
        else element("a", title, href=visitor.href("event", id=other.id))
    )
    return element("li", element("span", other.date[:7], cls="tt-year"), element("div", name), cls="tt-line")


prizes = {a.id: a for work in event["works"] for a in base.awards_for(work["id"])}
told = [reference(base, story.id) for story in base.stories_with(id_)]
aside = element(
    "aside",
    works.section(
        visitor.t("event.works"), element("ul", join(map(work_line, event["works"])), cls="tt-lines")
    )
    if event["works"]
    else None,
    works.section(visitor.t("event.people"), works.lines(visitor, event["people"]))
    if event["people"]
    else None,
    works.section(
        visitor.t("event.awards"), events.award_lines(visitor, [store.card(award) for award in prizes])
    ),
    works.section(visitor.t("paper.stories"), works.lines(visitor, told)) if told else None,
    cls="tt-aside",
)
main = element(
    "div",
    works.section(visitor.t("award.evidence"), evidence.items(visitor, event["evidence"])),
    works.section(visitor.t("paper.press"), press.notes(visitor, event["press"]), count=len(event["press"])),
    works.section(visitor.t("event.around"), around()) if event["people"] or event["works"] else None,
    cls="tt-main",
)
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
