"""BibTeX, for biber and for bibtex with UTF-8: works as entries, their permanent ids as keys.

Names are protected by braces from styles that make titles small, special characters escaped; identifiers and
URLs stay as they are, since bibliography styles print them verbatim. Chinese and accents stay UTF-8. Real
files are full of faults; what is read survives them, and every fault is named with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from kb.base import KnowledgeBase
from kb.bibtex_blocks import Block, blocks, comma_missing, salvaged
from kb.cited import Cited, keeps_its_capitals
from kb.errors import Problem
from kb.formats import library
from kb.latex import escape, plain
from kb.paper import Paper
from kb.person import Person
from kb.reference import (
    Reference,
    References,
    identifiers,
    one_line,
    own_identifiers,
    title_of,
    with_subtitle,
    year_of,
)

ABOUT = "BibTeX entries, keys are our ids"
EXTENSION = ".bib"
IMPORTS = True

#: The type of an entry, and the field that says where it stands.
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
    cited = Cited.of(paper)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(base, cited) if value)
    return f"@{_kind(cited)}{{{paper.id},\n{fields}}}\n"


def _kind(cited: Cited) -> str:
    return "mastersthesis" if cited.version.degree in ("diploma", "master") else _TYPES[cited.version.kind][0]


def _fields(base: KnowledgeBase, cited: Cited) -> Iterator[tuple[str, str]]:
    version, arxiv = cited.version, cited.paper.ids.get("arxiv")
    if cited.people:
        yield "author", "{" + " and ".join(_author(base.people[p]) for p in cited.people) + "}"
    yield "title", "{" + _title(cited.title) + "}"
    yield from _printed(cited)
    yield "year", "{" + version.date[:4] + "}"
    if len(version.date) > 4:
        yield "month", _MONTHS[int(version.date[5:7]) - 1]  # bare: the styles know it in every language
    if arxiv:
        yield "eprint", "{" + arxiv + "}"
        yield "archivePrefix", "{arXiv}"
    if "doi" in version.ids:  # of the version that is cited; another version's DOI would lead elsewhere
        yield "doi", "{" + _verbatim(version.ids["doi"]) + "}"
    if cited.url:
        yield "url", "{" + _verbatim(cited.url) + "}"


def _printed(cited: Cited) -> Iterator[tuple[str, str]]:
    """Where it was printed: the journal, volume or institution, its numbers, and who published it."""
    version, place = cited.version, _TYPES[cited.version.kind][1]
    whole = cited.body if version.kind in ("report", "thesis") else cited.place
    yield place, _braced(whole)
    if cited.degree in ("Diploma thesis",):
        yield "type", _braced(cited.degree)
    yield "series", _braced(cited.series)
    yield "volume", _braced(version.volume)
    if version.kind != "conference" or not version.volume:  # of both, styles print one and complain
        yield "number", _braced(version.number)
    if version.pages:
        yield "pages", "{" + "--".join(filter(None, cited.pages)) + "}"  # two hyphens are a dash to LaTeX
    if place not in ("institution", "school", "publisher"):
        yield "publisher", _braced(version.publisher)


def _braced(text: str | None) -> str:
    return "{" + escape(text) + "}" if text else ""


def _author(person: Person) -> str:
    if person.family and person.given:
        return f"{escape(person.family)}, {escape(person.given)}"
    return "{" + escape(person.native or person.name) + "}"  # in braces it is never split


def _title(title: str) -> str:
    """Escaped, and what keeps its capitals in braces, so that no style makes it small."""
    return " ".join(
        "{" + escape(word) + "}" if kept else escape(word) for word, kept in keeps_its_capitals(title)
    )


def _verbatim(text: str) -> str:
    """An identifier or URL; only what would break the braces is percent-encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


# -- reading ------------------------------------------------------------------------------------------------

_UNESCAPED = re.compile(r"(?<!\\)[&%]")
_PRINTED = ("title", "author", "editor", "journal", "booktitle", "publisher", "series")  # LaTeX sees these
_IDENTIFYING = (
    "doi",
    "eprint",
    "url",
    "ee",
    "biburl",
    "adsurl",
)  # whatever is found there is the entry's own
_MIXED = ("note", "howpublished", "journal", "journaltitle", "volume", "number", "pages", "eid", "publisher")
Report = Callable[[int, str, str, str], None]


