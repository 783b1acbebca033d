"""Who with whom: co-authors near and far, and people of the same lab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.person import Affiliation
from kb.record import earliest, latest
from kb.spelling import fold

Together = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class CoAuthor:
    """Someone ``steps`` co-authorships away, who wrote ``works`` with ``through``, one step nearer."""

    person: str
    steps: int
    through: str
    works: tuple[str, ...]


@dataclass(frozen=True)
class LabMate:
    """Someone of the same organisation; ``together`` says whether the years of both overlap."""

    person: str
    organisation: str
    theirs: Affiliation
    own: Affiliation
    together: Together


def coauthors(base: KnowledgeBase, person: str, steps: int = 1) -> tuple[CoAuthor, ...]:
    """Everyone within so many co-authorships of a person: nearest first, then by works together, then by id.

    Among several people through whom someone is reached, the one with most works in common is named. Raises
    UnknownId, and UsageError for steps < 1.

    >>> {found.person: found.steps for found in coauthors(base, "ian-goodfellow")}["yoshua-bengio"]
    1
    """
    person = checked_person(base, person)
    if steps < 1:
        raise UsageError(f"steps must be 1 or more (got {steps})")
    found: dict[str, CoAuthor] = {}
    frontier = [person]
    for step in range(1, steps + 1):
        reached: dict[str, CoAuthor] = {}
        for near in frontier:
            for far, works in _beside(base, near).items():
                if far == person or far in found:
                    continue
                option = CoAuthor(far, step, near, works)
                reached[far] = min(reached.get(far, option), option, key=lambda c: (-len(c.works), c.through))
        found |= reached
        frontier = sorted(reached)
    return tuple(sorted(found.values(), key=lambda c: (c.steps, -len(c.works), c.person)))


def _beside(base: KnowledgeBase, person: str) -> dict[str, tuple[str, ...]]:
    """Co-authors with the works written together, in order of appearance."""
    together: dict[str, tuple[str, ...]] = {}
    for work in base.works_by(person):
        for other in work.people:
            if other != person:
                together[other] = (*together.get(other, ()), work.id)
    return together


def lab_mates(base: KnowledgeBase, person: str) -> tuple[LabMate, ...]:
    """People who were at an organisation where this person was, by organisation and id.

    Organisations are the same when their names are, but for case, accents and punctuation. Raises UnknownId.

    >>> {mate.person: mate.organisation for mate in lab_mates(base, "yoshua-bengio")}["bing-xu"]
    'Université de Montréal'
    """
    person = checked_person(base, person)
    found = [
        LabMate(other.id, own.organisation, theirs, own, _together(own, theirs))
        for own in base.people[person].affiliations
        for other in base.people.values()
        for theirs in other.affiliations
        if other.id != person and fold(own.organisation) == fold(theirs.organisation)
    ]
    return tuple(sorted(found, key=lambda m: (fold(m.organisation), m.person, m.theirs.start or "")))


def _together(a: Affiliation, b: Affiliation) -> Together:
    """No only where one certainly left before the other came; yes only where all four years are known."""
    for first, second in ((a, b), (b, a)):
        if first.end and second.start and latest(first.end) < earliest(second.start):
            return "no"
    return "yes" if all((a.start, a.end, b.start, b.end)) else "unknown"


def checked_person(base: KnowledgeBase, person: str) -> str:
    """The id of a person, by any of their names. Raises UnknownId with the nearest names.

    >>> checked_person(base, "ian-goodfellow")
    'ian-goodfellow'
    """
    return base.id_of(person, "person")


def coauthors_as_data(base: KnowledgeBase, found: tuple[CoAuthor, ...]) -> list[dict[str, Any]]:
    """Co-authors as plain data.

    >>> near = coauthors_as_data(base, coauthors(base, "ian-goodfellow"))
    >>> near[0]["through"]["label"]
    'Ian Goodfellow'
    """
    from kb.cards import reference

    return [
        {
            **reference(base, item.person),
            "steps": item.steps,
            "through": reference(base, item.through),
            "count": len(item.works),
            "works": [reference(base, work) for work in item.works],
        }
        for item in found
    ]


def lab_mates_as_data(base: KnowledgeBase, found: tuple[LabMate, ...]) -> list[dict[str, Any]]:
    """Lab mates as plain data, with how and where their stay was checked.

    >>> mates = lab_mates_as_data(base, lab_mates(base, "yoshua-bengio"))
    >>> "Bing Xu" in [mate["label"] for mate in mates]
    True
    """
    from kb.cards import reference

    return [
        {
            **reference(base, item.person),
            "organisation": item.theirs.organisation,
            "role": item.theirs.role,
            "from": item.theirs.start,
            "to": item.theirs.end,
            "together": item.together,
            "checked": item.theirs.checked,
            "source": item.theirs.source,
        }
        for item in found
    ]
