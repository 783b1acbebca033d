"""How many may read at once: as many as this process has file descriptors for, and no more.

Without a limit the next visitor takes the descriptor with which a page would have read its facts, and pages
of everybody break. With it whoever comes too late is told so, and comes in when a place is free.

    KB_MAX_VISITORS=300       open pages at once, where less than the descriptors allow is wanted
"""

from __future__ import annotations

import os
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from explorer import links
from explorer.serving import plain
from explorer.serving.wayfinding import below_root, language

A_VISITOR = 2  # descriptors: the websocket of an open page, and one for what it fetches meanwhile
SPARE = 150  # descriptors for the facts, runs, logs, and for those who are told to wait
WAIT = 20  # seconds after which a page that found no place tries again
_STREAM = "_stcore/stream"


def room(descriptors: int) -> int:
    """How many visitors so many descriptors are enough for. Raises ValueError where KB_MAX_VISITORS is none.

    >>> room(1024), room(100)
    (437, 1)
    """
    most = max(1, (descriptors - SPARE) // A_VISITOR)
    wanted = os.environ.get("KB_MAX_VISITORS", "")
    if not wanted:
        return most
    if not (wanted.isascii() and wanted.isdecimal() and int(wanted)):
        raise ValueError(f"KB_MAX_VISITORS is a whole number from 1, not {wanted!r}")
    return min(int(wanted), most)


class Visitors:
    """Counts open pages; a page beyond the limit is told to wait, in the visitor's language."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most, self.here = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        full = self.here >= self.most
        if scope["type"] == "websocket" and scope["path"].endswith(_STREAM):
            if full:
                await send({"type": "websocket.close", "code": 1013})
                return
            self.here += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.here -= 1
        elif full and scope["type"] == "http" and (path := _page(scope)) is not None:
            params = dict(parse_qsl(scope["query_string"].decode("latin-1")))
            await plain.full(language(Headers(scope=scope), path, params), WAIT)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _page(scope: Scope) -> str | None:
    path = below_root(scope)
    return path if path is not None and path.removesuffix("/") in links.PAGES else None
