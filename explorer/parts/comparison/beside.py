"""The parts of the compare page: works in columns, how one led to the other, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.compare import MOST, CompareView
from explorer.markup import Markup, element, join
from explorer.parts import choosing, events, evidence, notices, works
from explorer.parts.actions import button
from explorer.parts.path import strip
from explorer.visit import Visit
from kb.cards import link_card, reference
from kb.company import Company
from kb.comparison import Comparison

NEAR = 8  # works offered beside a single one
PEOPLE = 6  # people named in a column
#: Works worth a comparison, and what they tell; a test compares them.
EXAMPLES = (
    (("ntm", "memory-networks", "rnnsearch"), "compare.example_memory"),
    (("bert", "gpt-3"), "compare.example_language"),
    (("moco", "simclr", "byol"), "compare.example_vision"),
)


def controls(visit: Visit, view: CompareView) -> None:
    """Which works: two or three. The address holds them."""
    st.session_state["compare-works"] = list(view.works)
    with st.container(key="compare-controls"):
        st.multiselect(
            visit.t("compare.works"),
            choosing.by_name(visit),
            format_func=lambda id_: choosing.name(visit, id_),
            max_selections=MOST,
            placeholder=visit.t("compare.choose"),
            key="compare-works",
            on_change=_write_address,
            args=(choosing.language(visit),),
        )


def _write_address(language: Mapping[str, str]) -> None:
    view = CompareView(tuple(st.session_state["compare-works"]))
    st.query_params.from_dict({**view.params(), **language})


def columns(visit: Visit, ids: Sequence[str]) -> Markup:
    """The works beside each other, the same thing of each at the same height."""
    cards = join(_column(visit, store.card(id_)) for id_ in ids)
    return element("div", cards, cls="tt-beside", style=f"--works: {len(ids)}")


def _column(visit: Visit, work: Mapping[str, Any]) -> Markup:
    title = works.title_of(visit, work)
    id_ = work["id"]
    actions = [button(visit.t("paper.to_lineage"), visit.href("lineage", work=id_))]
    if id_ in store.reproductions():
        actions.append(button(visit.t("paper.run"), visit.href("reproduce", paper=id_)))
    awards = events.award_lines(visit, work["awards"])
    return element(
        "article",
        works.kicker(visit, work),
        element("h2", visit.link(work)),
        element("p", title if title != visit.label(work) else "", cls="tt-title"),
        element("p", _people(visit, work), cls="tt-people"),
        element("p", join([work["date"], work["venue"]], " · "), cls="tt-small"),
        element("p", visit.text(work["summary"])),
        element("div", awards, cls="tt-small"),
        element("p", join(actions), cls="tt-actions"),
        cls="tt-beside-one",
    )


def _people(visit: Visit, work: Mapping[str, Any]) -> Markup:
    """Who made it; of many the first, and the way to the others."""
    people = work["people"]
    if len(people) <= PEOPLE + 1:
        return works.people(visit, people)
    rest = visit.t("compare.more_people", n=len(people) - PEOPLE)
    more = element("a", rest, href=visit.href_of(work))
    return join([works.people(visit, people[:PEOPLE]), more], visit.t("list.comma"))


def led(visit: Visit, found: Company) -> Markup:
    """For every pair the shortest way from the earlier to the later; then the pairs that have none."""
    ways = [_way_between(visit, pair) for pair in found.pairs if pair.paths.paths]
    none = [_no_way(visit, pair) for pair in found.pairs if not pair.paths.paths]
    lines = element("ul", join(none), cls="tt-plain") if none else None
    return works.section(visit.t("compare.led"), join(ways), lines)


def _way_between(visit: Visit, pair: Comparison) -> Markup:
    answer = pair.paths
    names = {"start": choosing.name(visit, answer.start), "end": choosing.name(visit, answer.end)}
    (figure,) = strip.strips(visit, answer.paths[:1])
    n = len(answer.paths)
    return element(
        "div",
        element("h3", visit.t("compare.way", **names)),
        figure,
        element(
            "p",
            element(
                "a",
                visit.t("compare.ways", n=n) if n > 1 else visit.t("compare.path"),
                href=visit.href("path", {"from": answer.start, "to": answer.end}),
            ),
            cls="tt-small",
        ),
        cls="tt-path-way",
    )


def _no_way(visit: Visit, pair: Comparison) -> Markup:
    names = {"start": choosing.name(visit, pair.a), "end": choosing.name(visit, pair.b)}
    whence = element(
        "a",
        visit.t("compare.whence"),
        href=visit.href("path", {"from": pair.a, "to": pair.b}),
        aria_label=visit.t("compare.whence_of", **names),
    )
    said = visit.t("compare.no_way", **names)
    return element("li", join([said, whence if pair.paths.common_ancestors else None], " "))


def disagreements(visit: Visit, found: Company) -> Markup:
    """Contrasts, disputed and refuted links, and independence at the same time, each with its evidence."""
    base = store.base()
    links = {
        link.id: link
        for pair in found.pairs
        for link in pair.links
        if link in pair.disagreements or link.type == "independent_concurrent"
    }
    cards = [link_card(base, link) for link in links.values()]
    lines = join(evidence.reason(visit, card, evidence.sentence(visit, card)) for card in cards)
    body = lines or notices.empty(visit.t("compare.no_disagreement"))
    return works.section(visit.t("compare.disagree"), body, count=len(cards) or None)


def alone(visit: Visit, found: Company) -> Markup:
    """What only each of them builds on, and what only each cites."""
    base = store.base()
    columns = []
    for id_, one in zip(found.works, found.alone, strict=True):
        built = works.lines(visit, (reference(base, w) for w in one.came_from))
        cited = works.lines(visit, (reference(base, w) for w in one.cites))
        parts = [
            element("h3", choosing.name(visit, id_)),
            element("h4", visit.t("compare.only_built")),
            built if one.came_from else notices.empty(visit.t("compare.nothing")),
            element("h4", visit.t("compare.only_cited")),
            cited if one.cites else notices.empty(visit.t("compare.nothing")),
        ]
        columns.append(element("div", join(parts)))
    grid = element("div", join(columns), cls="tt-beside tt-beside-only", style=f"--works: {len(columns)}")
    note = element("p", visit.t("compare.only_note"), cls="tt-small")
    return works.section(visit.t("compare.alone"), note, grid)


def examples(visit: Visit) -> Markup:
    """Doors to comparisons worth a look."""
    known = store.base().papers
    doors = join(
        element(
            "a",
            element("h3", visit.t("path.and").join(choosing.name(visit, id_) for id_ in ids)),
            element("p", visit.t(text)),
            href=visit.href("compare", works=",".join(ids)),
            cls="tt-door",
        )
        for ids, text in EXAMPLES
        if all(id_ in known for id_ in ids)
    )
    return works.section(visit.t("path.examples"), element("div", doors, cls="tt-doors") if doors else None)


def company_for(visit: Visit, view: CompareView, work: str) -> Markup:
    """What a single work may be compared with: its nearest relatives and what stands beside it."""
    near = [m.id for m in store.lineage(work, 1).members if m.id != work][:NEAR]

    def href(other: str) -> str:
        return visit.href("compare", CompareView((*view.works, other)).params())

    body = choosing.works(visit, near, href) if near else notices.empty(visit.t("paper.no_links"))
    return works.section(visit.t("compare.with", name=choosing.name(visit, work)), body)
