"""The explorer as a server: app.py with two things that Streamlit has no setting for.

A page says where its server is, so that an address such as /paper?id=gan is not first taken for a folder (and
asked for files that are not there); and a policy for the browser: nothing is fetched from anywhere else.
``streamlit run explorer/server.py``, which is what `kb serve` does.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer import suggestions, visit
from explorer.parts import notices

#: Scripts and styles stay as Streamlit needs them; what matters is that no request can leave this machine.
POLICY = (
    "connect-src 'self' data: blob:; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self'; "
    "object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


def where_the_server_is() -> bytes:
    """A script that tells the page the root of its server."""
    root = st.get_option("server.baseUrlPath").strip("/")
    return f'<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+"/{root}"}}</script>'.encode()


class Page:
    """Adds the headers to every answer, and to a page the place of its server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"text/html" in headers.get(b"accept", b""):  # a page must come uncompressed, to be written into
            scope = {**scope, "headers": [(n, v) for n, v in scope["headers"] if n != b"accept-encoding"]}
        await self.app(scope, receive, _Answer(send))


class _Answer:
    """Sends an answer on; a page is held back until it is whole."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *HEADERS]
            if _is_page(message):
                self.held = message
                return
        elif self.held is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            message = await self._written()
        await self.send(message)

    async def _written(self) -> Message:
        assert self.held is not None
        body = self.body.replace(b"<head>", b"<head>" + where_the_server_is(), 1)
        stale = (b"content-length", b"etag", b"last-modified")  # they speak of the page as it was
        headers = [(name, value) for name, value in self.held["headers"] if name.lower() not in stale]
        await self.send({**self.held, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        return {"type": "http.response.body", "body": body, "more_body": False}


def _is_page(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    plain = b"content-encoding" not in headers
    return plain and start["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html")


def say_sorry(error: Exception) -> bool:
    """What a visitor sees of an error of ours: a sentence, no details. Streamlit logs the rest."""
    visitor = visit.current()
    notices.refusal(visitor.t("unknown.broken", kind=type(error).__name__))
    return True


app = st.App(
    Path(__file__).resolve().parent / "app.py",
    routes=[suggestions.route],
    middleware=[Middleware(Page)],
    on_script_error=say_sorry,
)
