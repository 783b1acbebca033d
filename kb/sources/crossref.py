"""Crossref, over habanero: https://github.com/CrossRef/rest-api-doc (works, and the references of a work)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from kb.errors import SourceError
from kb.paper import Paper
from kb.reference import identifiers, year_of
from kb.sources.found import Cited, Found, Misshapen, normal, published_dois, rows, take
from kb.sources.http import HOMES, TIMEOUT, Busy, Line, email, library, refuse, user_agent

_DATES = ("published", "published-online", "published-print", "issued")


def keys(paper: Paper) -> list[str]:
    """What a work is asked under: its DOIs, but not those of arXiv, which Crossref does not register.

    >>> keys(base.papers["lstm"]), keys(base.papers["transformer"])  # the latter's only DOI is arXiv's
    (['10.1162/neco.1997.9.8.1735'], [])
    """
    return published_dois(paper)


def ask(line: Line, key: str) -> dict[str, Any]:
    """The work under a DOI with the references that its publisher deposited."""
    crossref = library("habanero").Crossref(
        base_url=line.root, mailto=email(), ua_string=user_agent(), timeout=TIMEOUT
    )
    line.asked.append(f"{HOMES['crossref']}/works/{quote(key, safe='/')}")
    answer: dict[str, Any] = line.patiently(lambda: _once(crossref, quote(key, safe="/")))
    return answer


def _once(crossref: Any, key: str, moves: int = 2) -> Any:
    """One question; the library opens its own connection, so its errors are told in our words here."""
    httpx = library("httpx2")
    try:
        return crossref.works(ids=key)
    except httpx.HTTPStatusError as error:
        moved = str(error.response.headers.get("Location", "")).partition("/works/")[2]
        if moved and moves and error.response.is_redirect:  # the DOI is an alias of another
            return _once(crossref, moved, moves - 1)
        refuse(error.response.status_code, error.response.headers)
        raise SourceError(f"HTTP {error.response.status_code}") from error
    except httpx.TimeoutException as error:
        raise Busy(f"no answer within {TIMEOUT:.0f} s") from error
    except httpx.HTTPError as error:
        raise Busy(f"the connection failed ({type(error).__name__})") from error
    except library("habanero").RequestError as error:
        raise SourceError("the answer is cut off, or no JSON") from error


def read(payload: Any) -> Found:
    """A stored answer as a record. Raises Misshapen.

    >>> found = read({"message": {"DOI": "10.1162/NECO.1997.9.8.1735", "issued": {"date-parts": [[1997]]}}})
    >>> found.id, found.date
    ('10.1162/neco.1997.9.8.1735', '1997')
    """
    work = take(payload, "message", dict, {})
    doi = take(work, "DOI", str, "").lower()
    return Found(
        service="crossref",
        id=doi,
        title=next(rows(work, "title", str), ""),
        authors=tuple(filter(None, map(_author, rows(work, "author", dict)))),
        date=next(filter(None, (_date(take(work, name, dict, {})) for name in _DATES)), None),
        venue=next(rows(work, "container-title", str), ""),
        ids=normal("doi", doi),
        references=tuple(map(_cited, rows(work, "reference", dict))),
        counted=take(work, "reference-count", int, 0),
    )


def _author(author: dict[str, Any]) -> str:
    """A person's given and family name, or what a consortium is called."""
    parts = (take(author, "given", str, ""), take(author, "family", str, ""))
    return " ".join(filter(None, parts)) or take(author, "name", str, "")


def _date(date: dict[str, Any]) -> str | None:
    """Date parts, of which the day and the month may be missing, and the year null."""
    parts = [part for part in next(rows(date, "date-parts", list), []) if part is not None]
    if not all(isinstance(part, int) for part in parts):
        raise Misshapen("date-parts holds something else than numbers")
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:3])]) if parts else None


def _cited(entry: dict[str, Any]) -> Cited:
    """A deposited reference: fields, or the whole entry as one text in which identifiers may stand."""
    text = take(entry, "unstructured", str, "")
    title = take(entry, "article-title", str, "") or take(entry, "volume-title", str, "")
    year = year_of(take(entry, "year", str, "") or text)
    return Cited(title, year, dict(_found_in([take(entry, "DOI", str, ""), text])))


def _found_in(texts: list[str]) -> Iterator[tuple[str, str]]:
    for text in reversed(identifiers(filter(None, texts))):  # the first of a scheme is what stays
        yield from (normal("doi", text) or normal("arxiv", text)).items()
