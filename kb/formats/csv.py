"""CSV of works, one a row, for spreadsheets and data frames; `csv_links` has the links."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable

from kb.base import KnowledgeBase
from kb.paper import Paper

ABOUT = "a table of works"
EXTENSION = ".csv"
COLUMNS = (
    "id", "kind", "label", "label_zh", "title", "title_zh", "people", "date", "year", "topic", "venue",
    "arxiv", "doi", "url", "cites", "summary", "summary_zh",
)  # fmt: skip


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None), in their order; several values in a cell are joined by " | ".

    >>> row = next(csv.DictReader(io.StringIO(write(base, ["transformer"]))))
    >>> row["title"], row["arxiv"]
    ('Attention Is All You Need', 'arXiv:1706.03762')
    """
    chosen = base.papers if works is None else dict.fromkeys(works)
    return table(COLUMNS, (_row(base, base.papers[work]) for work in chosen))


def table(columns: Collection[str], rows: Iterable[Collection[object]]) -> str:
    """A header and rows as CSV; None is an empty cell.

    >>> print(table(["id", "doi"], [["gan", None], ["a,b", 1]]), end="")
    id,doi
    gan,
    "a,b",1
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def _text_for_spreadsheets(arxiv: str | None) -> str | None:
    """An arXiv number that is no number: 1308.0850 would lose its last digit, and 2103.00020 two."""
    return f"arXiv:{arxiv}" if arxiv else None


def _row(base: KnowledgeBase, paper: Paper) -> tuple[object, ...]:
    url = next((version.url for version in paper.versions if version.url), None)
    return (
        paper.id,
        paper.kind,
        paper.name,
        paper.name_in("zh"),
        paper.title,
        paper.title_zh,
        " | ".join(base.people[person].name for person in paper.people),
        paper.date,
        paper.year,
        paper.topic,
        paper.venue,
        _text_for_spreadsheets(paper.ids.get("arxiv")),
        paper.ids.get("doi"),
        url,
        " | ".join(paper.cites),
        paper.summary.en,
        paper.summary.zh,
    )
