"""The map page without a browser: its address, its twin, and somebody's own list over it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st

from explorer.links import address
from explorer.links.map import MapView
from explorer.parts.map import gaps
from explorer.parts.map import map as parts
from explorer.visit import Visit
from explorer.works_map.labels import labels
from kb import formats, overlay
from kb.cards import link_card
from kb.cli.forms import no_formula
from kb.drawing.words import LANES

MINE = b"""
@misc{a, title={Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks}}
@misc{b, title={Wasserstein GAN}, year={2017}}
@misc{c, title={A Thesis of My Own about Lamps}, year={2019}}
@misc{d, title={An undated note on lamp oil}}
"""

years = st.tuples(st.integers(1900, 2100), st.integers(1900, 2100)).map(lambda pair: tuple(sorted(pair)))
topics = st.sets(st.sampled_from(list(LANES)), max_size=4).map(
    lambda some: tuple(t for t in LANES if t in some)
)
words = st.none() | st.text("abc 注意", min_size=1, max_size=9).map(str.strip).filter(bool)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of a test lie in a folder of its own."""
    monkeypatch.setattr(overlay, "folder", lambda: tmp_path)


@given(st.builds(MapView, years=st.none() | years, topics=topics, find=words, selected=words, overlay=words))
def test_a_view_comes_back_from_its_address(view: MapView) -> None:
    query = urlsplit(address("map", **view.params())).query
    assert MapView.read(dict(parse_qsl(query))) == view


def test_nonsense_falls_back_to_the_whole_map() -> None:
    assert MapView.read({"years": "then-now", "topics": "vision,eating"}) == MapView(topics=("vision",))
    assert MapView.read({"years": "2017-2012"}).years == (2012, 2017)
    assert MapView.read({"topics": ",".join(LANES)}) == MapView()


def test_a_topic_is_switched_on_and_off_in_the_fixed_order() -> None:
    view = MapView(topics=("vision",), find="x")
    assert view.with_topic("diffusion").topics == ("diffusion", "vision")
    assert view.with_topic("vision") == MapView(find="x")


def test_both_languages_have_the_same_words_on_the_map() -> None:
    english, chinese = labels("en"), labels("zh")
    assert english.keys() == chinese.keys()
    assert set(re.findall(r"{\w+}", str(english))) == set(re.findall(r"{\w+}", str(chinese)))


# -- the page -----------------------------------------------------------------------------------------------


def test_the_twin_holds_every_work_by_date(open_page) -> None:
    page = open_page("map")
    assert page.headings[0] == (1, "The map")
    assert "129 works from 1991 to 2025" in page.text
    assert "The same as a table (129)" in page.text
    dates = re.findall(r"<td><time>([\d-]+)</time></td>", page.html)
    assert len(dates) == 129
    assert dates == sorted(dates)
    assert "works_map" in {element.proto.component_name for element in page.test.get("bidi_component")}


def test_years_and_topics_narrow_the_map_and_the_address_keeps_both(open_page, read_address) -> None:
    page = open_page("map", years="2014-2015", topics="attention-memory")
    rows = re.findall(r'<tr><td><time>(\d{4})[\d-]*</time></td><td><a href="paper\?id=([\w-]+)"', page.html)
    assert {id_ for _, id_ in rows} == {"rnnsearch", "ntm", "memory-networks", "memn2n"}
    switches = [read_address(link) for link in page.links if link.startswith("map")]
    assert ("map", {"years": "2014-2015"}) in switches
    assert ("map", {"years": "2014-2015", "topics": "attention-memory,vision"}) in switches


def test_where_nothing_is_left_the_way_back_is_offered(open_page) -> None:
    page = open_page("map", years="1990-1990", topics="vision")
    assert "No work of these topics falls into these years" in page.text
    assert "map" in page.links


def test_a_chosen_work_shows_its_links_with_their_evidence_and_the_ways_on(open_page) -> None:
    page = open_page("map", selected="ntm")
    for told in ("Neural Turing Machines", "Its links", "read in the source"):
        assert told in page.text, told
    assert {"paper?id=ntm", "lineage?work=ntm", "map"} <= set(page.links)


