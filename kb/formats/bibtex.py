"""BibTeX, for biber and for bibtex with UTF-8: works as entries, their permanent ids as keys.

Capitals are protected by braces, special characters escaped; identifiers and URLs stay as they are, since
bibliography styles print them verbatim. Chinese and accents stay UTF-8. Real files are full of faults; what
is read survives them, and every fault is named with its line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from typing import Any

from kb.base import KnowledgeBase
from kb.errors import Problem
from kb.formats import library
from kb.latex import escape, plain
from kb.paper import Paper, Version
from kb.person import Person
from kb.reference import Reference, References, identifiers, one_line, year_of

ABOUT = "BibTeX entries, keys are our ids"
EXTENSION = ".bib"
IMPORTS = True

_TYPES = {
    "conference": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "report": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
    "book": ("book", "publisher"),
    "preprint": ("misc", "howpublished"),
    "release": ("misc", "howpublished"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) as BibTeX, oldest first.

    >>> print(write(base, ["transformer"]).splitlines()[0])
    @inproceedings{transformer,
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    return "\n".join(_entry(base, paper) for paper in sorted(papers, key=lambda p: (p.date, p.id)))


def _entry(base: KnowledgeBase, paper: Paper) -> str:
    version = cited_version(paper)
    kind, place = _TYPES[version.kind]
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(base, paper, version, place))
    return f"@{kind}{{{paper.id},\n{fields}}}\n"


def cited_version(paper: Paper) -> Version:
    """The version one cites: the first that was published, or else the preprint.

    >>> paper = base.papers["transformer"]
    >>> paper.versions[0].venue, cited_version(paper).venue
    ('arXiv', 'NIPS 2017')
    """
    published = [version for version in paper.versions if version.kind != "preprint"]
    return (published or list(paper.versions))[0]


def _fields(base: KnowledgeBase, paper: Paper, version: Version, place: str) -> Iterator[tuple[str, str]]:
    if paper.people:
        yield "author", "{" + " and ".join(_author(base.people[p]) for p in paper.people) + "}"
    yield "title", "{" + _title(paper.title) + "}"
    yield place, "{" + escape(version.venue) + "}"
    yield "year", "{" + version.date[:4] + "}"
    if len(version.date) > 4:
        yield "month", _MONTHS[int(version.date[5:7]) - 1]  # bare: the styles know it in every language
    ids = paper.ids
    if "arxiv" in ids:
        yield "eprint", "{" + ids["arxiv"] + "}"
        yield "archivePrefix", "{arXiv}"
    doi = version.ids.get("doi")  # of the version that is cited; another version's DOI would lead elsewhere
    if doi:
        yield "doi", "{" + _verbatim(doi) + "}"
    if version.url:
        yield "url", "{" + _verbatim(version.url) + "}"


def _author(person: Person) -> str:
    if person.family and person.given:
        return f"{escape(person.family)}, {escape(person.given)}"
    return "{" + escape(person.native or person.name) + "}"  # in braces it is never split


def _title(title: str) -> str:
    """Escaped, and every word with a capital in braces, so that no style makes it small."""
    words = re.split(r"(\s+)", title)
    return "".join(
        "{" + escape(word) + "}" if any(c.isupper() for c in word) else escape(word) for word in words
    )


def _verbatim(text: str) -> str:
    """An identifier or URL; only what would break the braces is percent-encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


# -- reading ------------------------------------------------------------------------------------------------

_NAMES = (
    "title", "author", "editor", "year", "date", "month", "doi", "url", "ee", "eprint", "archiveprefix",
    "primaryclass", "journal", "journaltitle", "booktitle", "volume", "number", "pages", "publisher", "note",
    "howpublished", "series", "isbn", "issn", "organization", "school", "institution", "abstract", "keywords",
    "annote", "file",
)  # fmt: skip
_NAME = rf"(?:^|(?<=[\s,{{}}\"]))({'|'.join(_NAMES)})"
_FIELD = re.compile(rf"{_NAME}\s*=\s*(?=[{{\"\w])", re.IGNORECASE)
_LOOSE_FIELD = re.compile(rf"{_NAME}(?:\s*=\s*(?=[{{\"\w])|\s+(?={{))", re.IGNORECASE)  # author {A}
_INSIDE = re.compile(rf"[,}}\"]\s*({'|'.join(_NAMES)})\s*=\s*[{{\"\w]", re.IGNORECASE)  # of another's value
_AFTER_BARE = re.compile(rf"\w+\s+({'|'.join(_NAMES)})\s*=\s*[{{\"\w]", re.IGNORECASE)
_HEAD = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,=}]*)")
_UNESCAPED = re.compile(r"(?<!\\)[&%]")
_PRINTED = ("title", "author", "editor", "journal", "booktitle", "publisher", "series")  # LaTeX sees these
_PROSE = ("abstract", "annote", "note", "keywords")  # anything may stand there, an equals sign too
_PLACES = ("doi", "eprint", "url", "ee", "note", "howpublished", "journal", "volume", "number", "pages")
Report = Callable[[int, str, str, str], None]


