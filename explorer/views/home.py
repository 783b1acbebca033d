"""Home: /, and the answers to a search: /?q=attention."""

import datetime

import streamlit as st

from explorer import entrances, store, visit
from explorer.charts.chronicle import chronicle
from explorer.markup import Markup, element, join
from explorer.parts import hits, notices, works
from explorer.parts.frame import frame
from explorer.parts.picture import small_lineage
from explorer.parts.running import runs

visitor = visit.current()
query = st.query_params.get("q", "").strip()[:200]
base = store.base()
tested, claims = store.tested()
notices.title(visitor, query or visitor.t("home.tab"))

hero = element(
    "section",
    element("h1", visitor.t("home.title")),
    element("p", visitor.t("home.lede", tested=tested, claims=claims), cls="tt-lede") if not query else None,
    frame.search_box(visitor, query, cls="tt-large"),
    element("p", visitor.t("home.hint"), cls="tt-small") if not query else None,
    cls="tt-hero tt-asked" if query else "tt-hero",
)
st.html(element("div", hero, cls="tt tt-page"))

if query:
    st.html(element("div", hits.answers(visitor, query, store.search(query)), cls="tt tt-page"))
    st.stop()


def cards(heading, things):
    """A section of cards (title, text, address), or nothing."""
    links = join(
        element("a", element("h3", title[visitor.language]), element("p", text[visitor.language]), href=href,
                cls="tt-door")
        for title, text, href in things
    )  # fmt: skip
    body = element("div", links, cls="tt-doors") if links else None
    return element("div", works.section(visitor.t(heading), body), cls="tt tt-page")


doors = entrances.open_in(base, store.reproductions())
st.html(cards("home.entrances", ((d.title, d.text, visitor.href(d.page, d.params)) for d in doors)))
told = base.stories.values()
st.html(cards("home.stories", ((s.title, s.summary, visitor.href("story", id=s.id)) for s in told)))


def _full(work: str) -> Markup:
    """The way from the small picture to the whole one."""
    return element(
        "a",
        visitor.t("home.whole", name=visitor.label(store.card(work))),
        href=visitor.href("lineage", work=work),
    )


today = entrances.of_the_day(base, datetime.date.today())
if today:
    note = visitor.t("home.of_the_day")
    st.html(element("div", works.section(note, element("p", _full(today), cls="tt-small")), cls="tt tt-page"))
    small_lineage(visitor, today)

all_works = chronicle(visitor, base.papers.values(), frozenset(store.reproductions()))
st.html(
    element(
        "div", works.section(visitor.t("home.chronicle"), all_works, count=len(base.papers)), cls="tt tt-page"
    )
)

recent = store.runs()[:5]
listed = runs.table(visitor, recent) if recent else notices.empty(visitor.t("runs.none"))
st.html(element("div", works.section(visitor.t("home.runs"), listed), cls="tt tt-page"))
