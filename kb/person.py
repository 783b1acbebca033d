"""A person; names are fields, never split by program."""

from __future__ import annotations

from pydantic import Field

from kb.record import Checked, Id, PartialDate, Record, Text


class Affiliation(Record):
    """Where someone worked or studied, and when, as far as known."""

    organisation: str
    role: str | None = None
    start: PartialDate | None = Field(default=None, alias="from")
    end: PartialDate | None = Field(default=None, alias="to")
    checked: Checked
    source: Id | None = None


class Advisor(Record):
    """Who advised someone, and where that was read."""

    person: Id
    checked: Checked
    source: Id | None = None
    note: str | None = None


class Person(Record):
    """Someone who wrote a work, won an award, or stands in one of the stories."""

    id: Id
    name: str
    given: str | None = None
    family: str | None = None
    native: str | None = None
    zh: str | None = None
    names_checked: Checked = "recalled"  # of the native and the Chinese name
    names_source: Id | None = None
    variants: tuple[str, ...] = ()
    summary: Text | None = None
    affiliations: tuple[Affiliation, ...] = ()
    advisors: tuple[Advisor, ...] = ()
    links: dict[str, str] = Field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """For ``zh`` the Chinese name or usual Chinese rendering, where there is one; else the Latin name.

        A native name in a third script (Илья Суцкевер) helps a Chinese reader no more than the Latin one.
        """
        if language != "zh":
            return self.name
        native = self.native or ""
        return (native if any("\u4e00" <= c <= "\u9fff" for c in native) else "") or self.zh or self.name
