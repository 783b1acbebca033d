"""Works near a work: which others cite them together, and what they cite in common. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from kb import KnowledgeBase
from kb.similarity import similar


@dataclass(frozen=True)
class Neighbour:
    """A work near another: ``citing`` are works that cite both, ``cited`` are cited by both."""

    work: str
    citing: tuple[str, ...]
    cited: tuple[str, ...]


def neighbours(base: KnowledgeBase, work: str, most: int = 5) -> tuple[Neighbour, ...]:
    """The nearest works of the same kind: those that share the most, then by likeness and id.

    Raises UnknownId.
    """
    together = {found.work: found for found in similar(base, work, "cocitation")}
    coupled = {found.work: found for found in similar(base, work, "coupling")}
    found, likeness = [], {}
    for other in {*together, *coupled}:
        if base.papers[other].kind != base.papers[work].kind:
            continue
        near = [some[other] for some in (together, coupled) if other in some]
        likeness[other] = sum(item.cosine for item in near)
        shared = [some[other].shared if other in some else () for some in (together, coupled)]
        found.append(Neighbour(other, *shared))
    found.sort(key=lambda n: (-len(n.citing) - len(n.cited), -likeness[n.work], n.work))
    return tuple(found[:most])


def worth_comparing(base: KnowledgeBase, work: str, near: tuple[Neighbour, ...], most: int = 3) -> list[str]:
    """Works to hold beside a work: those it is set against or was found beside, then its neighbours."""
    against = [
        link.object if link.subject == work else link.subject
        for link in (*base.links_from(work), *base.links_to(work))
        if link.type in ("contrasts", "independent_concurrent") and link.status != "refuted"
    ]
    return list(dict.fromkeys([*against, *(neighbour.work for neighbour in near)]))[:most]
