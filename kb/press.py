"""What the press told, and what is right."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kb.record import Checked, Id, Record, Text


class PressCheck(Record):
    """One statement of a source, held against what could be found out."""

    id: Id
    told_in: tuple[Id, ...] = Field(min_length=1)
    about: tuple[Id, ...] = ()
    told: Text
    right: Text
    kind: Literal["error", "incomplete", "misleading", "doubtful", "spelling", "needs_date", "confirmed"]
    how: Text
    sources: tuple[Id, ...] = ()
    checked: Checked
