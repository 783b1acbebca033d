"""Where facts were read: /source?id=…. What it is, what stands on it, and what of it is not right."""

import streamlit as st

from explorer import store, visit
from explorer.markup import element, join
from explorer.parts import events, evidence, notices, press, works
from explorer.parts.actions import button
from explorer.parts.telling.grounds import grounds
from kb.cards import link_card, reference

SHOWN = 12  # of a list; the rest is folded in

visitor = visit.current()
wanted = st.query_params.get("id")
id_ = store.resolve(wanted, ("source",))
if id_ is None:
    notices.unknown(visitor, "source", wanted, tuple(store.base().sources)[:3])
    st.stop()

source, base = store.card(id_), store.base()
standing = grounds(base, id_)
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


def section(key, lines, cls="tt-lines"):
    """A heading with its list, a long one folded after the first dozen; nothing for an empty list."""
    lines = list(lines)
    more = element(
        "details",
        element("summary", visitor.t("press.more", n=len(lines) - SHOWN)),
        element("ul", join(lines[SHOWN:]), cls=cls),
        cls="tt-fold",
    )
    shown = element("ul", join(lines[:SHOWN]), cls=cls) if lines else None
    return works.section(visitor.t(key), shown, more if lines[SHOWN:] else None, count=len(lines))


def line(id_):
    return works.line(visitor, reference(base, id_))


def claim(one):
    """What a paper claims, and which paper that is."""
    of = join([visitor.link(reference(base, one.paper)), str(one.where)], " · ")
    return element("li", visitor.text(one.statement), element("p", of, cls="tt-from"))


links = [link_card(base, base.links[link]) for link in source["links"]]
told = works.lines(visitor, source["events"]) if source["events"] else None
prized = events.award_lines(visitor, map(store.card, standing.awards))
aside = element(
    "aside",
    works.section(visitor.t("source.events"), told),
    works.section(visitor.t("source.awards"), prized),
    section("source.people", map(line, standing.people)),
    cls="tt-aside",
)
found = join(
    [
        works.section(
            visitor.t("paper.press"), press.notes(visitor, source["press"]), count=len(source["press"])
        ),
        section(
            "source.links", (element("li", evidence.sentence(visitor, link)) for link in links), "tt-plain"
        ),
        section("source.claims", map(claim, standing.claims), "tt-plain"),
        section("source.works", map(line, sorted(standing.works, key=lambda w: base.papers[w].date))),
    ]
)
nothing = None if found or standing or told else notices.empty(visitor.t("source.nothing"))
main = element("div", found, nothing, cls="tt-main")
st.html(element("article", head, element("div", main, aside, cls="tt-columns"), cls="tt tt-page"))
