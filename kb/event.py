"""Something that happened to works and people: a meeting, an idea at a dinner, a posting."""

from __future__ import annotations

from pydantic import Field

from kb.evidence import Evidence
from kb.record import Id, PartialDate, Record, Text


class Event(Record):
    """One event with its date as exact as known and its evidence."""

    id: Id
    title: Text
    date: PartialDate
    date_note: Text | None = None
    what: Text
    place: str | None = None
    people: tuple[Id, ...] = ()
    works: tuple[Id, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    def name_in(self, language: str) -> str:
        return self.title[language]
