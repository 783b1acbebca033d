"""A lineage as one HTML file: closed to the outside, the same each time, and safe against what titles say."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.drawing import viewer
from kb.drawing.standalone import page
from kb.lineage import Lineage, lineage

LOADING = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("image", "href"),
    ("use", "href"),
}


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return KnowledgeBase.load(Path(__file__).resolve().parents[2] / "data")


@pytest.fixture(scope="module")
def gan(real: KnowledgeBase) -> Lineage:
    return lineage(real, "gan", depth=2)


def test_the_same_lineage_gives_the_same_bytes(real: KnowledgeBase, gan: Lineage) -> None:
    assert page(real, gan) == page(real, gan)


def test_nothing_in_it_loads_anything(real: KnowledgeBase, gan: Lineage) -> None:
    text = page(real, gan)
    elements = Elements(text).found
    assert [(t, name) for t, attrs in elements for name in attrs if (t, name) in LOADING] == []
    assert "@import" not in text and not re.search(r"url\(", text)


def test_the_policy_allows_its_own_script_and_no_other(real: KnowledgeBase, gan: Lineage) -> None:
    text = page(real, gan)
    (script,) = re.findall(r"<script>(.*)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [attrs["content"] or "" for tag, attrs in Elements(text).found if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_hold_every_work_and_every_item_of_evidence(
    real: KnowledgeBase, gan: Lineage, language
) -> None:
    text = page(real, gan, language=language)
    told = " ".join(Elements(text).texts)
    assert text.count("<tr>") == 2 + len(gan.members) + len(gan.links)
    for link in gan.links:
        assert link.why[language] in told
        for item in link.evidence:
            assert item.says[language] in told
            assert item.where in told


def test_it_says_when_and_on_what_terms(real: KnowledgeBase, gan: Lineage) -> None:
    told = " ".join(Elements(page(real, gan)).texts)
    newest = max(item.date for link in gan.links for item in link.evidence)
    assert f"Evidence as looked up until {newest}." in told
    assert "CC BY 4.0" in told


def test_a_title_that_is_markup_stays_text(facts: Path, edit) -> None:
    bad = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
    edit("papers.yaml", "On the Burning of Tallow", f"'{bad}'")
    base = KnowledgeBase.read(facts)
    text = page(base, lineage(base, "oil-lamp"))
    tags = [tag for tag, _ in Elements(text).found]
    assert tags.count("script") == 1 and "img" not in tags


def test_a_work_alone_still_has_a_page(real: KnowledgeBase) -> None:
    alone = lineage(real, "gan", depth=0)
    assert "It has no links here." in page(real, alone)


def test_every_work_but_the_centre_has_its_reason(real: KnowledgeBase, gan: Lineage) -> None:
    reasons = viewer.reasons(real, gan, "en")
    assert reasons.keys() == {member.id for member in gan.members} - {"gan"}
    assert reasons["imagen"] == {
        "says": "Imagen improves VQGAN-CLIP; VQGAN-CLIP builds on GAN",
        "links": ["imagen-improves-vqgan-clip", "vqgan-clip-builds-on-gan"],
    }


def test_both_languages_have_all_words_of_the_viewer() -> None:
    assert viewer.LABELS["en"].keys() == viewer.LABELS["zh"].keys()
