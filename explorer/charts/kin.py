"""Advisors above, students below, as far as known: a small tree whose every line says how it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit


def tree(visit: Visit, person: Mapping[str, Any], relatives: Iterable[Mapping[str, Any]]) -> Markup:
    """The relatives of a person (kb.genealogy as data, sources resolved); nothing where none is known."""
    relatives = tuple(relatives)
    if not relatives:
        return Markup()
    return element(
        "div",
        _branch(visit, relatives, person["id"], -1),
        element("p", element("b", visit.label(person)), cls="tt-kin-self"),
        _branch(visit, relatives, person["id"], +1),
        cls="tt-kin",
    )


def _branch(visit: Visit, relatives: tuple[Mapping[str, Any], ...], near: str, steps: int) -> Markup | None:
    """Those one step further than ``near``; each with its own branch, on the side away from the centre."""
    here = [r for r in relatives if r["steps"] == steps and r["through"]["id"] == near]
    up = steps < 0
    items = []
    for relative in here:
        beyond = _branch(visit, relatives, relative["id"], steps + (-1 if up else 1))
        entry = element("div", visit.link(relative), _edge(visit, relative))
        items.append(element("li", *((beyond, entry) if up else (entry, beyond))))
    label = visit.t("kin.advisors" if up else "kin.students") if abs(steps) == 1 else None
    cls = "tt-kin-up" if up else "tt-kin-down"
    return element("ul", join(items), cls=cls, aria_label=label) if here else None


def _edge(visit: Visit, relative: Mapping[str, Any]) -> Markup:
    """What for, how checked, and where it was read; that no source is named is said, not left out."""
    source = relative["source"]
    read_in = evidence.source(visit, source) if source else visit.t("kin.no_source")
    note = element("span", relative["note"], lang="en") if relative["note"] else None
    told = join([note, read_in], " · ")
    return element("p", told, " ", evidence.checked(visit, relative["checked"]), cls="tt-from")