@pytest.mark.parametrize("params", [{"selected": "nothing-so"}, {"find": "<b>"}, {"years": "1-2"}])
def test_an_odd_address_shows_the_whole_map(open_page, params: dict[str, str]) -> None:
    page = open_page("map", **params)
    assert "The same as a table (129)" in page.text
    assert "Its links" not in page.text


def test_the_page_speaks_chinese(open_page) -> None:
    page = open_page("map", lang="zh", selected="gan")
    assert page.headings[0] == (1, "全图")
    assert "我已经读过的" in page.text
    assert "它的关联" in page.text


# -- one's own list -----------------------------------------------------------------------------------------


def kept(name: str = "mine") -> None:
    found = overlay.read(MINE, "mine.bib")
    overlay.save(overlay.Overlay(name, "mine.bib", date.today().isoformat(), found.entries, found.problems))


def test_a_kept_list_marks_what_is_read_and_lists_what_is_missing(open_page) -> None:
    kept()
    page = open_page("map", overlay="mine")
    assert (
        "Entries: 4; in the knowledge base: 2; on the map as open dots, since they bear a year: 1"
        in page.text
    )
    at = page.text.index("What your works stand on, and you lack")
    assert "GAN · 2 of yours descend from it" in page.text[at:]
    assert page.html.count("<td>read</td>") == 2
    assert "A Thesis of My Own about Lamps" in page.text
    assert "Not in the knowledge base, as a table (1)" in page.text


def said(test) -> str:
    """All HTML of a page after it ran again."""
    return "".join(one.proto.body for one in test.get("html"))


def test_a_file_is_kept_on_ones_own_machine_and_a_reload_shows_it_again(open_page) -> None:
    page = open_page("map").test
    page.file_uploader[0].set_value(("My refs.bib", MINE, "text/plain")).run()
    assert "My refs.bib. Entries: 4; in the knowledge base: 2" in said(page)
    assert overlay.names() == ["my-refs"] and page.query_params["overlay"] == "my-refs"
    again = open_page("map", overlay="my-refs")
    assert "Entries: 4; in the knowledge base: 2" in again.text and "#my-list" in again.links
    again.test.button(key="map-forget").click().run()
    assert "Entries: 4" not in said(again.test) and overlay.names() == ["my-refs"], "off the map, still kept"
    last = open_page("map", overlay="my-refs").test
    last.button(key="map-delete").click().run()
    assert overlay.names() == [] and not last.exception


def test_a_server_that_others_use_keeps_no_list_and_the_address_leads_back_to_it(open_page, option) -> None:
    option("server.allowedHosts", ["kb.example.org"])
    page = open_page("map").test
    page.file_uploader[0].set_value(("mine.bib", MINE, "text/plain")).run()
    assert "mine.bib. Entries: 4; in the knowledge base: 2" in said(page)
    assert overlay.names() == []
    works = page.query_params["mine"]
    again = open_page("map", mine=works)
    assert "Your list: 2 of its works are here" in again.text and "This server keeps no list" in again.text
    assert again.html.count("<td>read</td>") == 2
    again.test.button(key="map-forget").click().run()
    assert "mine" not in again.test.query_params and "Your list: 2" not in said(again.test)


def test_works_of_an_address_that_are_none_are_left_out(open_page) -> None:
    assert MapView.read({"mine": "gan,,GAN,a b,../x,gan,ntm"}).mine == ("gan", "ntm")
    assert "None of these references is in the knowledge base." in open_page("map", mine="nope-nope").text


