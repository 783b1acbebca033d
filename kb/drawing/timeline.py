"""Time as a row of years: wide where works crowd, cut short where there are none.

Works go from left to right in the order of their dates. Works a few months apart share a column; works of
different years never do, so that the centre of a card always lies in the band of its own year.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.drawing.lettering import width
from kb.record import earliest

YEAR_SIZE = 12.0
#: Between column centres in px: within a year, to the next year, and the most that any stretch of time takes.
NEAR, NEXT_YEAR, FAR = 34.0, 60.0, 96.0


@dataclass(frozen=True)
class Band:
    """A span of the axis in px; of several years when those without works are cut short."""

    first: int
    last: int
    left: float
    right: float

    @property
    def shortened(self) -> bool:
        """Whether years without works are squeezed together here."""
        return self.last > self.first

    @property
    def label(self) -> str:
        return f"{self.first}–{self.last}" if self.shortened else str(self.first)

    @property
    def shown(self) -> str:
        """The label where it has room, else a short year, else nothing.

        >>> [Band(2014, 2014, 0, right).shown for right in (60, 28, 12)], Band(2014, 2016, 0, 40).shown
        (['2014', '’14', ''], '')
        """
        choice = (self.label, "" if self.shortened else f"’{self.first % 100:02d}")
        return next((text for text in choice if width(text, YEAR_SIZE) + 4 <= self.right - self.left), "")


def moment(date: str) -> float:
    """A partial date as a year with a fraction: the middle of what it can mean.

    >>> moment("1998"), round(moment("2014-06"), 2), moment("2014-01-01")
    (1998.5, 2014.45, 2014.0)
    """
    if len(date) == 4:
        return int(date) + 0.5
    day = datetime.date.fromisoformat(earliest(date))
    start = datetime.date(day.year, 1, 1)
    middle = 14 if len(date) == 7 else 0
    return day.year + ((day - start).days + middle) / 366


def step(before: float, after: float) -> float:
    """How far apart in px two moments stand at least; 0 puts them into one column."""
    years = int(after) - int(before)
    stretch = min(FAR, 40 * math.log2(1 + 1.6 * (after - before)))
    if years == 0:
        return stretch if stretch >= NEAR else 0.0
    if years == 1:
        return max(NEXT_YEAR, stretch)
    between = f"{int(before) + 1}–{int(after) - 1}" if years > 2 else str(int(before) + 1)
    return max(stretch, _room(between) + 2 * 38)


def bands(columns: Sequence[tuple[int, float]], left: float, right: float) -> list[Band]:
    """The axis between two edges, from the (year, centre in px) of all columns in order."""
    found: list[Band] = []
    start = left
    for (year, at), (next_year, next_at) in pairwise(columns):
        if year == next_year:
            continue
        middle = (at + next_at) / 2
        if next_year == year + 1:
            found.append(Band(year, year, start, middle))
            start = middle
            continue
        label = f"{year + 1}–{next_year - 1}" if next_year > year + 2 else str(year + 1)
        half = min(_room(label), (next_at - at) / 2) / 2  # the columns stay in their own bands
        found.append(Band(year, year, start, middle - half))
        found.append(Band(year + 1, next_year - 1, middle - half, middle + half))
        start = middle + half
    found.append(Band(columns[-1][0], columns[-1][0], start, right))
    return found


def _room(label: str) -> float:
    return width(label, YEAR_SIZE) + 8
