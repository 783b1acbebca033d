"""A guided tour through the graph: stops in a chosen order, each with its text."""

from __future__ import annotations

from pydantic import Field

from kb.record import Id, Record, Text


class Stop(Record):
    """One stop: a work, a person, an event or an award; ``link`` is the influence that led there, if any."""

    at: Id
    link: Id | None = None
    text: Text


class Story(Record):
    """A tour of five to twelve stops."""

    id: Id
    title: Text
    summary: Text
    stops: tuple[Stop, ...] = Field(min_length=5, max_length=12)

    def name_in(self, language: str) -> str:
        return self.title[language]
