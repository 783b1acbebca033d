"""Web of Science, as plain text (savedrecs.txt, .ciw)."""

from __future__ import annotations

import re

from kb.errors import Problem
from kb.reference import Reference, References, identifiers, title_of, year_of
from kb.tagged_records import Record, Tags

EXTENSION = ".ciw"
_TAGS = Tags(
    re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?$"),
    "PT",
    "ER",
    each=frozenset({"AU", "AF", "BE", "ED", "GP"}),
    head=frozenset({"FN", "VR", "EF"}),
)


def recognises(text: str) -> bool:
    r"""Whether a record begins and another line ends one.

    >>> recognises("PT J\nTI Moths\nER\n"), recognises("PT cruiser\nmoths")
    (True, False)
    """
    return all(re.search(rf"^\ufeff?{tag}", text, re.MULTILINE) for tag in (r"PT [JBSPC]\s*$", r"ER\s*$"))


def read(text: str) -> References:
    r"""The records of a file.

    >>> entry = read("PT J\nAU Doe, J\n   Roe, R\nTI On\n   moths\nDI 10.1234/x\nER").entries[0]
    >>> entry.title, entry.people, entry.ids
    ('On moths', ('Doe, J', 'Roe, R'), ('10.1234/x',))
    """
    problems: list[Problem] = []
    entries = [_reference(record) for record in _TAGS.records(text, problems)]
    return References(tuple(entries), tuple(problems))


def _reference(record: Record) -> Reference:
    title = title_of(record.first("TI"))
    people = record.all("AF") or record.all("AU") or record.all("CA", "GP", "BE", "ED")
    ids = identifiers([*record.all("DI", "D2"), *(f"PMID:{number}" for number in record.all("PM"))])
    year = year_of(record.first("PY", "EY", "EA"))
    return Reference(record.line, record.first("UT") or title[:60], title, tuple(people), year, ids)