def recognises(text: str) -> bool:
    r"""Whether some line of a text begins an entry.

    >>> recognises("% mine\n@article{gan,}"), recognises("@dataclass(frozen=True)")
    (True, False)
    """
    return bool(
        re.search(r"^[ \t]*@\s*[a-z]+\s*\{\s*[^\s,{}()=]*\s*[,}]", text, re.MULTILINE | re.IGNORECASE)
    )


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

    found = blocks(text)
    strings = {b.parsed.key.lower(): _unquoted(b.parsed.value) for b in found if b.kind == "String"}
    for block in found:
        fields = _fields_of(block, strings, report)
        if fields is not None:
            entries.append(_reference(block, fields, report))
    return References(tuple(entries), tuple(sorted(problems, key=lambda p: p.line)))


def _fields_of(block: Block, strings: dict[str, str], report: Report) -> dict[str, str] | None:
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
    return salvaged(block.raw)


def _fault(block: Block) -> str:
    if block.kind == "DuplicateBlockKeyBlock":
        return f"the key stands at line {block.parsed.previous_block.start_line + 1} too; both are kept"
    if block.kind == "DuplicateFieldKeyBlock":
        names = ", ".join(sorted(block.parsed.duplicate_keys))
        return f"has {names} more than once; the first is kept"
    return "cannot be parsed (a brace, quote or comma is missing); kept with what can be made out"


def _sound_fields(block: Block, strings: dict[str, str], report: Report) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in block.fields:
        name, value, line, place = field.name, field.value, field.line, f"{block.key}.{field.name}"
        if other := comma_missing(field):
            report(line, place, "", f"a comma is missing before {other}; both were read")
            return salvaged(block.raw)
        value, unknown = _joined(value, strings) if field.bare else (value, "")
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


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] + value[-1] in ("{}", '""') else value


def _joined(value: str, strings: dict[str, str]) -> tuple[str, str]:
    """A bare value with its strings put in and its parts joined, and the first name that no string has."""
    parts = [part.strip() for part in value.split("#")]
    unknown = [
        p for p in parts if p[:1].isalpha() and p.lower() not in strings and p[:3].lower() not in _MONTHS
    ]
    return "".join(strings.get(p.lower(), p.strip('{}"')) for p in parts), "".join(unknown[:1])


def _reference(block: Block, fields: dict[str, str], report: Report) -> Reference:
    title, subtitle, added = (title_of(plain(fields.get(n, ""))) for n in ("title", "subtitle", "titleaddon"))
    written = fields.get("year") or fields.get("date") or ""
    year = year_of(written)
    if written and year is None:
        report(block.line, f"{block.key}.year", written, "no year that can be read")
    ids = _identifiers(block.key, fields)
    if not title and not ids:
        report(block.line, block.key, "", "neither a title nor an identifier; it can match nothing")
    if not block.key:
        report(block.line, "", title, "the entry has no key")
    others = with_subtitle(title, subtitle, added)
    return Reference(block.line, block.key or title[:60], title, _people(fields), year, ids, others)


def _identifiers(key: str, fields: dict[str, str]) -> tuple[str, ...]:
    sure = [fields[name] for name in _IDENTIFYING if name in fields]
    sure += [key] if key.startswith("DBLP:") else []
    sure += [f"PMID:{fields['pmid']}"] if fields.get("pmid") else []
    mixed = [re.sub(r"\\\w+|[{}]", " ", fields[name]) for name in _MIXED if name in fields]  # \url{...}
    return tuple(dict.fromkeys((*identifiers(sure), *own_identifiers(map(one_line, mixed)))))


def _people(fields: dict[str, str]) -> tuple[str, ...]:
    """The authors, or else the editors, as written; "and others" is nobody."""
    written = one_line(fields.get("author") or fields.get("editor") or "")
    names = library("bibtexparser.middlewares.names").split_multiple_persons_names(written)
    return tuple(name for name in map(plain, names) if name and name != "others")