def test_what_a_list_lacks_can_be_taken_away_and_is_no_formula(real) -> None:
    entries = overlay.read(b"DCGAN\nWasserstein GAN", "ids.txt").entries
    study = overlay.study(real, overlay.Overlay("mine", "ids.txt", "", entries))
    table = gaps.as_csv(real, study)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    gan = next(row for row in rows if row["id"] == "gan")
    assert gan["title"] == "Generative Adversarial Nets" and gan["arxiv"].endswith("1406.2661")
    assert (gan["yours"], gan["descend_from_it"]) == ("2", "dcgan wgan")
    assert [row["id"] for row in rows] == [ground.work for ground in study.missing]
    formulas = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|x", "%x"]
    assert all(no_formula(cell) == f"'{cell}" for cell in formulas)


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("x.bib", b"no bib at all", "x.bib could not be read. Line 1: text outside all entries"),
        ("x.json", b"{", "x.json could not be read. Line 1: not JSON"),
        ("x.bib", b"", "x.bib holds no reference that could be read."),
        (
            "x.csv",
            b"a,b\n1,2\n",
            "x.csv is a table whose first line has no column for titles; export BibTeX",
        ),
    ],
)
def test_a_bad_file_gives_one_line(open_page, name: str, data: bytes, line: str) -> None:
    page = open_page("map").test
    page.file_uploader[0].set_value((name, data, "text/plain")).run()
    notices = [one.proto.body for one in page.get("html") if 'role="alert"' in one.proto.body]
    assert len(notices) == 1
    assert line in notices[0]
    assert not page.exception


def test_the_page_takes_every_format_that_kb_import_reads(open_page) -> None:
    page = open_page("map").test
    assert set(formats.endings()) - {".text"} <= set(page.file_uploader[0].allowed_type)
    nbib = b"PMID- 1\nTI  - Generative Adversarial Nets\nFAU - Goodfellow, Ian\nDP  - 2014\n"
    page.file_uploader[0].set_value(("pubmed.nbib", nbib, "text/plain")).run()
    assert "pubmed.nbib. Entries: 1; in the knowledge base: 1" in said(page)


def test_a_reference_that_is_chosen_is_told_without_a_page_of_its_own(open_page) -> None:
    kept()
    page = open_page("map", overlay="mine", selected="ref-2")
    assert "In your list, not in the knowledge base · 2019" in page.text
    assert (2, "A Thesis of My Own about Lamps") in page.headings


def test_kept_lists_are_offered_by_their_addresses(open_page) -> None:
    kept("thesis")
    assert "map?overlay=thesis" in open_page("map").links


def test_a_list_that_is_not_there_gives_one_line(open_page) -> None:
    page = open_page("map", overlay="nobody")
    assert "No list called “nobody” is kept here." in page.text
    assert "The same as a table (129)" in page.text


def test_a_broken_kept_list_gives_one_line(open_page) -> None:
    kept()
    (overlay.folder() / "mine.json").write_text("{", "utf-8")
    assert "is not as kb writes it" in open_page("map", overlay="mine").text


def test_titles_of_a_list_stay_text(open_page) -> None:
    entries = overlay.read(b"@misc{x, title={<img src=x onerror=y> lamps}, year={2001}}", "x.bib").entries
    overlay.save(overlay.Overlay("mine", "x.bib", "2026-01-01", entries))
    page = open_page("map", overlay="mine", selected="ref-0")
    assert "<img" not in page.html
    assert "<img src=x onerror=y> lamps" in page.text


@pytest.mark.parametrize(
    ("before", "after", "shown"), [(9, 9, (3, 3)), (1, 9, (1, 5)), (9, 1, (5, 1)), (2, 2, (2, 2))]
)
def test_of_many_links_some_of_each_side_are_shown_and_a_way_to_all(
    real, before: int, after: int, shown: tuple[int, int]
) -> None:
    link = link_card(real, next(iter(real.links.values())))
    card = {"id": "gan", "links_from": [link] * before, "links_to": [link] * after}
    visit = Visit()
    drawn = str(parts.links(visit, card))
    assert (drawn.count(visit.link(link["object"])), drawn.count('class="tt-link"')) == (shown[0], sum(shown))
    assert (f"All {before + after} of them" in drawn) == (before + after > parts.SHOWN)


def test_what_the_address_says_already_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    class Address(dict):
        def __setitem__(self, name: str, value: str) -> None:
            said.append(f"{name}={value}")
            super().__setitem__(name, value)

    monkeypatch.setattr(streamlit, "query_params", Address())
    for event, value in (("choose", "gan"), ("choose", "gan"), ("choose", "ntm"), ("choose", "-")):
        parts.heard(event, value)
    assert said == ["selected=gan", "selected=ntm"] and "selected" not in streamlit.query_params
