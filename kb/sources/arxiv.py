"""arXiv, over arxiv: https://info.arxiv.org/help/api/user-manual.html. It knows no reference lists."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from kb.errors import SourceError
from kb.paper import Paper
from kb.sources.found import Found, Misshapen, arxiv_numbers, gathered, normal
from kb.sources.http import Line, Unknown, library

_NAMES = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}


def keys(paper: Paper) -> list[str]:
    """What a work is asked under: its arXiv numbers.

    >>> keys(base.papers["gan"])
    ['1406.2661']
    """
    return arxiv_numbers(paper)


def ask(line: Line, key: str) -> str:
    """The Atom feed about a number, as it came."""
    arxiv = library("arxiv")
    client = arxiv.Client(page_size=1, delay_seconds=0.0, num_retries=0)
    client._session = line
    answered = list(client.results(arxiv.Search(id_list=[key], max_results=1)))
    feed = line.heard
    if _entry(feed) is None or not answered:  # the library repairs a feed that is cut off; we refuse it
        raise Unknown("no such work there")
    return feed


def read(payload: Any) -> Found:
    """A stored feed as a record. Raises Misshapen, and SourceError for a feed that is cut off.

    >>> entry = "<entry><id>http://arxiv.org/abs/1406.2661v1</id><published>2014-06-10</published></entry>"
    >>> found = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>')
    >>> found.id, found.date
    ('1406.2661', '2014-06-10')
    """
    if not isinstance(payload, str):
        raise Misshapen("the feed is no text")
    entry = _entry(payload)
    if entry is None:
        raise Misshapen("the feed has no entry")
    number = normal("arxiv", _text(entry, "atom:id"))
    names = (_text(author, "atom:name") for author in entry.iterfind("atom:author", _NAMES))
    return Found(
        service="arxiv",
        id=number.get("arxiv", ""),
        title=_text(entry, "atom:title"),
        authors=tuple(filter(None, names)),
        date=_text(entry, "atom:published")[:10] or None,
        venue=_text(entry, "arxiv:journal_ref") or "arXiv",
        ids=gathered([number, normal("doi", _text(entry, "arxiv:doi"))]),
    )


def _entry(feed: str) -> ElementTree.Element | None:
    try:
        root = ElementTree.fromstring(feed)
    except ElementTree.ParseError as error:
        raise SourceError("the feed is cut off, or no XML") from error
    return root.find("atom:entry", _NAMES)


def _text(element: ElementTree.Element, path: str) -> str:
    return " ".join((element.findtext(path, "", _NAMES) or "").split())
