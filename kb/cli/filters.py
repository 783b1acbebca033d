"""Filters that several commands share: years, venues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli.offer import Offer
from kb.errors import UsageError
from kb.spelling import nearest

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

YEARS_FROM = Annotated[
    int | None, typer.Option("--from-year", help="Nothing before this year.", show_default=False)
]
YEARS_TO = Annotated[
    int | None, typer.Option("--to-year", help="Nothing after this year.", show_default=False)
]


def year_range(first: int | None, last: int | None) -> tuple[int, int] | None:
    """Both ends as one range, or None where neither is given. Raises UsageError for a range turned round."""
    if first is None and last is None:
        return None
    low, high = (0 if first is None else first), (9999 if last is None else last)
    if low > high:
        raise UsageError(f"--from-year {low} lies after --to-year {high}; swap them")
    return low, high


def checked_venue(base: KnowledgeBase, venue: str) -> str:
    """The venue if any work appeared there. Raises UsageError with the venues there are."""
    from kb.search import works_with

    if not works_with(base, venue=venue):
        venues = _venues(base)
        near = nearest(venue, venues, 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(venues)}"
        raise UsageError(f"no work appeared at {venue!r}; {tip}")
    return venue


def complete_venue(incomplete: str) -> list[str]:
    """Venues without their years, for the shell."""
    from kb.base import KnowledgeBase

    start = incomplete.casefold()
    return [Offer(venue) for venue in _venues(KnowledgeBase.load()) if venue.casefold().startswith(start)]


def _venues(base: KnowledgeBase) -> list[str]:
    """What venues are called before their year, volume or town."""
    names = {version.venue for paper in base.papers.values() for version in paper.versions}
    return sorted({re.split(r" (?=[\d(])|, ", name)[0] for name in names})
