"""The explorer in a real Chromium: a server of its own, and a watch over everything that a page does.

Every page that a test opens is held to the same promise at the end of the test: no request left the machine,
nothing was thrown, nothing was written to the console as an error.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

expect.set_options(timeout=30_000)  # a page may be slow on a busy machine; that is no fault of the page
ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """Where Chromium is: $KB_CHROMIUM, or one of the usual names on the path."""
    names = (os.environ.get("KB_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


class Server:
    """The explorer as a process, on a port of its own, with its own folder for runs."""

    def __init__(self, home: Path, facts: Path | None = None) -> None:
        self.home, self.facts = home, facts
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(ROOT / "explorer" / "server.py"),
            "--server.port",
            str(self.port),
        ]
        environment = {
            **os.environ,
            "KB_HOME": str(self.home),
            "KB_OFFLINE": "1",
            "KB_DATASETS": "",
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("KB_DATA", None)
        environment |= {"KB_DATA": str(self.facts)} if self.facts else {}
        log = (self.home / "server.log").open("ab")
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        log.close()
        for _ in range(300):
            assert self.process.poll() is None, (self.home / "server.log").read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:  # not there yet, or too busy to answer in time
                time.sleep(0.1)
        raise AssertionError("the explorer did not answer")

    def stop(self) -> None:
        """End this process and no other; runs that it started go on."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without one they are skipped, unless KB_REQUIRE_BROWSER=1."""
    path = chromium()
    if path is None:
        if os.environ.get("KB_REQUIRE_BROWSER") == "1":
            pytest.fail(
                "KB_REQUIRE_BROWSER=1, and there is no Chromium: install it, or set KB_CHROMIUM to its path"
            )
        pytest.skip("no Chromium here: install it, or set KB_CHROMIUM to its path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer, running."""
    one = Server(tmp_path_factory.mktemp("explorer"))
    one.start()
    yield one
    one.stop()


class Watch:
    """What pages did that they must not do."""

    def __init__(self, allowed: str) -> None:
        self.allowed = (allowed, allowed.replace("http", "ws", 1), "data:", "blob:")
        self.faults: list[str] = []
        self.expected: tuple[str, ...] = ()

    def over(self, page: Page) -> Page:
        """Watch one more page."""
        page.on(
            "request", lambda r: r.url.startswith(self.allowed) or self.faults.append(f"asked for {r.url}")
        )
        page.on("pageerror", lambda error: self.faults.append(f"threw {error}"))
        page.on("console", lambda m: m.type == "error" and self.faults.append(f"console: {m.text}"))
        return page

    def verdict(self) -> list[str]:
        """Faults, less those that the test announced."""
        return [fault for fault in self.faults if not any(word in fault for word in self.expected)]


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    """The watch of this test; it must have seen nothing."""
    one = Watch(server.url)
    yield one
    assert one.verdict() == []


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[NewPage]:
    """Another visitor: ``new_page(width=, theme=, locale=, motion=)`` is a page in a session of its own."""
    contexts = []

    def opened(
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        locale: str = "en-US",
        motion: str = "reduce",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale=locale,
            reduced_motion=motion,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return watch.over(context.new_page())

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A visitor with a wide window, in English, by day."""
    return new_page()


_MIDDLE = """
(link) => {
  const path = link.querySelector(".hit"), to = path.getScreenCTM(), length = path.getTotalLength();
  const at = (share) => {
    const p = path.getPointAtLength(length * share);
    return [p.x * to.a + to.e, p.y * to.d + to.f];
  };
  const its = ([x, y]) => link.contains(link.getRootNode().elementFromPoint(x, y));
  for (let step = 0; step < 48; step++) {  // the middle, then ever farther from it on both sides
    const point = at(0.5 + (step % 2 ? 1 : -1) * Math.ceil(step / 2) / 50);
    if (its(point)) return point;
  }
  return at(0.5);
}
"""


@pytest.fixture
def point_at() -> Callable[[Locator], None]:
    """Puts the pointer on a link's line, near its middle, where no other lies over it; again if it moved."""

    def point(link: Locator) -> None:
        page = link.page
        page.locator(".stage[data-ready]").wait_for()
        link.scroll_into_view_if_needed()
        for _ in range(20):
            page.mouse.move(*link.evaluate(_MIDDLE))
            page.wait_for_timeout(300)  # the card comes after a moment of rest
            if page.locator(".stage .evidence").is_visible():
                return
            page.mouse.move(1, 1)

    return point
