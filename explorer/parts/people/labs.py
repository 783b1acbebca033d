"""Who was at the same place, and whether at the same time: names in a row, every stay folded in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence, works
from explorer.visit import Visit

_ORDER = ("yes", "unknown", "no")


def labs(visit: Visit, person: Mapping[str, Any], mates: Iterable[Mapping[str, Any]]) -> Markup:
    """The people of each organisation where a person was (a card of kb; mates as store.labs gives them)."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for mate in mates:
        groups.setdefault(mate["organisation"], []).append(mate)
    return join(_lab(visit, name, group) for name, group in groups.items())


def _lab(visit: Visit, name: str, group: list[Mapping[str, Any]]) -> Markup:
    nearest: dict[str, Mapping[str, Any]] = {}
    for mate in sorted(group, key=lambda m: _ORDER.index(m["together"])):
        nearest.setdefault(mate["id"], mate)
    rows = []
    for together in _ORDER:
        some = [mate for mate in nearest.values() if mate["together"] == together]
        if some:
            names = element("dd", works.people(visit, some))
            rows.append(element("div", element("dt", visit.t(f"labs.together_{together}")), names))
    fold = element(
        "details",
        element("summary", visit.t("labs.stays", n=len(group))),
        element("div", _stays(visit, group), cls="tt-scroll", tabindex="0", role="region",
                aria_label=visit.t("labs.stays", n=len(group))),
        cls="tt-fold",
    )  # fmt: skip
    return element(
        "div", element("h3", name), element("dl", join(rows), cls="tt-together"), fold, cls="tt-lab"
    )


def _stays(visit: Visit, group: list[Mapping[str, Any]]) -> Markup:
    heads = join(
        element("th", visit.t(f"labs.col_{name}"), scope="col") for name in ("who", "role", "years", "source")
    )
    rows = join(
        element(
            "tr",
            element("td", visit.link(mate)),
            element("td", mate["role"] or ""),
            element("td", f"{mate['from'] or ''}–{mate['to'] or ''}", cls="tt-where")
            if mate["from"] or mate["to"]
            else element("td", visit.t("labs.no_years")),
            element(
                "td", evidence.source(visit, mate["source"]), " ", evidence.checked(visit, mate["checked"])
            ),
        )
        for mate in group
    )
    return element("table", element("thead", element("tr", heads)), element("tbody", rows))
