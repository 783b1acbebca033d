"""A row of years in per cent of its width, so that one drawing fits a wide window and a phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.markup import Markup, element, join
from kb.drawing.timeline import moment

_STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Axis:
    """The years from the first of January of one to the last of December of another."""

    first: int
    last: int

    @classmethod
    def over(cls, dates: Iterable[str]) -> Axis:
        """The axis that holds these dates. Raises ValueError where there are none."""
        years = sorted(int(date[:4]) for date in dates)
        if not years:
            raise ValueError("an axis needs a date")
        return cls(years[0], years[-1])

    def at(self, date: str) -> float:
        """Where a date lies, from 0 to 100; a date known by its month or year lies in the middle of it."""
        return self._share(moment(date))

    def ticks(self, most: int = 9) -> tuple[int, ...]:
        """The years to name: each, or every second, fifth ... so that there are not too many."""
        span = self.last - self.first + 1
        step = next(s for s in _STEPS if span <= most * s)
        return tuple(year for year in range(self.first, self.last + 1) if year % step == 0) or (self.first,)

    def rule(self) -> Markup:
        """The named years as lines behind the drawing; the table says the same to a reader of screens."""
        named = (self._tick(year, self._share(year)) for year in self.ticks())
        return element("div", join(named), cls="tt-ticks", aria_hidden="true")

    def _tick(self, year: int, share: float) -> Markup:
        """A line with its year; without it where it would stand beyond the edge of a phone."""
        return element("span", year if share < 88 else "", style=f"--at:{share:.2f}")

    def _share(self, year: float) -> float:
        return 100 * (year - self.first) / (self.last + 1 - self.first)
