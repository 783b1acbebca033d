"""What the press told about a thing, what is right, and how that was found out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit

SHOWN = 3  # the rest is folded in, so that a page is not all press

#: What is wrong comes before what is missing, and what was confirmed comes last.
_ORDER = ("error", "misleading", "doubtful", "incomplete", "needs_date", "spelling", "confirmed")


def notes(visit: Visit, checks: Iterable[Mapping[str, Any]]) -> Markup:
    """Press checks in a row, the gravest first."""
    ordered = sorted(checks, key=lambda check: _ORDER.index(check["kind"]))
    rest = ordered[SHOWN:]
    if not rest:
        return join(_note(visit, check) for check in ordered)
    folded = element(
        "details",
        element("summary", visit.t("press.more", n=len(rest))),
        join(_note(visit, check) for check in rest),
        cls="tt-fold tt-more",
    )
    return join([*(_note(visit, check) for check in ordered[:SHOWN]), folded])


def _note(visit: Visit, check: Mapping[str, Any]) -> Markup:
    comma = visit.t("list.comma")
    told_in = join((evidence.source(visit, s) for s in check["told_in"]), comma)
    read_in = join((evidence.source(visit, s) for s in check["sources"]), comma)
    return element(
        "article",
        element(
            "p",
            element("span", visit.t(f"press.{check['kind']}"), cls=f"tt-mark tt-press-{check['kind']}"),
            cls="tt-verdict",
        ),
        element(
            "dl",
            _row(visit.t("press.told"), visit.text(check["told"]), told_in),
            _row(visit.t("press.right"), visit.text(check["right"]), None),
            _row(
                visit.t("press.how"),
                visit.text(check["how"]),
                join([read_in, evidence.checked(visit, check["checked"])], " "),
            ),
        ),
        cls="tt-press",
    )


def _row(name: str, text: str, small: object) -> Markup:
    note = element("p", small, cls="tt-from") if small else None
    return element("div", element("dt", name), element("dd", element("p", text), note))
