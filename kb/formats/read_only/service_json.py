"""JSON of OpenAlex, Crossref, DBLP, DataCite, Semantic Scholar and Zotero, and of `kb export -f json`.

Each wraps its works in its own way and names their parts by its own words; both are known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kb.errors import FactsInvalid, Problem
from kb.reference import Reference, References, identifiers, own_identifiers, title_of, year_of

EXTENSION = ".json"

#: The keys that lead to a list of works, or to the one work there is; * is every item of a list.
_WAYS = (
    ("results",), ("message", "items"), ("message",), ("result", "hits", "hit"), ("data",), ("papers",),
    ("items",), ("references",), ("citations",),
)  # fmt: skip
_INNER = ("info", "data", "attributes", "citedPaper", "citingPaper")  # what an item may be wrapped in
_SIGNS = (
    "display_name",
    "creators",
    "paperId",
    "externalIds",
    "authorships",
    "itemType",
    "versions",
    "indexed",
)


def recognises(text: str) -> bool:
    """Whether it is JSON whose works are wrapped or named as a service does; a plain list may be CSL-JSON.

    >>> recognises('{"results": [{"display_name": "Moths"}]}'), recognises('[{"id": "x", "title": "Moths"}]')
    (True, False)
    """
    try:
        data = json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (json.JSONDecodeError, RecursionError):  # brackets in brackets, thousands of them
        return False
    items = [_unwrapped(item) for item in _works(data)]
    wrapped = isinstance(data, dict) and bool(_way(data)) and _way(data) != ("items",)
    return bool(items) and (wrapped or any(sign in items[0] for sign in _SIGNS))


def read(text: str) -> References:
    """The works of an answer or an export; one without a title and an identifier is named.

    Raises FactsInvalid for text that is not JSON.

    >>> entry = read('{"results": [{"display_name": "Moths", "publication_year": 1990}]}').entries[0]
    >>> entry.title, entry.year
    ('Moths', 1990)
    """
    entries: list[Reference] = []
    problems: list[Problem] = []
    at = 0
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise FactsInvalid([Problem("", 1, "", "", "not JSON: nested too deep")]) from error
    except json.JSONDecodeError as error:
        raise FactsInvalid([Problem("", error.lineno, "", "", f"not JSON: {error.msg}")]) from error
    for item in map(_unwrapped, _works(data)):
        title = _title(item)
        place = _place(text, title, at)
        at = max(at, place)
        line = text.count("\n", 0, place) + 1
        entries.append(_reference(line, title, item))
        if not entries[-1].title and not entries[-1].ids:
            problems.append(Problem("", line, "title", "", "neither a title nor an identifier"))
    return References(tuple(entries), tuple(problems))


def _place(text: str, title: str, after: int) -> int:
    """Where a title stands, after the one before: the line that a person looks for."""
    found = max(text.find(json.dumps(title, ensure_ascii=ascii_), after) for ascii_ in (False, True))
    return found if title and found >= 0 else after


def _way(data: dict[str, Any]) -> tuple[str, ...] | None:
    for way in _WAYS:
        inside: Any = data
        for key in way:
            inside = inside.get(key) if isinstance(inside, dict) else None
        if isinstance(inside, (list, dict)):
            return way
    return None


def _works(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and (way := _way(data)):
        for key in way:
            data = data[key]
    items = data if isinstance(data, list) else [data]
    yield from (item for item in items if isinstance(item, dict))


def _unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    inner = next((item[key] for key in _INNER if isinstance(item.get(key), dict)), None)
    return {**item, **inner} if inner else item


def _title(item: dict[str, Any]) -> str:
    title = item.get("title") or item.get("display_name") or item.get("titles") or ""
    first = next(iter(title), "") if isinstance(title, list) else title
    return str(first.get("title") or "" if isinstance(first, dict) else first)


def _reference(line: int, written: str, item: dict[str, Any]) -> Reference:
    title = title_of(written).rstrip(".")
    key = str(item.get("citationKey") or item.get("key") or item.get("id") or item.get("DOI") or title[:60])
    subtitle = item.get("subtitle")
    others = [
        f"{title}: {title_of(str(sub))}" for sub in (subtitle if isinstance(subtitle, list) else []) if sub
    ]
    return Reference(line, key, title, tuple(_people(item)), _year(item), _ids(item), tuple(others))


def _people(item: dict[str, Any]) -> Iterator[str]:
    words = ("authorships", "authors", "author", "creators", "people")
    listed: Any = next((item[word] for word in words if item.get(word)), [])
    if isinstance(listed, dict):
        listed = listed.get("author", [])
    for person in listed if isinstance(listed, list) else [listed]:
        yield _name(person)


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return str(person)
    inner = person["author"] if isinstance(person.get("author"), dict) else person
    whole = inner.get("display_name") or inner.get("name") or inner.get("text")
    parts = (inner.get("family") or inner.get("lastName"), inner.get("given") or inner.get("firstName"))
    return str(whole or " ".join(str(part) for part in parts if part))


def _year(item: dict[str, Any]) -> int | None:
    issued = item.get("issued") or item.get("published")
    parts = (issued.get("date-parts") or [[None]])[0] if isinstance(issued, dict) else []
    versions = item.get("versions") or [{}]
    keys = ("publication_year", "year", "publication_date", "publicationDate", "publicationYear", "date")
    dates = [*parts[:1], *(item.get(key) for key in keys), versions[0].get("date")]
    return next((year for date in dates if date and (year := year_of(str(date)))), None)


def _ids(item: dict[str, Any]) -> tuple[str, ...]:
    """All identifiers: of the item, of its versions, and of what a service calls it elsewhere."""
    sure: list[Any] = [item.get(key) for key in ("doi", "DOI", "url", "URL", "ee", "arxivId", "archiveID")]
    for held in (item.get("ids"), item.get("externalIds")):
        sure += _named(held) if isinstance(held, dict) else []
    for version in item.get("versions") or []:
        sure += [version.get("url"), *_named(version.get("ids") or {})]
    sure += [item["id"]] if str(item.get("id", "")).startswith("https://") else []
    sure += [f"DBLP:{item['key']}"] if "venue" in item and "/" in str(item.get("key")) else []
    flat = [str(text) for one in sure for text in (one if isinstance(one, list) else [one]) if text]
    mixed = [str(item.get(key) or "") for key in ("extra", "publicationTitle", "number", "volume")]
    return tuple(dict.fromkeys((*identifiers(flat), *own_identifiers(mixed))))


def _named(ids: dict[str, Any]) -> list[str]:
    prefix = {"arxiv": "arXiv:", "dblp": "DBLP:", "pubmed": "PMID:"}
    return [
        f"{prefix.get(name.lower(), '')}{value}" if "://" not in str(value) else str(value)
        for name, value in ids.items()
    ]
