"""What the press told about a thing, what is right, and how that was found out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.links.press import KINDS
from explorer.markup import Markup, element, join
from explorer.parts import evidence
from explorer.visit import Visit

SHOWN = 3  # the rest is folded in, so that a page is not all press


def notes(visit: Visit, checks: Iterable[Mapping[str, Any]]) -> Markup:
    """Press checks in a row, the gravest first."""
    ordered = sorted(checks, key=lambda check: KINDS.index(check["kind"]))
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
        element("p", kind(visit, check["kind"]), cls="tt-verdict"),
        element(
            "dl",
            _row(visit.t("press.told"), visit.text(check["told"]), told_in),
            _row(visit.t("press.right"), visit.text(check["right"]), None),
            _row(
                visit.t("press.how"),
                visit.text(check["how"]),
                join(
                    [join([read_in, evidence.checked(visit, check["checked"])], " "), own_page(visit, check)],
                    " · ",
                ),
            ),
        ),
        cls="tt-press",
    )


def kind(visit: Visit, name: str) -> Markup:
    """What became of a statement, as a mark."""
    return element("span", visit.t(f"press.{name}"), cls=f"tt-mark tt-press-{name}")


def own_page(visit: Visit, check: Mapping[str, Any]) -> Markup:
    """The way to a statement alone: an address to pass on, and where to object."""
    told = visit.text(check["told"])
    return element(
        "a",
        visit.t("press.alone"),
        href=visit.href("press", id=check["id"]),
        aria_label=visit.t("press.alone_of", told=told),
    )


def _row(name: str, text: str, small: object) -> Markup:
    note = element("p", small, cls="tt-from") if small else None
    return element("div", element("dt", name), element("dd", element("p", text), note))
