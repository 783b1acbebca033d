"""A server on this machine in place of the four services: what it answers, and how it fails, a test says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote

import pytest

from kb.base import KnowledgeBase
from kb.sources import http
from kb.sources.asking import SERVICES, Answer, Asking, chosen
from tests.kb.sources.served import FILES, WORK, Reply, Service, payload


@pytest.fixture
def service() -> Iterator[Service]:
    """A server that answers nothing yet."""
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path)
            made.asked.append((path, dict(self.headers)))
            reply = made.reply(path)
            time.sleep(reply.delay)
            kind = "application/atom+xml" if path.startswith("/arxiv") else "application/json"
            length = len(reply.body) if reply.claimed is None else reply.claimed
            self.send_response(reply.status)
            for name, value in (
                {"Content-Type": kind, "Content-Length": str(length)} | reply.headers
            ).items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # whoever asked may have lost patience
                self.end_headers()
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.root = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, which take no time here."""
    pauses: list[float] = []
    monkeypatch.setattr(http, "sleep", pauses.append)
    return pauses


@pytest.fixture
def services(service: Service, slept: list[float], monkeypatch: pytest.MonkeyPatch) -> Service:
    """All four services on that server, each under its own name, with our payloads about the brass lamp."""
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    for key in ("KB_EMAIL", "OPENALEX_API_KEY", "S2_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    for name in http.ROOTS:
        monkeypatch.setitem(http.ROOTS, name, f"{service.root}/{name}")
        monkeypatch.setitem(http.PAUSES, name, 0.0)
    for name, start in WORK.items():
        service.answer(start, Reply(payload(FILES[name])))
    service.answer("/openalex/works?", Reply(payload("openalex-references.json")))
    return service


@pytest.fixture
def ask(miniature: KnowledgeBase) -> Callable[..., dict[str, Answer]]:
    """Ask the services about the brass lamp: ``ask("s2")``; without names all four."""

    def run(*names: str, work: str = "brass-lamp", refresh: bool = False) -> dict[str, Answer]:
        asking = Asking(chosen(names or SERVICES), refresh)
        return {answer.service: answer for answer in asking.about(miniature.papers[work])}

    return run
