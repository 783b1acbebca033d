"""What stands on the map: the works of the base, and references that somebody has and the base does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from kb.base import KnowledgeBase
from kb.drawing.words import LANES
from kb.matching import Match
from kb.paper import Paper
from kb.record import Language, Text
from kb.spelling import fold

OUTSIDE = "outside"  # the lane of what is not in the base
MOST = 1500  # single spots on one map; what is more is counted in its cell and has no spot of its own

#: What a lane is called: the topics, from top to bottom, and below them what is not in the base.
HEADINGS = {**LANES, OUTSIDE: Text(en="Not in the knowledge base", zh="不在知识库中")}


@dataclass(frozen=True)
class Spot:
    """One thing on the map. ``date`` is partial; ``links`` is how many touch it; ``also`` are other names."""

    id: str
    name: str
    title: str
    date: str
    lane: str
    links: int = 0
    mark: Literal["", "read", "missing"] = ""
    also: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        return int(self.date[:4])

    @property
    def outside(self) -> bool:
        """Whether it is a reference and no work of the base."""
        return self.lane == OUTSIDE


def works(
    base: KnowledgeBase,
    language: Language = "en",
    *,
    read: Collection[str] = (),
    missing: Collection[str] = (),
) -> tuple[Spot, ...]:
    """Every work of the base, those with most links first; marked where it is read or missing.

    >>> works(base)[0].name, [spot.name for spot in works(base, read=["gan"]) if spot.mark == "read"]
    ('Transformer', ['GAN'])
    """
    ends = (end for link in base.links.values() for end in (link.subject, link.object))
    links = Counter(ends)
    found = (
        Spot(
            paper.id,
            paper.name_in(language),
            _title(paper, language),
            paper.date,
            paper.topic,
            links[paper.id],
            "read" if paper.id in read else "missing" if paper.id in missing else "",
            _other_names(paper),
        )
        for paper in base.papers.values()
    )
    return tuple(sorted(found, key=lambda spot: (-spot.links, spot.id)))


def _title(paper: Paper, language: Language) -> str:
    return (language == "zh" and paper.title_zh) or paper.title


def _other_names(paper: Paper) -> tuple[str, ...]:
    return (paper.title, paper.title_zh or "", *paper.aliases, *paper.ambiguous_aliases, paper.id)


def references(matches: Iterable[Match]) -> tuple[Spot, ...]:
    """The references that mean no work of the base and bear a year, each once, in the order of the list.

    A reference is known by its place in the list, from 0.

    >>> from kb.matching import match
    >>> from kb.reference import Reference
    >>> mine = [Reference(1, "gan", "Generative Adversarial Nets"), Reference(2, "x", "My Thesis", year=2020)]
    >>> [(spot.id, spot.title, spot.date) for spot in references(match(base, mine))]
    [('ref-1', 'My Thesis', '2020')]
    """
    found: dict[tuple[str, int], Spot] = {}
    for place, one in enumerate(matches):
        told = one.reference
        if one.work is None and told.year is not None:
            title = told.title or told.key
            spot = Spot(f"ref-{place}", title, title, str(told.year), OUTSIDE, also=told.people)
            found.setdefault((fold(title), told.year), spot)
    return tuple(found.values())


def narrowed(
    spots: Iterable[Spot], lanes: Collection[str] = (), span: tuple[int, int] | None = None
) -> tuple[Spot, ...]:
    """The spots of these lanes (all where empty) and years (both included), in their order.

    >>> [spot.name for spot in narrowed(works(base), ["attention-memory"], (2014, 2014))]
    ['RNNsearch', 'NTM', 'Memory Networks']
    """
    first, last = span or (0, 9999)
    return tuple(s for s in spots if (not lanes or s.lane in lanes) and first <= s.year <= last)


def years(spots: Iterable[Spot]) -> dict[int, int]:
    """How many spots each year has, from the first year to the last, empty years included.

    >>> list(years(works(base)).items())[:3]
    [(1991, 4), (1992, 0), (1993, 0)]
    """
    counts = Counter(spot.year for spot in spots)
    return {year: counts[year] for year in range(min(counts), max(counts) + 1)} if counts else {}