def read(text: str) -> References:
    """The entries of a .bib file, and everything wrong with it, by line.

    An entry that cannot be parsed is kept with what can be made out of it; of two entries with one key both
    are kept, of two fields with one name the first. Raises CannotRun without bibtexparser or pylatexenc.

    >>> found = read("@misc{gan, title = {Generative {A}dversarial Nets}, eprint = {1406.2661}}").entries[0]
    >>> found.key, found.title, found.ids
    ('gan', 'Generative Adversarial Nets', ('1406.2661',))
    """
    problems: list[Problem] = []
    entries: list[Reference] = []

    def report(line: int, field: str, got: str, message: str) -> None:
        problems.append(Problem("bibtex", line, field, one_line(got)[:60], message))

    blocks = _blocks(text)
    strings = {b.parsed.key.lower(): b.parsed.value for b in blocks if b.kind == "String"}
    for block in blocks:
        fields = _fields_of(block, strings, report)
        if fields is not None:
            entries.append(_reference(block, fields, report))
    return References(tuple(entries), tuple(sorted(problems, key=lambda p: p.line)))


class _Block:
    """One block of the file: an entry, or what else stands there; a broken one reaches to the next block."""

    def __init__(self, parsed: Any, raw: str) -> None:
        self.parsed, self.raw = parsed, raw
        self.line = int(parsed.start_line) + 1
        self.kind = type(parsed).__name__
        head = _HEAD.match(raw)
        self.key = head[1] if head else ""


def _blocks(text: str) -> list[_Block]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[_Block] = []
    for parsed in _parsed(text):
        broken = bool(found) and found[-1].kind == "ParsingFailedBlock"
        if not (broken and type(parsed).__name__ == "ImplicitComment"):  # the rest of what it gave up on
            found.append(_Block(parsed, parsed.raw or ""))
    lines = text.split("\n")
    for i, block in enumerate(found):
        if block.kind == "ParsingFailedBlock":  # the parser drops the sign at which it gave up
            end = found[i + 1].line - 1 if i + 1 < len(found) else None
            whole = "\n".join(lines[block.line - 1 : end])
            block.raw = whole or block.raw
    return found


def _parsed(text: str) -> list[Any]:
    parser = library("bibtexparser")
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # what it would say on stderr is among the problems, with its line
    try:
        return list(parser.parse_string(text).blocks)
    finally:
        logger.setLevel(level)


def _fields_of(block: _Block, strings: dict[str, str], report: Report) -> dict[str, str] | None:
    """The fields of an entry, however broken, by name in small letters; None for what is no entry."""
    if block.kind == "Entry":
        return _sound_fields(block, strings, report)
    if block.kind == "ImplicitComment":
        for number, line in enumerate(block.raw.splitlines(), block.line):
            if line.strip() and not line.lstrip().startswith("%"):
                report(number, "", line, "text outside all entries, left out")
    if block.kind == "ExplicitComment" and (inside := re.search(r"@\s*(?!comment)\w+\s*\{.*", block.raw[1:])):
        report(block.line, "", inside[0], "an entry inside @comment, left out")
    if block.kind in ("String", "Preamble", "ImplicitComment", "ExplicitComment"):
        return None
    report(block.line, block.key, "", _fault(block))
    return _salvaged(block.raw)


def _fault(block: _Block) -> str:
    if block.kind == "DuplicateBlockKeyBlock":
        return f"the key stands at line {block.parsed.previous_block.start_line + 1} too; both are kept"
    if block.kind == "DuplicateFieldKeyBlock":
        names = ", ".join(sorted(block.parsed.duplicate_keys))
        return f"has {names} more than once; the first is kept"
    return "cannot be parsed (a brace, quote or comma is missing); kept with what can be made out"


