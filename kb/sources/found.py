"""What a service says about a work, as one record, and how a value is taken from its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kb.errors import SourceError
from kb.paper import Paper
from kb.spelling import identifier

_T = TypeVar("_T")


class Misshapen(SourceError):
    """A field of an answer holds something else than the service documents."""


@dataclass(frozen=True)
class Cited:
    """One entry of a reference list; ``ids`` are normal forms by scheme. What is not given is empty."""

    title: str = ""
    year: int | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A work as a service has it. ``ids`` are normal forms by scheme (``paper.Scheme``, and ``s2hash``).

    ``date`` is as exact as the service knows it, or None. ``counted`` is how many references the service says
    there are, which may be more than it lists. ``retrieved`` is when it was asked (UTC).
    """

    service: str
    id: str
    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    references: tuple[Cited, ...] = ()
    counted: int | None = None
    retrieved: str = ""


def take(data: Mapping[str, Any], name: str, kind: type[_T], default: _T) -> _T:
    """A field of an answer, or the default where it is missing or null. Raises Misshapen for another type.

    >>> take({"year": None}, "year", int, 0)
    0
    """
    value = data.get(name)
    if value is None:
        return default
    if not isinstance(value, kind):
        raise Misshapen(f"{name} is {_named(value)}, not {_TYPES.get(kind, kind.__name__)}")
    return value


def rows(data: Mapping[str, Any], name: str, kind: type[_T]) -> Iterator[_T]:
    """The items of a list in an answer; nulls among them are left out. Raises Misshapen.

    >>> list(rows({"title": ["Long Short-Term Memory", None]}, "title", str))
    ['Long Short-Term Memory']
    """
    for item in take(data, name, list, []):
        if item is None:
            continue
        if not isinstance(item, kind):
            raise Misshapen(f"{name} holds {_named(item)}, not {_TYPES.get(kind, kind.__name__)}")
        yield item


_TYPES: dict[type, str] = {
    str: "a text",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


def _named(value: Any) -> str:
    return _TYPES.get(type(value), type(value).__name__)


def normal(scheme: str, text: str) -> dict[str, str]:
    """An identifier of an answer under its scheme in normal form; nothing for one that cannot be read.

    >>> normal("doi", "https://doi.org/10.48550/arXiv.1706.03762"), normal("doi", "10.1162/NECO.1997.9")
    ({'arxiv': '1706.03762'}, {'doi': '10.1162/neco.1997.9'})
    >>> normal("openalex", "https://openalex.org/w42"), normal("doi", "none")
    ({'openalex': 'W42'}, {})
    """
    if scheme in ("doi", "arxiv"):
        known = identifier(text)
        return {known[0]: known[1]} if known and known[0] in ("doi", "arxiv") else {}
    if scheme == "openalex":
        return {scheme: text.rsplit("/", 1)[-1].upper()} if text else {}
    return {scheme: text} if text else {}


def gathered(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Identifiers of several places as one; of two in one scheme the first.

    >>> gathered([{"doi": "10.1145/3422622"}, {"doi": "10.1234/other", "arxiv": "1406.2661"}])["doi"]
    '10.1145/3422622'
    """
    found: dict[str, str] = {}
    for part in parts:
        found = {**part, **found}
    return found


def every(paper: Paper, scheme: str) -> list[str]:
    """The identifiers of a scheme over all versions of a work, in their order, each once.

    >>> every(base.papers["gan"], "doi")[0]
    '10.48550/arxiv.1406.2661'
    """
    given = (value for v in paper.versions for name, value in v.ids.items() if name == scheme)
    return list(dict.fromkeys(given))


def arxiv_numbers(paper: Paper) -> list[str]:
    """The arXiv numbers of a work, those that stand in a DOI of arXiv too.

    >>> arxiv_numbers(base.papers["gan"])
    ['1406.2661']
    """
    from_dois = (normal("doi", doi).get("arxiv", "") for doi in every(paper, "doi"))
    return list(dict.fromkeys(filter(None, (*every(paper, "arxiv"), *from_dois))))


def published_dois(paper: Paper) -> list[str]:
    """The DOIs of a work without those of arXiv, which only DataCite and OpenAlex know.

    >>> published_dois(base.papers["lstm"])
    ['10.1162/neco.1997.9.8.1735']
    """
    return [doi for doi in every(paper, "doi") if "doi" in normal("doi", doi)]
