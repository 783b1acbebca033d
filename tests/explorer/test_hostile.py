"""Text stays text on every page, whatever the facts say: no markup, no script, no address that runs."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from google.protobuf.json_format import MessageToDict

from explorer.links import PAGES
from tests.hostile import ATTACKS, poison

#: What each page is asked to show; pages that are not named are opened as they are.
SHOWN: dict[str, list[dict[str, str]]] = {
    "": [{}, {"q": "brass"}, {"q": ATTACKS[0]}],
    "lineage": [{"work": "brass-lamp", "selected": "oil-lamp", "disputed": "1"}, {"work": ATTACKS[1]}],
    "path": [{"from": "tallow-candle", "to": "electric-lamp"}, {"from": ATTACKS[1], "to": ATTACKS[2]}],
    "map": [{}, {"selected": "brass-lamp", "find": "brass"}, {"find": ATTACKS[0]}],
    "paper": [{"id": "brass-lamp"}, {"id": "oil-lamp", "report": "1"}, {"id": ATTACKS[0]}],
    "person": [{"id": "bo-flint"}, {"id": "zhang-deng"}, {"id": ATTACKS[1]}],
    "people": [{}, {"q": "flint"}, {"q": ATTACKS[1]}],
    "award": [{"id": "golden-wick-2013"}, {"id": ATTACKS[2]}],
    "awards": [{}, {"series": "golden-wick"}, {"series": ATTACKS[0]}],
    "event": [{"id": "night-without-oil"}, {"id": ATTACKS[3]}],
    "source": [{"id": "keeper-gazette"}, {"id": ATTACKS[4]}],
    "story": [
        {"id": "how-the-lamp-came-to-shine"},
        {"id": "how-the-lamp-came-to-shine", "stop": "2"},
        {"id": "how-the-lamp-came-to-shine", "print": "1"},
        {"id": ATTACKS[0]},
    ],
    "compare": [{"works": "oil-lamp,brass-lamp"}, {"works": f"{ATTACKS[0]},{ATTACKS[1]}"}],
    "press": [{}, {"id": "brass-is-gold"}, {"work": ATTACKS[0]}, {"source": ATTACKS[1]}],
    "ledger": [{}, {"paper": ATTACKS[0]}, {"verdict": ATTACKS[1]}],
    "reproduce": [{}, {"paper": ATTACKS[0]}, {"run": ATTACKS[1]}],
    "try": [{}, {"paper": ATTACKS[0]}],
}
SCRIPTED = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)


class Suspicions(HTMLParser):
    """What of a piece of HTML could run, or came out of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "link", "meta"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "data-hacked"):
                self.found.append(f"<{tag} {name}={value!r}>")
            runs = name in ("href", "src", "action", "xlink:href", "formaction") and SCRIPTED.match(
                value or ""
            )
            if runs and not (tag == "img" and str(value).startswith("data:image/")):
                self.found.append(f"<{tag} {name}={value!r}>")
            if (name == "src" and value == "x") or (name == "style" and "hacked" in (value or "")):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def strings(value: Any) -> Iterator[str]:
    """All strings in the data of a component, also those in JSON within it."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            with contextlib.suppress(ValueError):
                yield from strings(json.loads(value))


def drawn(test: Any) -> list[str]:
    """Every SVG that is given to a component of ours; each must be well-formed."""
    found = []
    for element in test.get("bidi_component"):
        for text in strings(MessageToDict(element.proto)):
            if text.lstrip().startswith("<svg"):
                ElementTree.fromstring(text)
                found.append(text)
    return found


def read_as_markdown(test: Any) -> list[str]:
    """Texts of the facts that Streamlit would read as Markdown."""
    told = [
        str(e.value)
        for kind in ("markdown", "caption", "header", "subheader", "title")
        for e in test.get(kind)
    ]
    told += [str(e.label) for kind in ("button", "expander", "toggle", "checkbox") for e in test.get(kind)]
    return [text for text in told if "](javascript:" in text or "<img" in text]


def test_an_attack_that_came_through_would_be_seen() -> None:
    assert [bool(Suspicions(attack).found) for attack in ATTACKS[:3]] == [True, True, True]
    assert Suspicions('<a href=" JavaScript:x()">').found


@pytest.fixture(scope="module")
def ill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature facts, written by somebody who wishes us ill."""
    import shutil

    miniature = Path(__file__).resolve().parents[1] / "miniature"
    folder = Path(shutil.copytree(miniature, tmp_path_factory.mktemp("ill") / "facts"))
    assert poison(folder) > 100
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "home")
def test_text_stays_text(open_page, ill: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("KB_DATA", str(ill))
    for number, params in enumerate(SHOWN.get(page, [{}])):
        shown = open_page(page, **params, lang="zh" if number % 2 else "en")
        seen = Suspicions(shown.html)
        for picture in drawn(shown.test):
            seen.found += Suspicions(picture).found
        assert seen.found == [], params
        assert read_as_markdown(shown.test) == [], params


def test_the_attacks_are_there_to_be_read(open_page, ill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_DATA", str(ill))
    pages = (
        ("paper", "brass-lamp"),
        ("person", "bo-flint"),
        ("award", "golden-wick-2013"),
        ("source", "keeper-gazette"),
    )
    told = " ".join("".join(Suspicions(open_page(page, id=id_).html).texts) for page, id_ in pages)
    assert sum(attack in told for attack in ATTACKS) >= len(ATTACKS) - 2, "shown as it was written"
