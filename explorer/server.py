"""The explorer as a server: app.py with what Streamlit has no setting for.

A page says where its server is, so that an address such as /paper?id=gan is not first taken for a folder (and
asked for files that are not there); a policy for the browser: nothing is fetched from anywhere else; wrong
addresses lead to the right page; and no more visitors come in than there are file descriptors for.
``streamlit run explorer/server.py``, which is what `kb serve` does.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explorer import style, visit
from explorer.parts import notices
from explorer.serving import access, descriptors, login, promptness, suggestions
from explorer.serving.compression import Compressed
from explorer.serving.gate import Gate
from explorer.serving.policy import embedding, headers, policy_of
from explorer.serving.visitors import Visitors, room
from explorer.serving.wayfinding import Wayfinder

#: Pictures of a page are named by a hash of what they hold. Without this a browser fetches the icon again at
#: every click, which was more than all the rest that it fetched.
KEPT = (b"cache-control", b"private, max-age=31536000, immutable")


def _root() -> str:
    """The path below which the explorer lives, such as /explorer; empty at the root of its server."""
    root = st.get_option("server.baseUrlPath").strip("/")
    return f"/{root}" if root else ""


def where_the_server_is() -> bytes:
    """A script that tells the page the root of its server, and lets its icons come when one is shown.

    Streamlit fetches its icon font (375 kB) at the start of every page; most pages of ours show no icon.
    """
    address = f'location.origin+"{_root() or "/"}"'
    tell = f"window.__streamlit={{BACKEND_BASE_URL:{address}}};"
    wait = (
        "((f,l)=>{f.load=(font,...t)=>/Material/.test(font)?Promise.resolve([]):l.call(f,font,...t)})"
        "(document.fonts,document.fonts.load)"
    )
    return f"<script>{tell}{wait}</script>".encode()


def sheet(_request: Request) -> Response:
    """Our styles as a file, so that a page has them before it is drawn; pages also bring them in the end."""
    kept = {name.decode(): value.decode() for name, value in (KEPT,)}
    return Response(style.sheet(), media_type="text/css", headers=kept)


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
        await self.app(scope, receive, _Answer(send, named_by_content=_is_media(scope["path"])))


class _Answer:
    """Sends an answer on; a page is held back until it is whole."""

    def __init__(self, send: Send, named_by_content: bool = False) -> None:
        self.send = send
        self.named_by_content = named_by_content
        self.held: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers()]
            if self.named_by_content and message["status"] == 200:
                message["headers"].append(KEPT)
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
        linked = f'<link rel="stylesheet" href="{_root()}/style.css?{style.version()}">'
        ours = where_the_server_is() + linked.encode()
        body = self.body.replace(b"<head>", b"<head>" + ours, 1)
        stale = (
            b"content-length",
            b"etag",
            b"last-modified",
            b"content-security-policy",
        )  # of the page as it was
        headers = [(name, value) for name, value in self.held["headers"] if name.lower() not in stale]
        headers += [
            (b"content-length", str(len(body)).encode()),
            (b"content-security-policy", policy_of(body)),
        ]
        await self.send({**self.held, "headers": headers})
        return {"type": "http.response.body", "body": body, "more_body": False}


def _is_media(path: str) -> bool:
    return path.startswith(f"{_root()}/media/")


def _is_page(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    plain = b"content-encoding" not in headers
    return plain and start["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html")


def say_sorry(error: Exception) -> bool:
    """What a visitor sees of an error of ours: a sentence, no details. Streamlit logs the rest."""
    visitor = visit.current()
    notices.refusal(visitor.t("unknown.broken", kind=type(error).__name__))
    return True


def below_the_root(*routes: Route) -> list[Route]:
    """Routes of ours, also where the explorer lives below a path of its server."""
    return [Route(_root() + route.path, route.endpoint) for route in routes]


promptness.send_at_once()
descriptors.lazy_loops()
most_visitors = room(descriptors.raise_limit())
access.quota(), embedding()  # one that is none stops the server now, and no visitor later

app = st.App(
    Path(__file__).resolve().parent / "app.py",
    routes=below_the_root(suggestions.route, login.route, Route("/style.css", sheet)),
    middleware=[
        Middleware(Page),
        Middleware(Gate),
        Middleware(Visitors, most=most_visitors),
        Middleware(Wayfinder),
        Middleware(Compressed),
        Middleware(login.WayBack),
    ],
    on_script_error=say_sorry,
)
