"""What a page says of itself to machines: Highwire tags, as Google Scholar and Zotero read them, Open Graph,
other languages, and its twin as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.base import KnowledgeBase
from kb.markup import Markup, element, join
from kb.paper import Paper
from kb.site.place import ROOTS, TAGS, Place


def tag(name: str, content: object) -> Markup:
    """One meta element; nothing where there is nothing to say.

    >>> tag("citation_title", "A < B")
    '<meta name="citation_title" content="A &lt; B">'
    """
    return element("meta", name=name, content=content) if content not in (None, "") else Markup()


def head(place: Place, description: str, url: str | None, twin: str | None = None) -> Markup:
    """Description, the same page in other languages, its data; ``url`` is where the site will stand.

    >>> "hreflang" in head(Place("en", "index.html"), "All of it", None)
    True
    """
    parts = [tag("description", description)]
    parts += [
        element("link", rel="alternate", hreflang=TAGS[language], href=place.in_language(language))
        for language in ROOTS
    ]
    if url:
        parts.append(element("link", rel="canonical", href=url + place.address))
    if twin:
        parts.append(element("link", rel="alternate", type="application/json", href=twin))
    return join(parts, "\n")


def highwire(base: KnowledgeBase, paper: Paper) -> Markup:
    """The work in Highwire's terms, one author a tag, the date with slashes, ids of all versions.

    >>> "citation_arxiv_id" in highwire(base, base.papers["gan"])
    True
    """
    return join((tag(f"citation_{name}", value) for name, value in _terms(base, paper)), "\n")


def _terms(base: KnowledgeBase, paper: Paper) -> Iterator[tuple[str, Any]]:
    yield "title", paper.title
    for person in paper.people:
        yield "author", base.people[person].name
    yield "publication_date", paper.date.replace("-", "/")
    yield "conference_title" if paper.kind == "paper" else "publisher", paper.venue
    for scheme, term in (("arxiv", "arxiv_id"), ("doi", "doi"), ("pmid", "pmid"), ("isbn", "isbn")):
        yield term, paper.ids.get(scheme)
    if "arxiv" in paper.ids:
        yield "pdf_url", f"https://arxiv.org/pdf/{paper.ids['arxiv']}"
    yield "language", "en"
    yield from (("keywords", alias) for alias in paper.aliases.en)
