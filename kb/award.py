"""An award of one year: what it honours and why."""

from __future__ import annotations

from pydantic import Field, model_validator

from kb.evidence import Evidence
from kb.record import Id, PartialDate, Record, Text


class Prize(Record):
    """What is awarded: a work, people, or both. Without people, the authors of the work."""

    work: Id | None = None
    people: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _someone(self) -> Prize:
        if self.work is None and not self.people:
            raise ValueError("a prize names a work or people")
        return self


class Award(Record):
    """One giving of an award, such as the NeurIPS Test of Time Award 2024."""

    id: Id
    name: Text
    series: Id
    organisation: str
    date: PartialDate
    reason: Text
    aliases: tuple[str, ...] = ()
    prizes: tuple[Prize, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    def name_in(self, language: str) -> str:
        return self.name[language]
