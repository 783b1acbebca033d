"""What surrounds a work beyond its links: similar works, what would be missing without it, and ways on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explorer import store
from explorer.markup import Markup, element, join
from explorer.neighbours import Neighbour
from explorer.parts import works
from explorer.visit import Visit
from kb.cards import reference


def ways(visit: Visit, work: str, compared: Iterable[str]) -> Markup:
    """Where to go from a work: what it led to, works to hold it against, its place on the map."""
    others = [
        element(
            "a",
            visit.label(reference(store.base(), other)),
            href=visit.href("compare", works=f"{work},{other}"),
            aria_label=visit.t("paper.compare_one", name=visit.label(reference(store.base(), other))),
        )
        for other in compared
    ]
    led = element("a", visit.t("paper.how_led"), href=visit.href("path", {"from": work}))
    map_ = element("a", visit.t("paper.on_map"), href=visit.href("map", chosen=work))
    against = join([visit.t("paper.compare"), join(others, visit.t("list.comma"))], " ") if others else None
    return element("ul", join(element("li", way) for way in (led, map_, against) if way), cls="tt-ways-on")


def similar(visit: Visit, near: Sequence[Neighbour]) -> Markup:
    """The nearest works, each with the works that bring it near folded in."""
    return element("ul", join(_neighbour(visit, item) for item in near), cls="tt-lines") if near else Markup()


def _neighbour(visit: Visit, item: Neighbour) -> Markup:
    reasons = [
        ("paper.cited_together", "paper.cited_together_by", item.citing),
        ("paper.cite_same", "paper.cite_same_by", item.cited),
    ]
    found = [reason for reason in reasons if reason[2]]
    said = visit.t("list.comma").join(visit.t(key, n=len(shared)) for key, _, shared in found)
    names = join(_names(visit, visit.t(by), shared) for _, by, shared in found)
    fold = element("details", element("summary", said), names, cls="tt-fold tt-from")
    return works.line(visit, reference(store.base(), item.work), fold)


def _names(visit: Visit, by: str, shared: Iterable[str]) -> Markup:
    named = (visit.link(reference(store.base(), work)) for work in shared)
    return element("p", by, " ", join(named, visit.t("list.comma")))


def missing(visit: Visit, found: Sequence[Mapping[str, Any]], name: str) -> Markup:
    """How many works no idea would reach without this one, with their names folded in."""
    if not found:
        return Markup()
    said = visit.t("paper.missing_one" if len(found) == 1 else "paper.missing", n=len(found), name=name)
    named = join((visit.link(work) for work in found), visit.t("list.comma"))
    why = element("p", visit.t("paper.missing_means"), cls="tt-from")
    return element("details", element("summary", said), element("p", named), why, cls="tt-fold tt-missing")
