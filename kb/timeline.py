"""What happened when: works by first appearance, events and awards in one order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kb.award import Award
from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.event import Event
from kb.paper import Paper
from kb.record import earliest

Entry = Paper | Event | Award
_ORDER: tuple[type, ...] = (Paper, Event, Award)


def timeline(
    base: KnowledgeBase, names: Collection[str] = (), *, years: tuple[int, int] | None = None
) -> tuple[Entry, ...]:
    """Works, events and awards in order of the first day that their dates can mean; of one day works first.

    With ids in ``names`` only what concerns one of them: a work, its events and awards; a person's works,
    events and awards; an award with its works; an event with its works. Years are the first and the last,
    both included. Raises UnknownId, and UsageError for a source, which has no time of its own.

    >>> "gan-poster-nips-2014" in [entry.id for entry in timeline(base, ["gan"], years=(2014, 2014))]
    True
    """
    names = [base.id_of(name) for name in names]
    for name in names:
        if name in base.sources:
            raise UsageError(f"{name} is a source; name a work, person, award or event")
    found = [
        entry
        for entry in (*base.papers.values(), *base.events.values(), *base.awards.values())
        if years is None or years[0] <= int(entry.date[:4]) <= years[1]
        if not names or not set(names).isdisjoint(_concerns(base, entry))
    ]
    return tuple(sorted(found, key=lambda entry: (earliest(entry.date), _ORDER.index(type(entry)), entry.id)))


def _concerns(base: KnowledgeBase, entry: Entry) -> Iterator[str]:
    """The ids under which an entry belongs on a timeline."""
    yield entry.id
    if isinstance(entry, Award):
        yield from base.prized(entry)
    elif isinstance(entry, Event):
        yield from (*entry.works, *entry.people)
    else:
        yield from entry.people
        yield from (award.id for award in base.awards.values() if entry.id in base.prized(award))
        yield from (event.id for event in base.events.values() if entry.id in event.works)


def as_data(base: KnowledgeBase, found: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """The entries as plain data; ``kind`` is paper, dataset, ..., event or award.

    >>> as_data(base, (base.papers["resnet"],))[0]["label"]
    'ResNet'
    """
    from kb.cards import reference

    return [
        {
            "date": entry.date,
            **reference(base, entry.id),
            "works": [reference(base, work) for work in _works(entry)],
            "people": [reference(base, person) for person in _people(base, entry)],
        }
        for entry in found
    ]


def _works(entry: Entry) -> list[str]:
    if isinstance(entry, Award):
        return [prize.work for prize in entry.prizes if prize.work]
    return list(entry.works) if isinstance(entry, Event) else []


def _people(base: KnowledgeBase, entry: Entry) -> list[str]:
    if isinstance(entry, Award):
        return [id_ for id_ in base.prized(entry) if id_ in base.people]
    return list(entry.people)
