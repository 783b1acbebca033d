"""Advisors of advisors, and students of students, each with how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.people import checked_person
from kb.person import Advisor


@dataclass(frozen=True)
class Relative:
    """Someone ``steps`` from the centre: negative for advisors and theirs, positive for students and theirs.

    ``through`` is the person one step nearer; someone with two advisors there comes once for each.
    """

    person: str
    steps: int
    through: str
    advised: Advisor


def genealogy(base: KnowledgeBase, person: str, depth: int = 10) -> tuple[Relative, ...]:
    """The academic ancestors of a person, the furthest first, and then the descendants, the nearest first.

    Nobody comes on two levels of one side, so a circle in the facts ends. Raises UnknownId, and UsageError
    for a depth < 1.

    >>> genealogy(base, "alex-graves", depth=1)[0].person
    'juergen-schmidhuber'
    """
    person = checked_person(base, person)
    if depth < 1:
        raise UsageError(f"depth must be 1 or more (got {depth})")
    relatives = [*_follow(base, person, depth, -1), *_follow(base, person, depth, +1)]
    return tuple(sorted(relatives, key=lambda r: (r.steps, r.through, r.person)))


def _follow(base: KnowledgeBase, person: str, depth: int, towards: int) -> Iterator[Relative]:
    seen, frontier = {person}, [person]
    for step in range(1, depth + 1):
        level = [
            Relative(far, towards * step, near, advised)
            for near in frontier
            for far, advised in _next(base, near, towards)
            if far not in seen
        ]
        yield from level
        frontier = sorted({relative.person for relative in level})
        seen |= set(frontier)


def _next(base: KnowledgeBase, person: str, towards: int) -> list[tuple[str, Advisor]]:
    """Advisors (-1) or students (+1)."""
    if towards < 0:
        return [(advised.person, advised) for advised in base.people[person].advisors]
    return [(p.id, a) for p in base.people.values() for a in p.advisors if a.person == person]


def caveat(base: KnowledgeBase) -> str:
    """What a reader of any genealogy should know: of how many people an advisor is known at all.

    >>> caveat(base).startswith("advisors are known of ")
    True
    """
    known = sum(bool(person.advisors) for person in base.people.values())
    return f"advisors are known of {known} of {len(base.people)} people; the others had theirs too"


def as_data(base: KnowledgeBase, found: tuple[Relative, ...]) -> list[dict[str, Any]]:
    """Relatives as plain data, with how and where the advising was checked.

    >>> as_data(base, genealogy(base, "alex-graves", depth=1))[0]["steps"]
    -1
    """
    from kb.cards import reference

    return [
        {
            **reference(base, item.person),
            "steps": item.steps,
            "through": reference(base, item.through),
            "note": item.advised.note,
            "checked": item.advised.checked,
            "source": item.advised.source,
        }
        for item in found
    ]
