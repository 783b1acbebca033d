"""A server for many: everybody reads, whoever logs in runs within a quota, and a run is its owner's.

The login is a real one, at an OpenID Connect provider of this machine.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reproductions import catalog, launch
from tests.browser.provider import Provider

pytest.importorskip("torch", reason="running a paper needs PyTorch")
pytest.importorskip("authlib", reason="a login needs Authlib")

ROOT = Path(__file__).resolve().parents[2]


class Shared:
    """`kb serve` with a login at the provider and a quota of one run a day."""

    def __init__(self, home: Path, provider: Provider) -> None:
        self.home, self.provider = home, provider
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        provider.secrets(self.url, home / "secrets.toml")

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
        one.provider.close()
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
    expect(ada.locator(".tt-needs")).to_contain_text(catalog.find("gan").presets["cpu"].about)
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
