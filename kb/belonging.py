"""The works, people and stories that belong to a thing: of a person the works, of an award who won it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.errors import WrongKind

if TYPE_CHECKING:
    from kb.base import KnowledgeBase


def works_of(base: KnowledgeBase, kind: str, id_: str) -> list[str]:
    """The works that belong to something; a work is its own.

    >>> works_of(base, "award", "neurips-test-of-time-2024")
    ['gan', 'seq2seq']
    """
    if id_ in base.papers:
        return [id_]
    if kind == "person":
        return [work.id for work in base.works_by(id_)]
    if kind == "award":
        return [prize.work for prize in base.awards[id_].prizes if prize.work]
    if kind == "event":
        return list(base.events[id_].works)
    if kind == "story":
        return [stop.at for stop in base.stories[id_].stops if stop.at in base.papers]
    if kind == "claim":
        return [base.claims[id_].paper]
    if kind == "link":
        return [base.links[id_].subject, base.links[id_].object]
    return [about for about in base.press[id_].about if about in base.papers] if id_ in base.press else []


def people_of(base: KnowledgeBase, kind: str, id_: str) -> list[str]:
    """The people who belong to something; a person is their own.

    >>> people_of(base, "paper", "lstm")
    ['sepp-hochreiter', 'juergen-schmidhuber']
    """
    if kind == "person":
        return [id_]
    if kind == "event":
        return list(base.events[id_].people)
    if kind == "award":
        return [winner for winner in base.prized(base.awards[id_]) if winner in base.people]
    works = works_of(base, kind, id_)
    return list(dict.fromkeys(person for work in works for person in base.papers[work].people))


def stories_of(base: KnowledgeBase, kind: str, id_: str) -> list[str]:
    """The stories that stop at something or at one of its works.

    >>> "a-week-in-montreal" in stories_of(base, "paper", "gan")
    True
    """
    things = [thing for thing in (id_, *works_of(base, kind, id_)) if thing in base]
    return list(dict.fromkeys(story.id for thing in things for story in base.stories_with(thing)))


_BELONGING = {"work": works_of, "person": people_of, "story": stories_of}


def wrong_kind(base: KnowledgeBase, kind: str, id_: str, wanted: str) -> WrongKind:
    """The error for a thing where one of another kind was wanted, with those that belong to it.

    >>> print(wrong_kind(base, "paper", "lstm", "person"))
    lstm is a paper, not a person; people: sepp-hochreiter, juergen-schmidhuber
    """
    belonging = [base.names.subjects[other].candidate for other in _BELONGING[wanted](base, kind, id_)]
    return WrongKind(id_, kind, wanted, belonging)
