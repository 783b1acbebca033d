"""Who may speak with the server at all, before Streamlit hears of it.

A browser that shows another site must not reach the explorer: neither from that site's pages (their Origin is
not ours), nor through a name that was bent to point at this machine (their Host is none of our names).
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from explorer.locale import choose
from explorer.serving import access, plain

_PRIVATE = ("/_stcore/metrics",)  # how many visitors, how much memory
_WELL = "/_stcore/health"
_log = logging.getLogger(__name__)


class Gate:
    """Refuses connections from elsewhere, and keeps the server's own numbers to the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not _open_to_all(scope) and (why := stranger(headers := Headers(scope=scope))):
            _log.warning("a connection was refused: %s", why)
            if scope["type"] == "websocket":  # closed before it is accepted: the browser sees 403
                await send({"type": "websocket.close", "code": 1008})
                return
            spoken = choose(None, headers.get("accept-language"))
            await plain.refused(spoken, why)(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].endswith(_PRIVATE) and access.shared():
            await PlainTextResponse("not found\n", 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _open_to_all(scope: Scope) -> bool:
    """Whether whoever watches over servers may ask it under any name: only whether we are well."""
    return scope["type"] == "http" and str(scope["path"]).endswith(_WELL)


def stranger(headers: Headers) -> str:
    """Why a connection is none of ours, from its Host and Origin; empty where it is."""
    host, origin = headers.get("host", ""), headers.get("origin")
    try:
        name = urlsplit(f"//{host}").hostname or ""
        came_from = urlsplit(origin or "").netloc
    except ValueError as error:
        return str(error)
    names = _names()
    if names and not access.loopback(name) and not any(_fits(name, known) for known in names):
        return f"its Host is {host!r}; --allowed-host says which names are ours"
    if origin is None or _plain(came_from) == _plain(host):
        return ""
    trusted = [access.login_origin(), *st.get_option("server.corsAllowedOrigins")]
    return "" if origin in trusted else f"its Origin is {origin!r}, and its Host {host!r}"


def _names() -> list[str]:
    """Names that are ours besides this machine's own; none where every name will do."""
    told = [*st.get_option("server.allowedHosts"), access.login_host()]
    named = [name.lower() for name in told if name]
    alone = access.loopback(st.get_option("server.address") or "")
    return named or (["localhost"] if alone else [])


def _fits(name: str, known: str) -> bool:
    return known == "*" or name == known or (known.startswith("*.") and name.endswith(known[1:]))


def _plain(place: str) -> str:
    """A place without the port that its scheme has anyway."""
    return place.lower().removesuffix(":443").removesuffix(":80")
