"""The way to the login and back: Streamlit does the login itself, and would end it on the home page.

GET /login?with=NAME&back=ADDRESS begins. The address is kept in a cookie of this server for ten minutes, and
taken only if it is one of our own pages.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from explorer import links
from explorer.serving import access

COOKIE = "timetested_back"
CALLBACK = "/oauth2callback"
_LONGEST = 1500  # characters; a cookie holds about 4000


def begin(request: Request) -> Response:
    """Send the visitor to the login that they chose; 404 where there is none of this name."""
    ways = access.providers()
    chosen = request.query_params.get("with") or next(iter(ways), "")
    if chosen not in ways:
        return PlainTextResponse("no such login\n", 404)
    answer = RedirectResponse(generate_login_redirect_url(chosen), 302, headers={"cache-control": "no-store"})
    back = quote(own_address(request.query_params.get("back", "")))
    answer.set_cookie(
        COOKIE,
        back,
        max_age=600,
        path=_root(),
        httponly=True,
        samesite="lax",
        secure=access.login_origin().startswith("https:"),
    )
    return answer


route = Route("/login", begin, methods=["GET"])


def own_address(address: str) -> str:
    """The address if it is that of a page of ours, else that of the home page.

    >>> own_address("reproduce?paper=gan"), own_address("//evil.example/"), own_address("javascript:alert(1)")
    ('reproduce?paper=gan', './', './')
    """
    parts = urlsplit(address)
    page = parts.path.removeprefix("./")
    if parts.scheme or parts.netloc or page not in links.PAGES or len(address) > _LONGEST:
        return links.address()
    return links.address(page, dict(parse_qsl(parts.query)))


class WayBack:
    """Ends a login on the page where it began."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        back = _kept(scope) if scope["type"] == "http" and scope["path"].endswith(CALLBACK) else ""
        if not back:
            await self.app(scope, receive, send)
            return

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 302:
                kept = [(name, value) for name, value in message["headers"] if name.lower() != b"location"]
                gone = f"{COOKIE}=; Max-Age=0; Path={_root()}; HttpOnly; SameSite=lax"
                message["headers"] = [*kept, (b"location", back.encode()), (b"set-cookie", gone.encode())]
            await send(message)

        await self.app(scope, receive, answered)


def _kept(scope: Scope) -> str:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookie = SimpleCookie(sent.decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return own_address(unquote(cookie.value)) if cookie else ""


def _root() -> str:
    return "/" + st.get_option("server.baseUrlPath").strip("/")
