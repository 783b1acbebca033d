"""Addresses that are none of ours, but mean one: /paper/gan, /works/gan.html, /Paper?id=gan, /1406.2661.

Streamlit would answer each of them with its empty page. Here what is plain is redirected to the page that it
means, and anything else is told as not found, with a search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import kb
from explorer import links, store
from explorer.locale import LANGUAGES, choose
from explorer.serving import plain
from kb.names import NameIndex

#: What a page is also called: in the static site, in the plural or the singular.
SYNONYMS = {
    "home": "", "index": "", "work": "paper", "works": "paper", "papers": "paper", "persons": "person",
    "author": "person", "authors": "people", "events": "event", "sources": "source", "lineages": "lineage",
    "paths": "path", "claims": "ledger", "claim": "ledger", "run": "reproduce", "runs": "reproduce",
    "reproductions": "reproduce", "atlas": "map", "search": "", "comparison": "compare",
    "abs": "paper", "pdf": "paper", "arxiv": "paper", "doi": "paper",
}  # fmt: skip

#: Pages of one thing; and the page of all such things, which is what their address without a name means.
THINGS = {"paper": "map", "person": "people", "award": "awards", "event": "awards", "source": "press",
          "story": "stories", "people": "people", "awards": "awards", "stories": "stories"}  # fmt: skip

#: Pages that show something of a work, and the parameter that names it.
OF_A_WORK = {"lineage": "work", "ledger": "paper", "reproduce": "paper", "try": "paper", "map": "selected"}

#: The first part of the addresses that Streamlit and our own routes answer themselves.
SERVED = {
    "_stcore", "static", "media", "component", "app", "auth", "oauth2callback", "suggest", "login",
    "style.css", "favicon.png", "manifest.json",
}  # fmt: skip
_LONGEST = 300  # characters of a path; more is no name


def destination(names: NameIndex | None, path: str, params: Mapping[str, str]) -> str | None:
    """The address (relative to the root) that a path below the root means, or None where that is not plain.

    ``names`` are those of the facts, or None while the facts are broken.
    """
    parts = [part for part in path.split("/") if part]
    kept = dict(params)
    if parts and parts[0].lower() in LANGUAGES:
        kept.setdefault("lang", parts.pop(0).lower())
    if parts:
        parts[-1] = parts[-1].removesuffix(".html")
    if not parts or parts[-1].lower() == "index":
        parts = parts[:-1]
    if not parts:
        return links.address("", kept)
    page = _page(parts[0])
    if page is not None and len(parts) == 1:
        return links.address(THINGS.get(page, page) if not kept.keys() - {"lang"} else page, kept)
    if page is not None:
        return _within(names, page, parts[1:], kept)
    id_ = _resolved(names, "/".join(parts))
    return _of_thing(names, id_, kept) if names and id_ else None


def _page(part: str) -> str | None:
    name = part.lower()
    name = SYNONYMS.get(name, name)
    return name if name in links.PAGES else None


def _within(names: NameIndex | None, page: str, rest: Sequence[str], kept: dict[str, str]) -> str | None:
    """Where the parts after a page's name lead: to the thing that they name, as this page shows it."""
    if page == "reproduce" and _is_run(rest[0]):
        return links.address(page, {**kept, "run": rest[0]})
    found = [_resolved(names, part) for part in rest]
    if page == "path":
        ends = dict(zip(("from", "to"), found, strict=False))
        return links.address(page, {**kept, **ends}) if all(found) else None
    if page == "compare" and all(found):
        return links.address(page, {**kept, "works": ",".join(str(id_) for id_ in found)})
    id_ = found[0] or _resolved(names, "/".join(rest))
    if names is None or id_ is None:
        return None
    if page in OF_A_WORK and links.PAGE_OF_KIND[names.subjects[id_].kind] == "paper":
        return links.address(page, {**kept, OF_A_WORK[page]: id_})
    stop = {"stop": rest[1]} if page in ("story", "stories") and rest[1:] and rest[1].isdecimal() else {}
    return _of_thing(names, id_, {**kept, **stop})


def _of_thing(names: NameIndex, id_: str, kept: Mapping[str, str]) -> str:
    return links.address(links.PAGE_OF_KIND[names.subjects[id_].kind], {"id": id_, **kept})


def _resolved(names: NameIndex | None, name: str) -> str | None:
    try:
        return names.resolve(name) if names and name else None
    except (kb.UnknownId, kb.Ambiguous):
        return None


def _is_run(part: str) -> bool:
    try:
        return store.record(part) is not None
    except store.Refused:  # there, and its page says what is wrong with it
        return True


class Wayfinder:
    """Sends a wrong address on to the right one, or says that there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = below_root(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if path is None or _ours(path):
            await self.app(scope, receive, send)
            return
        answer = await run_in_threadpool(_answer, scope, path)
        await answer(scope, receive, send)


def _answer(scope: Scope, path: str) -> Response:
    params = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    up = "../" * path.count("/")  # relative, so that it holds below any path of a proxy
    there = destination(_names(), path, params) if len(path) <= _LONGEST else None
    if there is None:
        return plain.not_found(language(Headers(scope=scope), path, params), path, up)
    there = there.removeprefix("./")
    return RedirectResponse(up + there if up and there else up or f"./{there}", 302)


def below_root(scope: Scope) -> str | None:
    """The path of a request below our root, without its first slash; None for one that is not below it."""
    root = "/" + st.get_option("server.baseUrlPath").strip("/")
    path = str(scope["path"])
    if root == "/":
        return path.removeprefix("/")
    return path.removeprefix(root).removeprefix("/") if f"{path}/".startswith(f"{root}/") else None


def _ours(path: str) -> bool:
    first = path.partition("/")[0]
    return first in SERVED or "_stcore" in path.split("/") or path.removesuffix("/") in links.PAGES


def language(headers: Headers, path: str, params: Mapping[str, str]) -> str:
    """The language to answer in: that of the address, or else the browser's first."""
    asked = params.get("lang") or path.partition("/")[0].lower()
    return choose(asked, headers.get("accept-language", ""))


def _names() -> NameIndex | None:
    try:
        return store.base().names
    except kb.FactsInvalid:
        return None
