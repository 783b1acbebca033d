"""EndNote's tagged format (.enw, Refer), as Google Scholar and publishers offer it."""

from __future__ import annotations

import re

from kb.errors import Problem
from kb.reference import Reference, References, identifiers, own_identifiers, title_of, year_of
from kb.tagged_records import Record, Tags

EXTENSION = ".enw"
_TAGS = Tags(re.compile(r"%([0-9A-Z@!#$&()*+?<>\[\]~=^|:;.,-])(?:\s(.*))?$"), "0", goes_on="")


def recognises(text: str) -> bool:
    r"""Whether some line begins a record and another gives a title.

    >>> recognises("%0 Book\n%T Moths"), recognises("% Title of my list")
    (True, False)
    """
    return all(re.search(rf"^(?:{tag}) ", text, re.MULTILINE) for tag in ("%0", "%T|%B"))


def read(text: str) -> References:
    r"""The records of a file.

    >>> entry = read("%0 Journal Article\n%T Attention is all you need\n%A Doe, Jane\n%D 2017").entries[0]
    >>> entry.title, entry.people, entry.year
    ('Attention is all you need', ('Doe, Jane',), 2017)
    """
    problems: list[Problem] = []
    entries = [_reference(record) for record in _TAGS.records(text, problems)]
    return References(tuple(entries), tuple(problems))


def _reference(record: Record) -> Reference:
    title = title_of(record.first("T", "B"))
    ids = (*identifiers(record.all("R", "U")), *own_identifiers(record.all("J", "Z", "I", "M")))
    return Reference(
        record.line,
        record.first("F", "L") or title[:60],
        title,
        tuple(record.all("A") or record.all("E")),
        year_of(record.first("D", "8")),
        tuple(dict.fromkeys(ids)),
        tuple(map(title_of, record.all("Q"))),
    )
