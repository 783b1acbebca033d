"""Streamlit's own scripts and style sheets, compressed: a first visit is three times as light.

Streamlit sends them as they are, to spare the server. Here each is compressed once and kept, a few megabytes
in all, so that a crowd costs no more than the first visitor.
"""

from __future__ import annotations

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer.serving.wayfinding import below_root

_ENDINGS = (".js", ".css")
_LEVEL = 6


class Compressed:
    """Answers for Streamlit's files with their compressed content, where the browser takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = below_root(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None or not _is_asked_for(path, Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        if path not in self.kept:
            whole = _Whole()
            await self.app(scope, receive, whole)
            if not whole.start:
                return  # the visitor was gone before it began
            if not whole.worth_keeping:
                await send(whole.start)
                await send({"type": "http.response.body", "body": whole.body})
                return
            self.kept[path] = await run_in_threadpool(_compressed, whole)
        for message in self.kept[path]:
            await send({**message, **({"headers": [*message["headers"]]} if "headers" in message else {})})


def _is_asked_for(path: str, headers: Headers) -> bool:
    ours = path.startswith("static/") and path.endswith(_ENDINGS)
    return (
        ours and "gzip" in headers.get("accept-encoding", "") and not {"range", "if-none-match"} & {*headers}
    )


class _Whole:
    """Collects an answer."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""
        self.ended = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")
            self.ended = not message.get("more_body", False)

    @property
    def worth_keeping(self) -> bool:
        """Whether it is a file, and all of it: a visitor who goes on to another page cuts an answer off."""
        length = Headers(raw=self.start["headers"]).get("content-length", str(len(self.body)))
        return self.start["status"] == 200 and self.ended and int(length) == len(self.body)


def _compressed(whole: _Whole) -> tuple[Message, Message]:
    body = gzip.compress(whole.body, _LEVEL, mtime=0)
    headers = MutableHeaders(raw=[*whole.start["headers"]])
    for name in ("etag", "last-modified", "accept-ranges"):
        del headers[name]
    headers["content-encoding"], headers["content-length"] = "gzip", str(len(body))
    headers.add_vary_header("accept-encoding")
    return {**whole.start, "headers": headers.raw}, {"type": "http.response.body", "body": body}
