"""OpenAlex, over pyalex: https://docs.openalex.org/api-entities/works/work-object."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from kb.paper import Paper
from kb.sources.found import Cited, Found, arxiv_numbers, every, gathered, normal, published_dois, rows, take
from kb.sources.http import Line, email, library, user_agent

_BATCH = 50  # works in one question
_WANTED = ["id", "title", "doi", "publication_year"]


def keys(paper: Paper) -> list[str]:
    """What a work is asked under, best first: a look-up by arXiv's DOI misses merged works.

    >>> keys(base.papers["transformer"])[-1]
    'doi:10.48550/arxiv.1706.03762'
    """
    dois = [*published_dois(paper), *(f"10.48550/arxiv.{number}" for number in arxiv_numbers(paper))]
    return [*every(paper, "openalex"), *(f"doi:{doi}" for doi in dois)]


def ask(line: Line, key: str) -> dict[str, Any]:
    """The work under a key, and its references with their titles: the work itself only lists their ids."""
    pyalex = library("pyalex")
    pyalex.config.api_key = os.environ.get("OPENALEX_API_KEY")
    pyalex.config.email, pyalex.config.user_agent = email(), user_agent()
    question = pyalex.Works(params=key)
    work = dict(question._get_from_url(question.url, line))
    listed = [name.rsplit("/", 1)[-1] for name in rows(work, "referenced_works", str)]
    batches = (listed[at : at + _BATCH] for at in range(0, len(listed), _BATCH))
    return {"work": work, "references": [entry for batch in batches for entry in _entries(line, batch)]}


def _entries(line: Line, batch: list[str]) -> list[dict[str, Any]]:
    question = library("pyalex").Works().filter_or(openalex_id=batch).select(_WANTED)
    question._add_params("per-page", len(batch))
    return [dict(entry) for entry in question._get_from_url(question.url, line)]


def read(payload: Any) -> Found:
    """A stored answer as a record. Raises Misshapen.

    >>> found = read({"work": {"id": "https://openalex.org/W42", "publication_date": "1997-01-01"}})
    >>> found.id, found.date  # the day stands for a year of which no day is known
    ('W42', '1997')
    """
    work = take(payload, "work", dict, {})
    ids = gathered(_ids(work))
    place = take(take(work, "primary_location", dict, {}), "source", dict, {})
    return Found(
        service="openalex",
        id=ids.get("openalex", ""),
        title=take(work, "title", str, ""),
        authors=tuple(filter(None, map(_author, rows(work, "authorships", dict)))),
        date=_date(work),
        venue=take(place, "display_name", str, ""),
        ids=ids,
        references=tuple(_references(work, payload)),
        counted=take(work, "referenced_works_count", int, 0),
    )


def _ids(work: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield normal("openalex", take(work, "id", str, ""))
    yield normal("doi", take(work, "doi", str, ""))
    for place in rows(work, "locations", dict):
        yield normal("arxiv", take(place, "landing_page_url", str, ""))


def _author(authorship: dict[str, Any]) -> str:
    return take(take(authorship, "author", dict, {}), "display_name", str, "")


def _date(work: dict[str, Any]) -> str | None:
    """The date; a first of January stands for a year of which no day is known."""
    text = take(work, "publication_date", str, "")
    return (text[:4] if text.endswith("-01-01") else text) or None


def _references(work: dict[str, Any], payload: dict[str, Any]) -> Iterator[Cited]:
    told = {take(entry, "id", str, ""): entry for entry in rows(payload, "references", dict)}
    for id_ in rows(work, "referenced_works", str):
        entry = told.get(id_, {})
        ids = normal("openalex", id_) | normal("doi", take(entry, "doi", str, ""))
        year = take(entry, "publication_year", int, 0) or None
        yield Cited(take(entry, "title", str, ""), year, ids)
