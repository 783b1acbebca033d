"""Semantic Scholar, over semanticscholar: https://api.semanticscholar.org/api-docs/graph."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from kb.paper import Paper
from kb.sources.found import Cited, Found, arxiv_numbers, every, gathered, normal, published_dois, rows, take
from kb.sources.http import Line, Unknown, library

_WANTED = [
    "title", "year", "publicationDate", "venue", "externalIds", "authors.name", "referenceCount",
    "references.title", "references.year", "references.externalIds",
]  # fmt: skip
_SCHEMES = {"CorpusId": "s2", "DOI": "doi", "ArXiv": "arxiv", "ACL": "acl", "DBLP": "dblp"}


def keys(paper: Paper) -> list[str]:
    """What a work is asked under, best first: preprint and published copy may be two works there.

    >>> "ARXIV:1706.03762" in keys(base.papers["transformer"])
    True
    """
    return [
        *(f"CorpusId:{number}" for number in every(paper, "s2")),
        *(f"ARXIV:{number}" for number in arxiv_numbers(paper)),
        *(f"DOI:{doi}" for doi in published_dois(paper)),
        *(f"ACL:{name}" for name in every(paper, "acl")),
    ]


class _Requester:
    """What the library asks through: its own neither waits for Retry-After nor notices a 502."""

    def __init__(self, line: Line) -> None:
        self.line = line

    async def get_data_async(self, url: str, parameters: str, headers: dict[str, str]) -> Any:
        answer = self.line.get(f"{url}?{parameters.lstrip('&')}", headers=headers).json()
        read(answer)  # before the library does, so that it is us who say which field is wrong
        return answer


def ask(line: Line, key: str) -> dict[str, Any]:
    """The work under a key with its reference list."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    client = library("semanticscholar").AsyncSemanticScholar(api_key=os.environ.get("S2_API_KEY"))
    client._requester = _Requester(line)
    wanted = client.get_paper(quote(key, safe="/:"), _WANTED)
    with ThreadPoolExecutor(1) as thread:  # the caller may run an event loop of its own (a notebook does)
        answer: dict[str, Any] = thread.submit(asyncio.run, wanted).result().raw_data
    if set(answer) == {"error"}:
        raise Unknown("no such work there")
    return answer


def read(payload: Any) -> Found:
    """A stored answer as a record. Raises Misshapen.

    >>> found = read({"paperId": "0c", "externalIds": {"ArXiv": "1406.2661", "CorpusId": 7}, "year": 2014})
    >>> found.ids["arxiv"], found.ids["s2"], found.date
    ('1406.2661', '7', '2014')
    """
    year = take(payload, "year", int, 0)
    journal = take(take(payload, "journal", dict, {}), "name", str, "")
    return Found(
        service="s2",
        id=take(payload, "paperId", str, ""),
        title=take(payload, "title", str, ""),
        authors=tuple(take(author, "name", str, "") for author in rows(payload, "authors", dict)),
        date=take(payload, "publicationDate", str, "") or (str(year) if year else None),
        venue=take(payload, "venue", str, "") or journal,
        ids=_ids(payload),
        references=tuple(_cited(entry) for entry in rows(payload, "references", dict)),
        counted=take(payload, "referenceCount", int, 0),
    )


def _ids(work: dict[str, Any]) -> dict[str, str]:
    external = take(work, "externalIds", dict, {})
    corpus = external.get("CorpusId")  # a number among texts
    texts = {**external, "CorpusId": str(corpus)} if isinstance(corpus, int) else external
    own = normal("s2hash", take(work, "paperId", str, ""))
    return own | gathered(normal(scheme, take(texts, name, str, "")) for name, scheme in _SCHEMES.items())


def _cited(entry: dict[str, Any]) -> Cited:
    return Cited(take(entry, "title", str, ""), take(entry, "year", int, 0) or None, _ids(entry))
