"""Works that stand near one another: cited together, citing the same, or linked to the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal, get_args

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.network import checked_work

By = Literal["cocitation", "coupling", "links"]
BY: tuple[str, ...] = get_args(By)


@dataclass(frozen=True)
class Similar:
    """A work near another: ``shared`` are the works that bring them together.

    ``cosine`` is Salton's: shared / sqrt(own total * the other's total); 1 where both have just the same.
    """

    work: str
    shared: tuple[str, ...]
    cosine: float

    @property
    def count(self) -> int:
        return len(self.shared)


def similar(base: KnowledgeBase, work: str, by: By = "cocitation") -> tuple[Similar, ...]:
    """The works that share anything with a work, the most first, then by cosine and id.

    ``cocitation``: both are cited by a third (H. Small, JASIS 24, 1973). ``coupling``: both cite a third
    (M. M. Kessler, American Documentation 14, 1963). ``links``: both have a link with a third, of any type
    and in either direction, refuted ones left out. Raises UnknownId, and UsageError for another word.

    >>> "ddpm" in [near.work for near in similar(base, "gan")[:10]]
    True
    """
    work = checked_work(base, work)
    if by not in BY:
        raise UsageError(f"by must be one of {', '.join(BY)} (got {by!r})")
    around = _around(base, by)
    mine = around[work]
    found = [
        Similar(other, tuple(sorted(both)), len(both) / sqrt(len(mine) * len(theirs)))
        for other, theirs in around.items()
        if other != work and (both := mine & theirs)
    ]
    return tuple(sorted(found, key=lambda s: (-s.count, -s.cosine, s.work)))


def _around(base: KnowledgeBase, by: By) -> Mapping[str, set[str]]:
    """What counts as shared when two works have it: those citing a work, those cited, or those linked."""
    found: dict[str, set[str]] = {work: set() for work in base.papers}
    if by == "links":
        for link in base.links.values():
            if link.status != "refuted":
                found[link.subject].add(link.object)
                found[link.object].add(link.subject)
        return found
    for paper in base.papers.values():
        for cited in paper.cites:
            if by == "coupling":
                found[paper.id].add(cited)
            else:
                found[cited].add(paper.id)
    return found


def as_data(base: KnowledgeBase, found: tuple[Similar, ...]) -> list[dict[str, Any]]:
    """The works as plain data, with what they share.

    >>> as_data(base, (Similar("wgan", ("ddpm",), 0.25),))[0]["shared"][0]["label"]
    'DDPM'
    """
    from kb.cards import reference

    return [
        {
            **reference(base, item.work),
            "count": item.count,
            "cosine": round(item.cosine, 4),
            "shared": [reference(base, work) for work in item.shared],
        }
        for item in found
    ]
