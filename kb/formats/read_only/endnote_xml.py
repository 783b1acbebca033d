"""EndNote XML, as EndNote, Mendeley and Zotero save it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kb.errors import FactsInvalid, Problem
from kb.reference import Reference, References, identifiers, own_identifiers, title_of, year_of

EXTENSION = ".xml"


def recognises(text: str) -> bool:
    """Whether it is XML with records in it.

    >>> recognises("<xml><records><record><titles/></record></records></xml>"), recognises("<html></html>")
    (True, False)
    """
    return text.lstrip("\ufeff \n\r\t").startswith("<") and "<records>" in text and "<record>" in text


@dataclass
class _Record:
    """The texts of one record by the path of elements that they stand in, without styles."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    def all(self, *ends: str) -> list[str]:
        found = (t for end in ends for path, texts in self.texts.items() if path.endswith(end) for t in texts)
        return [text.strip() for text in found if text.strip()]


def read(text: str) -> References:
    """The records of a file. Raises FactsInvalid for XML that breaks off.

    >>> found = read("<xml><records><record><titles><title><style>Moths</style></title></titles>"
    ...              "<dates><year>1990</year></dates></record></records></xml>")
    >>> found.entries[0].title, found.entries[0].year
    ('Moths', 1990)
    """
    return References(tuple(map(_reference, _records(text))))


def _records(text: str) -> Iterator[_Record]:
    parser = expat.ParserCreate()
    found: list[_Record] = []
    path: list[str] = []

    def start(name: str, _: object) -> None:
        if name == "record":
            found.append(_Record(parser.CurrentLineNumber))
        elif name != "style":
            path.append(name)
            if found:
                found[-1].texts.setdefault("/".join(path), []).append("")

    def end(name: str) -> None:
        if path and path[-1] == name:
            path.pop()

    def data(more: str) -> None:
        if found and (texts := found[-1].texts.get("/".join(path))):
            texts[-1] += more

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    try:
        parser.Parse(text.lstrip("\ufeff").encode(), True)
    except expat.ExpatError as error:
        problem = Problem("endnote_xml", error.lineno, "", "", f"not XML: {expat.ErrorString(error.code)}")
        raise FactsInvalid([problem]) from error
    yield from found


def _reference(record: _Record) -> Reference:
    title = title_of(" ".join(record.all("titles/title")[:1]) or " ".join(record.all("secondary-title")[:1]))
    sure = record.all("electronic-resource-num", "urls/related-urls/url", "urls/web-urls/url")
    ids = (
        *identifiers(sure),
        *own_identifiers(record.all("notes", "periodical/full-title", "accession-num")),
    )
    return Reference(
        record.line,
        (record.all("label") or record.all("rec-number") or [title[:60]])[0],
        title,
        tuple(record.all("authors/author") or record.all("secondary-authors/author")),
        year_of(" ".join(record.all("dates/year"))),
        tuple(dict.fromkeys(ids)),
        tuple(map(title_of, record.all("translated-title"))),
    )
