"""What stands behind a fact: which source, where in it, what it says, and how that was checked."""

from __future__ import annotations

from kb.record import Checked, Id, PartialDate, Record, Text


class Evidence(Record):
    """One item of evidence, in our own words. ``supports`` is false where it speaks against."""

    source: Id
    where: str
    says: Text
    supports: bool = True
    checked: Checked
    date: PartialDate
