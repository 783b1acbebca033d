"""A server for many: everybody reads, whoever logs in runs within a quota, and a run is its owner's.

The login is a real one, at an OpenID Connect provider of this machine that lets everybody in at once.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from reproductions import launch

pytest.importorskip("torch", reason="running a paper needs PyTorch")
pytest.importorskip("authlib", reason="a login needs Authlib")

ROOT = Path(__file__).resolve().parents[2]


class Provider:
    """The provider: whoever comes is let in as ``person``, without a question."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.person = {"sub": "1", "name": "Ada", "email": "ada@example.org"}
        self.issued: dict[str, tuple[dict[str, str], str | None]] = {}  # code -> who, nonce
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def discovery(self) -> dict[str, object]:
        """What /.well-known/openid-configuration says."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorized(self, asked: dict[str, str]) -> str:
        """Where the visitor goes on to, with a code."""
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.issued[code] = (dict(self.person), asked.get("nonce"))
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, asked: dict[str, str]) -> dict[str, object]:
        """The signed answer to a code, which is good for once."""
        from joserfc import jwt

        who, nonce = self.issued.pop(asked["code"])
        now = int(time.time())
        said = {"iss": self.url, "aud": "timetested", "iat": now, "exp": now + 600, "nonce": nonce, **who}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the request
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    self.send_response(302)
                    self.send_header("location", provider.authorized(dict(parse_qsl(address.query))))
                    self.end_headers()
                elif address.path == "/keys":
                    self.answer({"keys": [provider.key.as_dict(private=False)]})
                else:
                    self.answer(provider.discovery())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self.answer(provider.tokens(dict(parse_qsl(body))))

            def answer(self, content: dict[str, object]) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


class Shared:
    """`kb serve` with a login at the provider and a quota of one run a day."""

    def __init__(self, home: Path, provider: Provider) -> None:
        self.home, self.provider = home, provider
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        (home / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "{self.url}/oauth2callback"\ncookie_secret = "{secrets.token_hex(32)}"\n'
            'client_id = "timetested"\nclient_secret = "a secret of two"\n'
            f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n',
            "utf-8",
        )

    def start(self, environment: dict[str, str]) -> None:
        """Start, and wait until it answers."""
        kb = Path(sys.executable).parent / "kb"
        with (self.home / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [str(kb), "serve", "--port", str(self.port), "--quota", "1,1,120"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            assert self.process.poll() is None, (self.home / "server.log").read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:  # not yet, or too busy to answer in time
                time.sleep(0.1)
        raise AssertionError("the explorer did not answer")

    def runs(self) -> list[dict[str, object]]:
        """What run.json says of each run."""
        return [json.loads(file.read_text("utf-8")) for file in self.home.glob("runs/*/run.json")]


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser) -> Iterator[Shared]:
    """The server and its provider; no run of theirs goes on when the test ends."""
    home = tmp_path / "shared"
    home.mkdir()
    one = Shared(home, Provider())
    try:
        one.start({**os.environ, "KB_HOME": str(home), "KB_DATASETS": "", "PYTHONPATH": str(ROOT)})
        yield one
    finally:
        one.process.terminate()
        one.process.wait(timeout=30)
        one.provider.server.shutdown()
        one.provider.server.server_close()
    monkeypatch.setenv("KB_HOME", str(home))
    for run in launch.runs():
        launch.cancel(run.id)
    for _ in range(300):
        if not any(run.active for run in launch.runs()):
            return
        time.sleep(0.1)


@pytest.fixture
def visitor(browser: Browser, shared: Shared) -> Iterator[Callable[[], Page]]:
    """Another person with a browser of their own; no page may ask for anything but server and provider."""
    contexts, faults = [], []
    allowed = (shared.url, shared.url.replace("http", "ws", 1), shared.provider.url, "data:", "blob:")

    def arrived() -> Page:
        context = browser.new_context(locale="en-US", reduced_motion="reduce")
        context.set_default_timeout(90_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: r.url.startswith(allowed) or faults.append(f"asked for {r.url}"))
        page.on("pageerror", lambda error: faults.append(f"threw {error}"))
        page.on("console", lambda m: m.type == "error" and faults.append(f"console: {m.text}"))
        return page

    yield arrived
    for context in contexts:
        context.close()
    assert faults == []


def log_in(page: Page, url: str) -> None:
    """From the recipe that refuses a stranger to the same recipe, known."""
    page.goto(f"{url}/reproduce?paper=gan")
    expect(page.get_by_role("note")).to_contain_text("please log in first", timeout=90_000)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    page.get_by_role("note").get_by_role("link", name="Log in", exact=True).click()
    expect(page).to_have_url(f"{url}/reproduce?paper=gan")


def test_who_logs_in_runs_within_a_quota_and_nobody_else_touches_the_run(shared: Shared, visitor) -> None:
    ada = visitor()
    log_in(ada, shared.url)
    ada.get_by_role("radio", name="cpu", exact=True).click()  # goes on until it is cancelled
    expect(ada.get_by_role("radio", name="cpu", exact=True)).to_be_checked()
    ada.get_by_role("button", name="Start", exact=True).click()
    expect(ada).to_have_url(re.compile("run=gan-cpu-"))
    address = ada.url
    (run,) = shared.runs()
    assert re.fullmatch("[0-9a-f]{16}", str(run["owner"]))
    assert "ada" not in json.dumps(run).lower()

    shared.provider.person = {"sub": "2", "name": "Bob", "email": "bob@example.org"}
    bob = visitor()
    log_in(bob, shared.url)
    bob.goto(address)
    expect(bob.locator(".tt-state")).to_be_visible()
    expect(bob.get_by_role("button", name=re.compile("Cancel|Resume"))).to_have_count(0)

    ada.get_by_role("button", name="Cancel", exact=True).click()
    expect(ada.locator(".tt-run-cancelled")).to_be_visible(timeout=60_000)
    ada.goto(f"{shared.url}/reproduce?paper=gan")
    expect(ada.get_by_role("note")).to_contain_text("as many as one person may")
    expect(ada.get_by_role("button", name="Start", exact=True)).to_be_disabled()

    ada.goto(f"{shared.url}/auth/logout")
    ada.goto(address)
    expect(ada.locator(".tt-run-cancelled")).to_be_visible()
    expect(ada.get_by_role("button", name="Resume", exact=True)).to_have_count(0)
    assert [one["id"] for one in shared.runs()] == [run["id"]]
