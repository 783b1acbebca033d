"""Claims that were tested, each on a line of its own: what the paper says in gold, and what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from explorer import store
from explorer.charts.aims import Aim, beside
from explorer.entries import Entry
from explorer.markup import Markup, element, join
from explorer.parts import claims
from explorer.visit import Visit
from kb.claim_terms import value_in


def lines(visit: Visit, entries: Iterable[Entry], names: Mapping[str, str], address: str) -> Markup:
    """A line a claim with a measured number; nothing without any.

    ``names`` are those of works by id, ``address`` is that of the table in which the claims stand.
    """
    rows = [
        _line_of(visit, entry, entry.standing.measured, names[entry.claim.paper], address)
        for entry in entries
        if entry.standing.measured and entry.standing.measured.get("mean") is not None
    ]
    return element("div", element("ul", join(rows), cls="tt-tested"), _legend(visit)) if rows else Markup()


def _line_of(visit: Visit, entry: Entry, measured: Mapping[str, Any], work: str, address: str) -> Markup:
    claim, standing = entry.claim, entry.standing
    aim = beside(claim, measured, standing.criterion)
    theirs, ours = value_in(visit.language, claim.model_dump()), claims.measured(visit, measured)
    told = visit.t("ledger.line", id=claim.id, claimed=theirs, measured=ours)
    about = claims.about(visit, standing)
    name = join(
        [element("a", claim.id, href=f"{address}#{claim.id}"), element("span", work, cls="tt-kind")], " "
    )
    number = element("b", theirs, cls="tt-gold") if aim else _unlike(visit, entry)
    return element(
        "li",
        element("div", name, element("p", number), element("p", about, cls="tt-from"), cls="tt-tested-name"),
        _track(measured, aim, standing.verdict, told),
        element(
            "div",
            claims.badge(visit, {"verdict": standing.verdict}),
            element("p", ours, cls="tt-tested-ours"),
            element("p", store.because(standing, visit.language), cls="tt-from")
            if _surprising(aim, measured, standing.verdict)
            else None,
            cls="tt-tested-said",
        ),
    )


def _surprising(aim: Aim | None, measured: Mapping[str, Any], verdict: str) -> bool:
    """Whether what the eye sees and what the criterion says differ, so that the line needs its reason."""
    if aim is None:
        return False
    low, high = aim.ends
    return (verdict == "reproduced") != (low <= measured["mean"] <= high)


def _unlike(visit: Visit, entry: Entry) -> Markup:
    """Why there is no gold mark on this line."""
    key = "another" if isinstance(entry.claim.value, float) else "no_number"
    return element("span", visit.t(f"ledger.{key}"), cls="tt-muted")


#: What cannot be more than the whole.
_WHOLE = {"percent": 100.0, "%": 100.0, "share": 1.0, "probability": 1.0}


def scale(numbers: Iterable[float], unit: str | None = None) -> tuple[float, float]:
    """Where a line begins and ends: at nought, and at a round number beyond all that is drawn on it.

    >>> scale([225.0, 92.9]), scale([0.5, 0.138]), scale([-3.8]), scale([99.95, 99.9], "%")
    ((0.0, 250.0), (0.0, 0.6), (-4.0, 0.0), (0.0, 100.0))
    """
    low, high = min(0.0, *(found := list(numbers))), max(0.0, *found)
    whole = _WHOLE.get(unit or "", math.inf)
    end = _beyond(high)
    return (-_beyond(-low) if low < 0 else 0.0), (whole if high <= whole < end else end)


def _beyond(size: float) -> float:
    """The next round number, a little away; nought stays nought."""
    if size <= 0:
        return 0.0
    unit = 10.0 ** math.floor(math.log10(size))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12)
    return next(float(f"{unit * step:.6g}") for step in steps if unit * step >= size * 1.02)


def _track(measured: Mapping[str, Any], aim: Aim | None, verdict: str, told: str) -> Markup:
    """The line itself: gold band and mark, our interval, seeds and mean."""
    ours = measured.get("interval") or [measured["mean"]] * 2
    seeds = [value for value in measured.get("per_seed") or () if value is not None]
    low, high = scale([*ours, measured["mean"], *(aim.ends if aim else ())], measured.get("unit"))

    def at(value: float) -> float:
        return 100 * (min(max(value, low), high) - low) / (high - low or 1.0)

    def span(kind: str, begin: float, end: float) -> Markup:
        return element("i", cls=kind, style=f"left:{at(begin):.2f}%;width:{at(end) - at(begin):.2f}%")

    def mark(kind: str, value: float) -> Markup:
        return element("i", cls=kind, style=f"left:{at(value):.2f}%")

    gold = []
    if aim:
        reaches = (("tt-tolerance", aim.tolerance), ("tt-spread", aim.spread))
        gold = [span(kind, aim.value - reach, aim.value + reach) for kind, reach in reaches if reach]
        gold.append(mark("tt-aim", aim.value))
    line = [
        span("tt-interval", *ours),
        *(mark("tt-seed", value) for value in seeds if len(seeds) > 1),
        mark(f"tt-mean tt-shape-{claims.VERDICT_KEYS[verdict]}", measured["mean"]),
    ]
    ends = element("span", f"{low:g}"), element("span", f"{high:g}")
    return element(
        "div",
        element("div", join([*gold, *line]), cls="tt-track"),
        element("div", *ends, cls="tt-ends", aria_hidden="true"),
        cls="tt-tested-line",
        role="img",
        aria_label=told,
    )


def _legend(visit: Visit) -> Markup:
    """What the marks mean, in words."""
    keys = ("aim", "spread", "tolerance", "interval", "seed")
    marks = [
        element("span", element("i", cls=f"tt-key tt-{key}"), visit.t(f"ledger.key_{key}")) for key in keys
    ]
    shapes = [
        element(
            "span",
            element("i", cls=f"tt-key tt-mean tt-shape-{key}"),
            visit.t("ledger.key_mean", verdict=visit.t(f"verdict.{key}")),
        )
        for key in ("reproduced", "direction", "not_reproduced")
    ]
    return element("p", join([*marks, *shapes]), cls="tt-legend tt-tested-legend")