def _sound_fields(block: _Block, strings: dict[str, str], report: Report) -> dict[str, str]:
    fields: dict[str, str] = {}
    enclosing = block.parsed.parser_metadata.get("removed_enclosing", {})
    for field in block.parsed.fields:
        name, value, bare = field.key.lower(), str(field.value), enclosing.get(field.key) == "no-enclosing"
        line, place = field.start_line + 1, f"{block.key}.{name}"
        inside = _INSIDE.search(value) or (bare and _AFTER_BARE.match(value))
        if inside and name not in _PROSE:
            report(line, place, "", f"a comma is missing before {inside[1]}; both were read")
            return _salvaged(block.raw)
        value, unknown = _joined(value, strings) if bare else (value, "")
        if unknown:
            report(line, place, unknown, "no @string has this name; taken as it stands")
        fields.setdefault(name, value)
        _check(name, value, line, place, report)
    return fields


def _check(name: str, value: str, line: int, place: str, report: Report) -> None:
    if not value:
        report(line, place, "", "the field is empty")
    signs = sorted(set(_UNESCAPED.findall(value))) if name in _PRINTED else []
    if signs:
        report(line, place, value, f"{' and '.join(signs)} not escaped; LaTeX would stumble")


def _joined(value: str, strings: dict[str, str]) -> tuple[str, str]:
    """A bare value with its strings put in and its parts joined, and the first name that no string has."""
    parts = [part.strip() for part in value.split("#")]
    unknown = [
        p for p in parts if p[:1].isalpha() and p.lower() not in strings and p[:3].lower() not in _MONTHS
    ]
    return "".join(strings.get(p.lower(), p.strip('{}"')) for p in parts), "".join(unknown[:1])


def _salvaged(raw: str) -> dict[str, str]:
    """What stands behind every known name of a field: to its end if it has one, else to the next name."""
    found: dict[str, str] = {}
    at = 0
    while match := _LOOSE_FIELD.search(raw, at):
        start = match.end()
        at = _end_of_value(raw, start) or _next_field(raw, start)
        found.setdefault(match[1].lower(), _unwrapped(raw[start:at].strip(" \t\n,")))
    return found


def _end_of_value(raw: str, start: int) -> int | None:
    """Where a value ends; None where it does not, or another field begins inside."""
    if raw[start] == '"':
        end = raw.find('"', start + 1) + 1 or None
    elif raw[start] == "{":
        depths = accumulate((sign == "{") - (sign == "}") for sign in raw[start:])
        end = next((start + i + 1 for i, depth in enumerate(depths) if depth == 0), None)
    else:
        end = start + len(re.split(r"[,}\s]", raw[start:], maxsplit=1)[0])
    return None if end is None or _INSIDE.search(raw, start, end) else end


def _next_field(raw: str, start: int) -> int:
    following = _FIELD.search(raw, start)
    return following.start() if following else len(raw)


def _unwrapped(value: str) -> str:
    """A value out of its braces or quotes; of one that is cut off, out of what is left of them."""
    if value[:1] + value[-1:] in ("{}", '""') and len(value) > 1:
        return value[1:-1]
    return value.strip('{}"') if value[:1] in ("{", '"') else value.rstrip("}")


def _reference(block: _Block, fields: dict[str, str], report: Report) -> Reference:
    title = plain(fields.get("title", ""))
    written = fields.get("year") or fields.get("date") or ""
    year = year_of(written)
    if written and year is None:
        report(block.line, f"{block.key}.year", written, "no year that can be read")
    ids = identifiers([fields[name] for name in _PLACES if name in fields])
    if not title and not ids:
        report(block.line, block.key, "", "neither a title nor an identifier; it can match nothing")
    if not block.key:
        report(block.line, "", title, "the entry has no key")
    return Reference(block.line, block.key or title[:60], title, _people(fields), year, ids)


def _people(fields: dict[str, str]) -> tuple[str, ...]:
    """The authors, or else the editors, as written; "and others" is nobody."""
    written = one_line(fields.get("author") or fields.get("editor") or "")
    names = library("bibtexparser.middlewares.names").split_multiple_persons_names(written)
    return tuple(name for name in map(plain, names) if name and name != "others")
