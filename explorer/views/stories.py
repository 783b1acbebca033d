"""All guided tours: /stories, each with its stops, its length and what of it can be run."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import notices
from explorer.parts.telling import tour
from explorer.parts.works import dot

visitor = visit.current()
base, runnable = store.base(), store.reproductions()
notices.title(visitor, visitor.t("nav.stories"))


def stop(story, number, entry):
    """A stop in the row below a tour, with the colour of its topic where it is a work."""
    paper = base.papers.get(entry["at"]["id"])
    sign = dot(paper.topic) if paper else element("i", cls="tt-sign tt-sign-event", aria_hidden="true")
    name = visitor.label(entry["at"])
    return element("li", element("a", sign, name, href=tour.address(visitor, story, number)))


def told(story):
    """A tour in brief: what it is about, how long it is, and where it stops."""
    row = element("ol", join(stop(story, n, s) for n, s in enumerate(story["stops"], 1)), cls="tt-stops")
    return element(
        "li",
        element("h2", visitor.link(story)),
        element("p", tour.length(visitor, story, runnable), cls="tt-kicker"),
        element("p", visitor.text(story["summary"]), cls="tt-lede"),
        row,
    )


stories = [store.card(id_) for id_ in base.stories]
head = element(
    "header",
    element("h1", visitor.t("nav.stories")),
    element("p", visitor.t("stories.lede", n=len(stories)), cls="tt-lede"),
    cls="tt-head",
)
listed = element("ol", join(map(told, stories)), cls="tt-stories")
st.html(
    element("div", head, listed if stories else notices.empty(visitor.t("stories.none")), cls="tt tt-page")
)
