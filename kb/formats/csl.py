"""CSL-JSON, for citeproc, Pandoc and Zotero: works as items, their permanent ids as ids.

A name in Chinese is a ``literal``, which no style turns round; a Latin one has family and given name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from kb.base import KnowledgeBase
from kb.cited import Cited
from kb.errors import FactsInvalid, Problem
from kb.paper import Paper
from kb.person import Person
from kb.reference import Reference, References, identifiers, own_identifiers, title_of, year_of

ABOUT = "CSL-JSON items for citeproc, Pandoc and Zotero"
EXTENSION = ".csl.json"
ALSO = (".json",)
IMPORTS = True
_TYPES = {
    "conference": "paper-conference",
    "journal": "article-journal",
    "report": "report",
    "thesis": "thesis",
    "book": "book",
    "preprint": "article",
    "release": "dataset",
}
_KINDS = {"film": "motion_picture", "system": "software"}  # of a release, where the work is no data set


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) as one JSON list, oldest first.

    >>> item = json.loads(write(base, ["transformer"]))[0]
    >>> item["type"], item["author"][0]
    ('paper-conference', {'family': 'Vaswani', 'given': 'Ashish'})
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    items = [_item(base, paper) for paper in sorted(papers, key=lambda p: (p.date, p.id))]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(base: KnowledgeBase, paper: Paper) -> dict[str, Any]:
    cited = Cited.of(paper)
    version, type_ = cited.version, _TYPES[cited.version.kind]
    item: dict[str, Any] = {
        "id": paper.id,
        "type": _KINDS.get(paper.kind, type_) if version.kind == "release" else type_,
        "title": cited.title,
        "author": [_name(base.people[person]) for person in cited.people],
        **_printed(cited),
        "issued": {"date-parts": [[int(part) for part in version.date.split("-")]]},
        **_identifiers(cited),
    }
    return {key: value for key, value in item.items() if value}


def _printed(cited: Cited) -> dict[str, Any]:
    """Where it was printed, in CSL's words."""
    version, arxiv = cited.version, cited.paper.ids.get("arxiv")
    held = version.kind in ("conference", "journal")
    numbered = version.number if not held else None  # a report has a number, an issue is a journal's
    return {
        "container-title": cited.place if held else None,
        "event-title": version.venue if version.kind == "conference" and version.proceedings else None,
        "collection-title": cited.series,
        "collection-number": version.volume if cited.series else None,
        "volume": version.volume if not cited.series else None,
        "issue": version.number if held else None,
        "number": numbered or (f"arXiv:{arxiv}" if arxiv and version.kind == "preprint" else None),
        "page": "-".join(filter(None, cited.pages)),
        "genre": cited.degree,
        "publisher": cited.body or (cited.place if version.kind in ("preprint", "book") else None),
    }


def _identifiers(cited: Cited) -> dict[str, Any]:
    paper, arxiv = cited.paper, cited.paper.ids.get("arxiv")
    # A Chinese title is custom: styles print "original-title" as what a translation was made of.
    titles = {"title_zh": paper.title_zh} if paper.title_zh else {}
    return {
        "DOI": cited.version.ids.get("doi"),  # of the version that is cited
        "URL": cited.url,
        "note": f"arXiv:{arxiv}" if arxiv else None,
        "custom": {"timetested": paper.id, **titles, **paper.ids},
    }


def _name(person: Person) -> dict[str, str]:
    chinese = any("\u4e00" <= c <= "\u9fff" for c in f"{person.family}{person.given}")
    if person.family and person.given and not chinese:
        return {"family": person.family, "given": person.given}
    return {"literal": person.native or person.name}


def recognises(text: str) -> bool:
    """Whether a text begins as JSON.

    >>> recognises(' [{"id": "gan"}]'), recognises("[3] GAN")
    (True, False)
    """
    return bool(re.match(r"\s*(?:\[\s*(?:[{\]\"]|$)|\{\s*[\"}])", text))


def read(text: str) -> References:
    """The items of a CSL-JSON list, or of one item. An item that is none is named, with its line.

    Raises FactsInvalid for text that is not JSON.

    >>> entry = read('[{"id": "x", "title": "Attention", "issued": {"date-parts": [[2017, 6]]}}]').entries[0]
    >>> entry.key, entry.year
    ('x', 2017)
    """
    entries: list[Reference] = []
    problems: list[Problem] = []
    for line, item in _items(text):
        if not isinstance(item, dict):
            problems.append(Problem("csl", line, "", str(item)[:60], "not an item, left out"))
            continue
        entries.append(_reference(line, item))
        if not entries[-1].title and not entries[-1].ids:
            problems.append(Problem("csl", line, "title", "", "neither a title nor an identifier"))
    return References(tuple(entries), tuple(problems))


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Every item with the line that it starts at."""
    decoder = json.JSONDecoder()
    at = _next(text, 0, "")
    listed = text[at : at + 1] == "["
    at = _next(text, at + 1, "") if listed else at
    while at < len(text) and text[at] != "]":
        line = text.count("\n", 0, at) + 1
        try:
            item, at = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise FactsInvalid([Problem("csl", line, "", "", "not JSON: nested too deep")]) from error
        except json.JSONDecodeError as error:
            problem = Problem("csl", error.lineno, "", "", f"not JSON: {error.msg}")
            raise FactsInvalid([problem]) from error
        yield from (
            (line, i) for i in (item["items"] if isinstance(item, dict) and "items" in item else [item])
        )
        at = _next(text, at, ",")


def _next(text: str, at: int, skipped: str) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in skipped):
        at += 1
    return at


def _reference(line: int, item: dict[str, Any]) -> Reference:
    title = title_of(str(item.get("title") or ""))
    people = item.get("author") or item.get("editor") or []
    custom = item.get("custom")
    sure = [item.get("DOI"), item.get("URL"), *(custom.values() if isinstance(custom, dict) else [])]
    sure += [f"PMID:{item['PMID']}"] if item.get("PMID") else []
    mixed = ("number", "note", "archive_location", "container-title", "publisher", "volume")
    rest = own_identifiers(str(item[key]) for key in mixed if item.get(key))
    return Reference(
        line,
        str(item.get("id") or title[:60]),
        title,
        tuple(filter(None, (_written(name) for name in people))),
        _year(item.get("issued")),
        tuple(dict.fromkeys((*identifiers(str(text) for text in sure if text), *rest))),
    )


def _written(name: Any) -> str:
    if not isinstance(name, dict):
        return str(name)
    if name.get("literal"):
        return str(name["literal"])
    parts = (name.get("non-dropping-particle"), name.get("family"), name.get("given"))
    return " ".join(str(part) for part in parts if part)


def _year(issued: Any) -> int | None:
    if isinstance(issued, dict):
        parts = issued.get("date-parts") or [[]]
        return year_of(str(parts[0][:1] if parts[0] else issued.get("raw") or issued.get("literal") or ""))
    return year_of(str(issued or ""))
