"""MEDLINE, as PubMed saves it ("Format: PubMed", .nbib)."""

from __future__ import annotations

import re

from kb.errors import Problem
from kb.reference import Reference, References, identifiers, title_of, year_of
from kb.tagged_records import Record, Tags

EXTENSION = ".nbib"
_TAGS = Tags(re.compile(r"([A-Z]{2,4}) *- ?(.*)"), "PMID", goes_on="      ")


def recognises(text: str) -> bool:
    r"""Whether some line gives a number of PubMed and another a title.

    >>> recognises("PMID- 1\nTI  - Moths"), recognises("TY  - JOUR\nTI  - Moths")
    (True, False)
    """
    return all(re.search(rf"^(?:{tag}) *- ", text, re.MULTILINE) for tag in ("PMID", "TI|BTI|DP"))


def read(text: str) -> References:
    r"""The records of a file.

    >>> entry = read("PMID- 25719670\nTI  - Human-level control.\nLID - 10.1038/nature14236 [doi]").entries[0]
    >>> entry.title, entry.ids
    ('Human-level control', ('10.1038/nature14236', 'pubmed/25719670'))
    """
    problems: list[Problem] = []
    entries = [_reference(record) for record in _TAGS.records(text, problems)]
    return References(tuple(entries), tuple(problems))


def _reference(record: Record) -> Reference:
    title = title_of(record.first("TI", "BTI", "CTI")).rstrip(".")
    translated = [title_of(other).rstrip(".") for other in record.all("TT")]
    dois = [value for value in record.all("LID", "AID") if "[doi]" in value]
    number = record.first("PMID")
    return Reference(
        record.line,
        f"PMID {number}",
        title.strip("[]"),
        tuple(record.all("FAU") or record.all("AU", "CN", "FED", "ED")),
        year_of(record.first("DP", "DEP", "EDAT")),
        identifiers([*dois, f"PMID:{number}"]),
        tuple(translated),
    )
