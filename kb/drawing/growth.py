"""How the picture of a lineage came to be: its works in the order in which they entered it.

A picture at any time is the picture of the time before with more on it. So the same lineage is asked of the
facts as they were after each batch of arrivals, and what was in it once keeps its place, shown or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.arrivals import turns
from kb.base import KnowledgeBase
from kb.lineage import Lineage, lineage
from kb.link import Link

FIRST = 50  # works that are laid out together, with doubted links and without; the others are fitted in
MOST = 200  # works at any one time that hold a place, shown or not


@dataclass(frozen=True)
class Arrival:
    """Works that enter a picture at one time, in the order of their rank, and the links there are by then."""

    works: tuple[str, ...]
    links: tuple[Link, ...]


def arrivals(base: KnowledgeBase, shown: Lineage) -> Iterator[Arrival]:
    """What entered the picture of a lineage, in order; at last every work that is shown.

    Types, years, doubts and the limit do not count: whatever they leave out has a place and stays away.
    """
    seen: set[str] = set()
    if shown.depth is not None:
        for known in _times(base, shown):
            then = _asked(known, shown, MOST)
            ranked = [member.id for member in then.members]
            if not seen:
                undoubted = _asked(known, shown, FIRST, doubted=False)
                seen.update(ranked[:FIRST], (member.id for member in undoubted.members))
                yield Arrival(tuple(sorted(seen)), then.links)
            new = tuple(id_ for id_ in ranked if id_ not in seen)
            seen.update(new)
            yield Arrival(new, then.links)
    rest = tuple(member.id for member in shown.members if member.id not in seen)
    yield Arrival(rest, shown.links)


def _asked(base: KnowledgeBase, shown: Lineage, limit: int, doubted: bool = True) -> Lineage:
    return lineage(
        base,
        shown.centre,
        depth=shown.depth or 0,
        direction=shown.direction,
        include_disputed=doubted,
        limit=limit,
    )


def _times(base: KnowledgeBase, shown: Lineage) -> Iterator[KnowledgeBase]:
    """The works and links of the whole lineage as they were after each batch that brought some of them."""
    whole = _asked(base, shown, len(base.papers))
    works, links = turns(base)
    members = [base.papers[member.id] for member in whole.members]
    since = works[shown.centre]
    times = {since} | {links[link.id] for link in whole.links if links[link.id] > since}
    for time in sorted(times):
        yield KnowledgeBase(
            {
                "papers.yaml": [paper for paper in members if works[paper.id] <= time],
                "links.yaml": [link for link in whole.links if links[link.id] <= time],
            }
        )
