"""The knowledge base as a static site: plain HTML that opens from disk and asks nothing of any network.

Every work, person, award, event and story is a page in English and in Chinese; works, people and awards have
their data beside them as JSON, works also Highwire tags and their lineage as a picture. A site is written
beside its place and then moved there, so that what stands there is always whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.base import KnowledgeBase
from kb.beside import beside
from kb.cards import card
from kb.drawing import standalone
from kb.errors import UsageError
from kb.lineage import lineage
from kb.record import Language
from kb.site import award, finding, lists, person, telling, work
from kb.site.place import ROOTS
from kb.site.sheet import Frame, Page

__all__ = ["Built", "build"]

NOWHERE = "http://localhost/"  # in the map of addresses, where nobody said where the site will stand
MARK = "site.json"  # what tells a site of ours from a folder of somebody else's
ASSETS = ("site.css", "search.js")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Built:
    """What was written."""

    folder: Path
    pages: int
    files: int
    bytes: int


def build(
    base: KnowledgeBase,
    folder: Path,
    *,
    url: str | None = None,
    version: str = "",
    measured: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Write the whole site to a folder, in the place of a site that stands there.

    ``url`` is where it will stand on the web; ``measured`` says of claims what recorded runs came to.
    Raises UsageError for a folder that holds something else, or for an address that is none.

    >>> build(base, Path("/"))
    Traceback (most recent call last):
    kb.errors.UsageError: / holds other files; give a new or empty folder, or a site made here before
    """
    root = _checked_url(url)
    _refuse_foreign(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with beside(folder) as hidden:
        new = hidden / "new"
        pages = _write(base, new, root, version, measured or {}, progress)
        _finish(base, new, root, pages)
        if folder.exists():
            folder.replace(hidden / "old")
        new.replace(folder)
    written = [file for file in folder.rglob("*") if file.is_file()]
    return Built(folder, len(pages), len(written), sum(file.stat().st_size for file in written))


def _checked_url(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"--url {url}: expected an address such as https://example.org/papers/")
    return url.rstrip("/") + "/"


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; give the folder that the site shall be")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError(
            f"{folder} holds other files; give a new or empty folder, or a site made here before"
        )


def _write(
    base: KnowledgeBase,
    new: Path,
    url: str | None,
    version: str,
    measured: Mapping[str, Mapping[str, Any]],
    progress: Progress | None,
) -> list[Page]:
    """All pages with their data; returned without their bodies' files being read again."""
    frame = Frame(url, version, base.version[:12])
    total = len(ROOTS) * (
        7 + sum(map(len, (base.papers, base.people, base.awards, base.events, base.stories)))
    )
    pages = []
    for language in ROOTS:
        for page in _pages(base, language, measured, urlsplit(url).path if url else None):
            _put(new / page.place.address, frame.html(page))
            pages.append(page)
            if progress:
                progress(len(pages), total)
    for things, name in ((base.papers, "works"), (base.people, "people"), (base.awards, "awards")):
        for id_ in things:
            _put(new / name / f"{id_}.json", json.dumps(card(base, id_), ensure_ascii=False, indent=1) + "\n")
    return pages


def _pages(
    base: KnowledgeBase, language: Language, measured: Mapping[str, Mapping[str, Any]], root: str | None
) -> Iterator[Page]:
    yield from lists.pages(base, language, root)
    yield from (work.page(base, id_, language, measured) for id_ in base.papers)
    yield from (person.page(base, id_, language) for id_ in base.people)
    yield from (award.page(base, id_, language) for id_ in base.awards)
    yield from (telling.event(base, id_, language) for id_ in base.events)
    yield from (telling.story(base, id_, language) for id_ in base.stories)


def _finish(base: KnowledgeBase, new: Path, url: str | None, pages: list[Page]) -> None:
    """The lineages, the look, the search, the map of addresses, and the mark."""
    linked = {end for link in base.links.values() for end in (link.subject, link.object)}
    for language, root in ROOTS.items():
        for id_ in base.papers:
            if id_ in linked:
                _put(
                    new / root / "lineage" / f"{id_}.html",
                    standalone.page(base, lineage(base, id_), language=language),
                )
        _put(new / f"search-{language}.js", finding.index(base, language))
    for name in ASSETS:
        _put(new / name, files("kb.site").joinpath(name).read_text("utf-8"))
    found = [page.place for page in pages if page.place.path not in ("404.html", "search.html")]
    _put(new / "sitemap.xml", finding.sitemap(found, url or NOWHERE))
    _put(new / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {url or NOWHERE}sitemap.xml\n")
    _put(new / MARK, json.dumps({"format": 1, "facts": base.version, "url": url}, indent=1) + "\n")


def _put(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")
