"""Things that happened, in time order, and awards in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit


def timeline(visit: Visit, events: Iterable[Mapping[str, Any]]) -> Markup:
    """Events with their date, what happened, and the evidence folded in."""
    return element("ol", join(_event(visit, event) for event in events), cls="tt-timeline")


def _event(visit: Visit, event: Mapping[str, Any]) -> Markup:
    note = element("span", visit.text(event["date_note"]), cls="tt-from") if event.get("date_note") else None
    name = element("a", visit.text(event["title"]), href=visit.href("event", id=event["id"]))
    fold = element(
        "details",
        element("summary", visit.t("evidence.heading", n=len(event["evidence"]))),
        evidence.items(visit, event["evidence"]),
        cls="tt-fold",
    )
    return element(
        "li",
        element("time", event["date"]),
        element("div", element("h3", name), note, element("p", visit.text(event["what"])), fold),
    )


def award_lines(visit: Visit, awards: Iterable[Mapping[str, Any]]) -> Markup:
    """Awards with their year, each leading to its page."""
    rows = [
        element(
            "li",
            element("span", award["date"][:4], cls="tt-year"),
            element("a", visit.label(award), href=visit.href("award", id=award["id"])),
            cls="tt-line",
        )
        for award in awards
    ]
    return element("ul", join(rows), cls="tt-lines") if rows else Markup()
