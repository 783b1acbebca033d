"""Everyone in the facts, in the orders in which one looks for people. Pure functions.

Names are not split here: the letter of a person is that of the family name field, or of the whole name
where someone has no family name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb import KnowledgeBase
from kb.cards import reference
from kb.person import Person
from kb.record import earliest
from kb.spelling import fold


@dataclass(frozen=True)
class Entry:
    """A person in one line; ``latin`` and ``pinyin`` are what the orders by name go by."""

    person: Person
    latin: str
    pinyin: str
    works: tuple[Mapping[str, Any], ...]
    awards: tuple[Mapping[str, Any], ...]

    @property
    def id(self) -> str:
        return self.person.id


def register(base: KnowledgeBase) -> tuple[Entry, ...]:
    """Everyone, who wrote most of the works here first, then who won most awards, then by name."""
    pinyin: dict[str, str] = {}
    for name in base.names.names:
        if name.how == "pinyin":
            chosen = base.people[name.id].name_in("zh") if name.id in base.people else None
            if name.text == chosen and " " in name.key:
                pinyin.setdefault(name.id, name.key)
    entries = [_entry(base, person, pinyin.get(person.id, "")) for person in base.people.values()]
    return tuple(sorted(entries, key=lambda e: (-len(e.works), -len(e.awards), e.latin)))


def _entry(base: KnowledgeBase, person: Person, pinyin: str) -> Entry:
    latin = fold(f"{person.family} {person.given or ''}" if person.family else person.name)
    works = tuple(reference(base, work.id) for work in base.works_by(person.id))
    awards = tuple({**reference(base, award.id), "date": award.date} for award in base.awards_for(person.id))
    return Entry(person, latin, pinyin, works, awards)


def by_works(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """People by the number of their works here, most first."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(len(entry.works), []).append(entry)
    return dict(sorted(found.items(), reverse=True))


def by_letter(entries: Iterable[Entry], spelling: str = "latin") -> dict[str, list[Entry]]:
    """People by the first letter of a spelling (``latin``, ``pinyin``), without those who have none."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (getattr(e, spelling), e.id)):
        if key := getattr(entry, spelling):
            found.setdefault(key[0].upper(), []).append(entry)
    return found


def by_award(base: KnowledgeBase, entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """People by the award that they won, the newest award first; in the order of the authors."""
    known = {entry.id: entry for entry in entries}
    newest = sorted(base.awards.values(), key=lambda award: (earliest(award.date), award.id), reverse=True)
    return {award.id: [known[id_] for id_ in base.prized(award) if id_ in known] for award in newest}
