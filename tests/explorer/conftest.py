"""Pages of the explorer without a browser: Streamlit's AppTest, and what it would send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from explorer.links import PAGES
from kb import KnowledgeBase

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "explorer" / "app.py"
config.set_option("server.address", "127.0.0.1")  # as explorer/.streamlit says, which AppTest does not read


def read_address(href: str) -> tuple[str, dict[str, str]] | None:
    """The page and parameters of an address, or None where it is no page of ours."""
    parts = urlsplit(href)
    page = "" if parts.path in ("", ".", "./") else parts.path
    return (page, dict(parse_qsl(parts.query))) if page in PAGES and not parts.netloc else None


@pytest.fixture(name="read_address")
def _read_address() -> Callable[[str], tuple[str, dict[str, str]] | None]:
    return read_address


HEADINGS = ("h1", "h2", "h3", "h4")


class Shown:
    """A page as it was sent: all its HTML, the text of it, and its links."""

    def __init__(self, test: AppTest) -> None:
        self.test = test
        self.html = "\n".join(element.proto.body for element in test.get("html"))
        reader = _Reader()
        reader.feed(self.html)
        self.text = " ".join(" ".join(reader.texts).split())
        self.links = reader.links
        self.tags = reader.tags
        self.verbatim = reader.verbatim
        self.headings = [(int(tag[1]), text) for tag, text in reader.headings]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.headings: list[tuple[str, str]] = []
        self.within = False
        self.verbatim: list[str] = []
        self.as_it_stands = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in HEADINGS:
            self.within = True
            self.headings.append((tag, ""))
        if tag == "pre":
            self.as_it_stands = True
            self.verbatim.append("")
        if tag == "a":
            self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.as_it_stands:
            self.verbatim[-1] += data
        if self.within:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.within = False
        if tag == "pre":
            self.as_it_stands = False


Open = Callable[..., Shown]


@pytest.fixture
def open_page() -> Open:
    """Open a page by its name and parameters, as an address does."""

    def opened(page: str = "", /, **params: str) -> Shown:
        test = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in params.items():
            test.query_params[name] = value
        if page:
            test.switch_page(f"views/{page}.py")
        test.run()
        assert not test.exception, test.exception[0].message
        return Shown(test)

    return opened


@pytest.fixture
def invented(facts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented facts in the place of the real ones; a test may change them."""
    monkeypatch.setenv("KB_DATA", str(facts))
    return facts


@pytest.fixture(scope="session")
def real() -> KnowledgeBase:
    """The project's own facts."""
    return KnowledgeBase.read(ROOT / "data")


@pytest.fixture
def option() -> Iterator[Callable[[str, Any], None]]:
    """Sets an option of Streamlit for this test."""
    before: dict[str, Any] = {}

    def put(name: str, value: Any) -> None:
        before.setdefault(name, st.get_option(name))
        config.set_option(name, value)

    yield put
    for name, value in before.items():
        config.set_option(name, value)


@pytest.fixture(autouse=True)
def compiled(home: Path, compiled_home: Path) -> None:
    """A home of each test, in which the facts are compiled already: that takes seconds, and a page less."""
    (compiled_home / "cache").mkdir(exist_ok=True)
    home.mkdir()
    (home / "cache").symlink_to(compiled_home / "cache")
