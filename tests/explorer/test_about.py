"""The about page: its numbers are those of the facts, its terms those of the files that hold them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from explorer.locale import LANGUAGES
from explorer.parts.actions import citation
from kb import KnowledgeBase, __version__
from kb.link import IRI, LINK_TYPES
from kb.stats import stats

ROOT = Path(__file__).resolve().parents[2]


def pairs(html: str) -> dict[str, str]:
    """The two columns of the lists of names and values, as text."""
    found = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html)
    return {re.sub("<.*?>", "", name): re.sub("<.*?>", "", value) for name, value in found}


def rows(html: str) -> dict[str, list[str]]:
    """The cells of each row of the tables by its first, as text."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
    return {
        re.sub("<.*?>", " ", name).strip(): [
            re.sub("<.*?>", "", cell) for cell in re.findall("<td>(.*?)</td>", cells)
        ]
        for name, cells in found
    }


def test_every_number_is_that_of_the_statistics(open_page) -> None:
    page, found = open_page("about"), stats(KnowledgeBase.load())
    facts, covered = found["facts"], found["coverage"]
    shown = pairs(page.html)
    names = ("works", "people", "awards", "events", "sources", "claims", "stories")
    assert {name: shown[name] for name in names} == {name: f"{facts[name]:,}" for name in names}
    assert shown["influence links"] == f"{facts['links']:,}"
    assert shown["press statements checked"] == f"{facts['press']:,}"
    table = rows(page.html)
    for name, group in (
        ("Evidence of links, awards and events", "evidence checked"),
        ("Claims of papers", "claims checked"),
        ("All facts that say how they were checked", "facts checked"),
    ):
        assert [cell.split()[0] for cell in table[name]] == [f"{n:,}" for n in found[group].values()]
    whole = facts["works"]
    read = covered["with a reference list that was read"]
    assert table["have a reference list that was read in the work itself"] == [f"{read}  / {whole} "]
    lists = found["reference lists"]
    assert f"kept here: {lists['partial'] + lists['unknown']}." in page.text
    assert f"still from memory, looked up by nobody: {found['facts checked']['recalled']}." in page.text


def test_every_claim_is_counted_under_one_verdict(open_page) -> None:
    shown = pairs(open_page("about").html)
    words = ("reproduced", "direction only", "not reproduced", "not testable here", "not run yet")
    assert sum(int(shown[word]) for word in words) == len(KnowledgeBase.load().claims)


def test_every_type_of_link_is_explained_with_its_word_elsewhere(open_page) -> None:
    table, found = rows(open_page("about").html), stats(KnowledgeBase.load())
    cells = {name.split()[-1]: cells for name, cells in table.items()}
    assert set(LINK_TYPES) <= cells.keys()
    for kind in LINK_TYPES:
        means, iri, number = cells[kind]
        assert means and int(number) == found["link type"].get(kind, 0)
        assert iri.split(":")[1] == re.split("[/#:]", IRI[kind])[-1]


def test_version_terms_and_citation_are_those_of_the_files(open_page) -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    page = open_page("about")
    assert f"timetested {__version__} · facts {KnowledgeBase.load().version[:12]}" in page.text
    assert "Apache-2.0" in page.text and "CC BY 4.0" in page.text
    entry = page.verbatim[0]
    assert cff["title"] in entry.replace("{", "").replace("}", "")
    assert cff["authors"][0]["name"] in entry
    assert cff["version"] == __version__ and f"version = {{{__version__}}}" in entry
    assert entry == citation(__version__, KnowledgeBase.load().version[:12]).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_its_parts_and_has_each_of_them(open_page, language: str) -> None:
    page = open_page("about", lang=language)
    parts = re.findall(r'<section class="tt-section" id="([a-z]+)">', page.html)
    listed = [link[1:] for link in page.links if link[1:] in parts and link.startswith("#")]
    assert listed == parts and len(parts) == 11
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))


def test_gaps_of_other_facts_are_their_own(open_page, invented: Path) -> None:
    found = stats(KnowledgeBase.load())
    page = open_page("about")
    assert pairs(page.html)["works"] == str(found["facts"]["works"]) == "6"
    without = 6 - found["coverage"]["with claims"]
    assert f"Works without a claim entered: {without}." in page.text
