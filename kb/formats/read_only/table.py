"""Tables with a header: of Zotero, Scopus, Web of Science, Google Scholar, and of `kb export -f csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from kb.errors import Problem
from kb.reference import Reference, References, identifiers, own_identifiers, title_of, year_of
from kb.spelling import fold

EXTENSION = ".csv"
ALSO = (".tsv",)

#: What a column is called, folded, by what it holds; of several, the first that has something in a row.
_COLUMNS = {
    "title": ("title", "article title", "document title", "name", "ti", "titel", "题名", "标题", "篇名"),
    "people": ("author", "authors", "author full names", "people", "au", "editor", "作者"),
    "year": (
        "publication year",
        "year",
        "date",
        "publication date",
        "pub year",
        "py",
        "年",
        "年份",
        "发表时间",
    ),
    "key": ("key", "id", "citation key", "citekey", "eid", "ut"),
}
_SURE = (
    "doi",
    "url",
    "urls",
    "link",
    "arxiv",
    "arxiv id",
    "arxiv number",
    "di",
    "doi link",
    "openalex",
    "pmid",
)
_MIXED = ("extra", "notes", "source title", "publication title", "journal", "publication")
LONGEST = 100_000  # signs of a header, below what the reader of CSV takes for one cell
_DELIMITERS = ",\t;"


def recognises(text: str) -> bool:
    r"""Whether the first line is a header with a title and something else that is known.

    >>> recognises('"Key","Title","Author"\nx,Moths,Ada'), recognises("Title, a poem\nMoths")
    (True, False)
    """
    names = [fold(name) for name in _header(text)[1]]
    others = {name for key, columns in _COLUMNS.items() if key != "title" for name in columns} | set(_SURE)
    return any(name in _COLUMNS["title"] for name in names) and any(name in others for name in names)


def read(text: str) -> References:
    r"""The rows of a table; a row of too few or too many cells is named.

    >>> entry = read("title,authors,year,doi\nMoths,\"Wick, A.; Flint, B.\",1990,10.1234/x").entries[0]
    >>> entry.title, entry.people, entry.year, entry.ids
    ('Moths', ('Wick, A.', 'Flint, B.'), 1990, ('10.1234/x',))
    """
    entries: list[Reference] = []
    problems: list[Problem] = []
    delimiter, names = _header(text)
    columns = [fold(name) for name in names]
    for line, cells in _rows(text, delimiter):
        if len(cells) != len(columns):
            message = f"{len(cells)} cells under {len(columns)} columns"
            problems.append(Problem("", line, "", delimiter.join(cells)[:60], message))
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
        entries.append(_reference(line, row))
        if not entries[-1].title and not entries[-1].ids:
            problems.append(Problem("", line, "title", "", "neither a title nor an identifier"))
    return References(tuple(entries), tuple(problems))


def _header(text: str) -> tuple[str, list[str]]:
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    first = first[:LONGEST]
    delimiter = max(_DELIMITERS, key=first.count)
    return delimiter, [
        cell.strip().strip('"\ufeff') for cell in next(csv.reader([first], delimiter=delimiter), [])
    ]


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every row after the header that holds something, with the line that it starts at."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    start, header = 1, True
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if not header:
                yield start, cells
            header = False
        start = reader.line_num + 1


def _reference(line: int, row: dict[str, str]) -> Reference:
    title, people, year, key = (
        next((row[name] for name in names if name in row), "") for names in _COLUMNS.values()
    )
    ids = [row[name] for name in _SURE if name in row and name != "pmid"]
    ids += [f"PMID:{row['pmid']}"] if "pmid" in row else []
    found = (*identifiers(ids), *own_identifiers(row[name] for name in _MIXED if name in row))
    shown = title_of(title)
    names = tuple(name.strip() for name in re.split(r";|\s\|\s|\sand\s", people) if name.strip())
    return Reference(line, key or shown[:60], shown, names, year_of(year), tuple(dict.fromkeys(found)))
