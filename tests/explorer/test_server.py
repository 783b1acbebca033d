"""The server's own two additions: a page knows its server, and may fetch from nowhere else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from explorer.server import Page


def ask(kind: bytes, body: list[bytes], accept: bytes = b"text/html") -> tuple[dict, bytes, dict]:
    """What comes through for an answer of this kind: headers, body, and what the request had become."""
    seen: dict = {}
    sent: list[dict] = []

    async def app(scope, receive, send):
        seen.update(dict(scope["headers"]))
        headers = [(b"content-type", kind), (b"content-length", b"9"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in body[:-1]:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": body[-1]})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [(b"accept", accept), (b"accept-encoding", b"gzip")]}
    with ThreadPoolExecutor(1) as apart:  # the browser tests keep a loop running in this thread
        apart.submit(lambda: asyncio.run(Page(app)(scope, None, send))).result()
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return dict(sent[0]["headers"]), whole, seen


def test_a_page_is_told_where_its_server_is() -> None:
    headers, body, asked = ask(b"text/html; charset=utf-8", [b"<html><he", b"ad></head></html>"])
    assert body.startswith(b"<html><head><script>window.__streamlit=")
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers
    assert b"accept-encoding" not in asked


def test_anything_else_passes_as_it_is() -> None:
    headers, body, asked = ask(b"text/javascript", [b"let head='<head>'"], accept=b"*/*")
    assert body == b"let head='<head>'"
    assert headers[b"etag"] == b"x"
    assert asked[b"accept-encoding"] == b"gzip"


def test_the_browser_is_told_to_fetch_from_nowhere_else() -> None:
    headers, _, _ = ask(b"application/json", [b"{}"])
    policy = headers[b"content-security-policy"].decode()
    assert "connect-src 'self'" in policy and "font-src 'self'" in policy
    assert "http" not in policy and "*" not in policy
