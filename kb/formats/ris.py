"""RIS, for Zotero, EndNote and Mendeley: works as records, their permanent ids in ID.

A value is one line. Numbers of arXiv and our address of a record stand in N1, since RIS has no tag for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from kb.base import KnowledgeBase
from kb.cited import Cited
from kb.errors import Problem
from kb.formats import library
from kb.paper import Paper
from kb.person import Person
from kb.reference import Reference, References, identifiers, one_line, own_identifiers, title_of, year_of

ABOUT = "RIS records for Zotero, EndNote and Mendeley"
EXTENSION = ".ris"
IMPORTS = True
_TYPES = {
    "conference": "CPAPER",
    "journal": "JOUR",
    "report": "RPRT",
    "thesis": "THES",
    "book": "BOOK",
    "preprint": "UNPB",
    "release": "DATA",
}
_KINDS = {"film": "MPCT", "system": "COMP"}  # of a release, where the work is no data set
_TAG = re.compile(r"\s*([A-Z][A-Z0-9]) {0,3}-(?: |$)(.*)")  # two spaces by the book, fewer in the wild


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) as RIS, oldest first.

    >>> write(base, ["transformer"]).splitlines()[:2]
    ['TY  - CPAPER', 'ID  - transformer']
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    return "\n".join(_record(base, paper) for paper in sorted(papers, key=lambda p: (p.date, p.id)))


def _record(base: KnowledgeBase, paper: Paper) -> str:
    lines = (f"{tag}  - {one_line(value)}" for tag, value in _lines(base, paper))
    return "\n".join([*lines, "ER  - ", ""])


def _lines(base: KnowledgeBase, paper: Paper) -> Iterator[tuple[str, str]]:
    cited = Cited.of(paper)
    version, kind = cited.version, _TYPES[cited.version.kind]
    yield "TY", _KINDS.get(paper.kind, kind) if version.kind == "release" else kind
    yield "ID", paper.id
    yield from (("AU", _author(base.people[person])) for person in cited.people)
    yield "TI", cited.title
    yield from ((tag, value) for tag, value in _printed(cited) if value)
    yield "PY", version.date[:4]
    if len(version.date) > 4:
        yield "DA", version.date.replace("-", "/")
    if "doi" in version.ids:
        yield "DO", version.ids["doi"]
    if cited.url:
        yield "UR", cited.url.replace(";", "%3B")  # readers take ; for the end of an address
    if "arxiv" in paper.ids:
        yield "N1", f"arXiv:{paper.ids['arxiv']}"
    yield "N1", f"timetested:{paper.id}"


def _printed(cited: Cited) -> Iterator[tuple[str, str | None]]:
    """Where it was printed, by the tags of RIS."""
    version, (first, last) = cited.version, cited.pages
    yield "TT", cited.paper.title_zh
    yield "T2", cited.place if version.kind in ("conference", "journal") else None
    yield "T3", cited.series
    yield "M3", cited.degree
    yield "VL", version.volume
    yield "IS", version.number
    yield "SP", first
    yield "EP", last
    yield "PB", cited.body or (cited.place if version.kind in ("preprint", "book") else "")


def _author(person: Person) -> str:
    if person.family and person.given:
        return f"{person.family}, {person.given}"
    return person.native or person.name


def recognises(text: str) -> bool:
    r"""Whether some line of a text begins a record.

    >>> recognises("Provider: x\n\nTY - JOUR"), recognises("TI  - a record of MEDLINE")
    (True, False)
    """
    return bool(re.search(r"^[ \t]*TY {0,3}-(?: |$)", text, re.MULTILINE))


def read(text: str) -> References:
    r"""The records of an RIS file. A record that nothing ends is kept and named; so is text between records.

    Raises CannotRun without rispy.

    >>> found = read("TY  - JOUR\nTI  - Generative Adversarial Nets\nAU  - Goodfellow, Ian")
    >>> found.entries[0].people, found.problems[0].message
    (('Goodfellow, Ian',), 'the record has no end')
    """
    rispy = library("rispy")
    entries: list[Reference] = []
    problems: list[Problem] = []
    for start, lines in _records(text, problems):
        if not lines[-1].startswith("ER  -"):
            problems.append(Problem("ris", start, "ER", "", "the record has no end", "add a line ER  -"))
            lines.append("ER  - ")
        (record,) = rispy.loads("\n".join(lines))
        entries.append(_reference(start, record))
        if not entries[-1].title and not entries[-1].ids:
            problems.append(Problem("ris", start, "TI", "", "neither a title nor an identifier"))
    return References(tuple(entries), tuple(problems))


def _records(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record with the line that it starts at, every tag as the book has it."""
    start, lines = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if tag == "TY" and lines:
            yield start, lines
            lines = []
        if tag == "TY":
            start = number
        elif not lines and line.strip():
            problems.append(Problem("ris", number, "", line.strip()[:60], "not in a record, left out"))
            continue
        if lines or tag == "TY":
            lines.append(f"{tag}  - {match[2]}" if match else line)
        if tag == "ER":
            yield start, lines
            lines = []
    if lines:
        yield start, lines


def _reference(line: int, record: dict[str, Any]) -> Reference:
    own, others = _titles(record)
    title = title_of(own[0]) if own else ""
    people = record.get("authors") or record.get("first_authors") or record.get("secondary_authors") or []
    year = year_of(str(record.get("year") or record.get("publication_year") or record.get("date") or ""))
    sure = [text for tag in ("doi", "urls", "url") for text in _texts(record.get(tag))]
    mixed = ("notes", "note", "accession_number", "secondary_title", "journal_name", "number", "type_of_work")
    rest = [text for tag in (*mixed, "publisher", "volume", "start_page") for text in _texts(record.get(tag))]
    ids = tuple(dict.fromkeys((*identifiers(sure), *own_identifiers(rest))))
    key = str(record.get("id") or record.get("label") or title[:60])
    return Reference(line, key, title, tuple(people), year, ids, tuple(map(title_of, (*own[1:], *others))))


def _titles(record: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What the work is called, and in another language; CT, BT and ST alone are titles."""
    first = [str(record[tag]) for tag in ("title", "primary_title") if record.get(tag)]
    unknown = {tag: values[0] for tag, values in record.get("unknown_tag", {}).items()}
    alone = [unknown.get("CT"), unknown.get("BT"), record.get("translated_title"), record.get("short_title")]
    own = first or [str(title) for title in alone if title][:1]
    others = [str(record[tag]) for tag in ("translated_title",) if record.get(tag)]
    return list(dict.fromkeys(own)), [title for title in others if title not in own]


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
