"""Side by side: the exact place of each step and each level run, so that links neither overlap nor entwine.

Each finds its place among those that have one already: the longest first, near the middle of its street,
where it lies on none and crosses few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

CROSSING = 16.0  # prices in px, as in streets
TOUCH = 4.0  # links nearer than this run on each other
OVERLAP, OVERLAP_START = 0.5, 24.0  # price per px on each other, and of beginning so
AWAY = 0.25  # price per px from the middle
WIDE = 13  # places to either side that a step may move
BUCKET = 80.0


@dataclass(frozen=True)
class Rise:
    """An upright piece of a link: where it comes from on its left and goes to on its right."""

    key: Hashable
    x: float
    low: float  # how far it may be moved
    high: float
    left: float  # the height of the level on its left side
    right: float
    since: float  # how far its level runs reach to the left and right
    until: float

    @property
    def size(self) -> float:
        return abs(self.left - self.right)


@dataclass(frozen=True)
class Run:
    """A level piece of a link, and whether it comes from and goes above (-1), below (1) or neither (0)."""

    key: Hashable
    level: int
    start: float
    end: float
    before: int
    after: int
    fixed: float | None = None  # its height where that is settled by the card


def places_of_rises(rises: Iterable[Rise], every: float) -> dict[Hashable, float]:
    """The x of each rise."""
    found: dict[Hashable, float] = {}
    laid: dict[int, list[tuple[float, Rise]]] = defaultdict(list)
    for rise in sorted(rises, key=lambda r: (-r.size, r.x, r.left, str(r.key))):
        bucket = int(rise.x // BUCKET)
        near = [other for i in (-1, 0, 1) for other in laid[bucket + i] if _meet(rise, other[1])]
        low, high = min(rise.low, rise.x), max(rise.high, rise.x)
        shifts = sorted(range(-WIDE, WIDE + 1), key=abs)
        choice = [x for i in shifts if low <= (x := rise.x + i * every) <= high]
        best = _best(choice, rise, near)
        found[rise.key] = best
        laid[bucket].append((best, rise))
    return found


def _best(choice: Sequence[float], rise: Rise, near: Sequence[tuple[float, Rise]]) -> float:
    best, least = rise.x, float("inf")
    for x in choice:
        price = AWAY * abs(x - rise.x)
        for at, other in near:
            if price >= least:
                break
            price += _price_of_rise(x, rise, at, other)
        if price < least:
            best, least = x, price
    return best


def _meet(a: Rise, b: Rise) -> bool:
    low, high = (
        max(min(a.left, a.right), min(b.left, b.right)),
        min(max(a.left, a.right), max(b.left, b.right)),
    )
    return high > low - 1


def _price_of_rise(x: float, rise: Rise, at: float, other: Rise) -> float:
    if abs(x - at) < TOUCH:
        top = max(min(rise.left, rise.right), min(other.left, other.right))
        bottom = min(max(rise.left, rise.right), max(other.left, other.right))
        return OVERLAP_START + OVERLAP * (bottom - top) if bottom - top > 1 else 0.0
    first, second = (rise, other) if x < at else (other, rise)
    one, two = (x, at) if x < at else (at, x)
    crossed = first.until > two and _within(first.right, second)
    crossed_too = second.since < one and _within(second.left, first)
    return CROSSING * (crossed + crossed_too)


def _within(y: float, rise: Rise) -> bool:
    return min(rise.left, rise.right) < y < max(rise.left, rise.right)


def heights_of_runs(
    runs: Iterable[Run], tracks: Sequence[tuple[float, tuple[float, ...]]]
) -> dict[Hashable, float]:
    """The y of each run, given for each level its middle and its tracks."""
    found: dict[Hashable, float] = {}
    laid: dict[int, list[tuple[float, Run]]] = defaultdict(list)
    order = sorted(runs, key=lambda r: (r.fixed is None, r.start - r.end, r.level, r.start, str(r.key)))
    for run in order:
        middle, shifts = tracks[run.level]
        if run.fixed is None:
            near = [o for o in laid[run.level] if min(run.end, o[1].end) > max(run.start, o[1].start) - 8]
            y = min(
                (middle + shift for shift in shifts),
                key=lambda y: AWAY * abs(y - middle) + sum(_price_of_run(y, run, *other) for other in near),
            )
        else:
            y = run.fixed
        found[run.key] = y
        laid[run.level].append((y, run))
    return found


def _price_of_run(y: float, run: Run, at: float, other: Run) -> float:
    if abs(y - at) < TOUCH:
        shared = min(run.end, other.end) - max(run.start, other.start) + 8
        return (OVERLAP_START + OVERLAP * shared) * (1 - 0.8 * abs(y - at) / TOUCH)
    upper, lower = (run, other) if y < at else (other, run)
    crossings = (
        upper.after == 1 and lower.start < upper.end < lower.end,
        upper.before == 1 and lower.start < upper.start < lower.end,
        lower.after == -1 and upper.start < lower.end < upper.end,
        lower.before == -1 and upper.start < lower.start < upper.end,
    )
    return CROSSING * sum(crossings)
