"""The twin of the picture: the same works and links as tables, for readers of screens and of tables."""

from __future__ import annotations

from functools import lru_cache

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.parts.works import dot
from explorer.same import Same
from explorer.visit import Visit
from kb.cards import link_card, reference
from kb.lineage import Lineage


def works(visit: Visit, found: Lineage) -> Markup:
    """Every work of the picture: when, what, how far from the centre."""
    return _works(visit, Same(found))


@lru_cache(maxsize=128)
def _works(visit: Visit, kept: Same[Lineage]) -> Markup:
    found = kept.it
    base = store.base()
    heads = _heads(visit, ("year", "work", "topic", "steps"))
    rows = []
    for member in sorted(found.members, key=lambda m: (base.papers[m.id].date, m.id)):
        topic = base.papers[member.id].topic
        cells = (
            base.papers[member.id].date,
            visit.link(reference(base, member.id)),
            join([dot(topic), visit.topic(topic)]),
            visit.t("lineage.beside_short") if member.side else f"{member.steps:+d}" if member.steps else "0",
        )
        rows.append(element("tr", join(element("td", cell) for cell in cells)))
    return _fold(visit.t("lineage.table_works", n=len(rows)), heads, join(rows))


def links(visit: Visit, found: Lineage) -> Markup:
    """Every link of the picture with its reason and its evidence."""
    return _links(visit, Same(found))


@lru_cache(maxsize=128)
def _links(visit: Visit, kept: Same[Lineage]) -> Markup:
    found = kept.it
    base = store.base()
    rows = []
    for link in sorted(found.links, key=lambda k: (base.papers[k.subject].date, k.id)):
        card = link_card(base, link)
        cells = (
            evidence.sentence(visit, card),
            join([element("p", visit.text(card["why"])), evidence.items(visit, card["evidence"])]),
        )
        rows.append(element("tr", join(element("td", cell) for cell in cells)))
    return _fold(visit.t("lineage.table_links", n=len(rows)), _heads(visit, ("link", "why")), join(rows))


def _heads(visit: Visit, names: tuple[str, ...]) -> Markup:
    return element("tr", join(element("th", visit.t(f"lineage.col_{name}"), scope="col") for name in names))


def _fold(title: str, heads: Markup, rows: Markup) -> Markup:
    table = element("table", element("thead", heads), element("tbody", rows))
    return element(
        "details",
        element("summary", title),
        element("div", table, cls="tt-scroll", tabindex="0", role="region", aria_label=title),
        cls="tt-fold tt-table",
    )
