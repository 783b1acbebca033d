"""What each page shows, by address: the state of a page is its address and nothing else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.base import facts_directory

PAGE_OF = {
    "papers": "paper",
    "people": "person",
    "awards": "award",
    "events": "event",
    "sources": "source",
    "stories": "story",
}


def in_order(levels: list[int]) -> bool:
    """Whether headings begin with one h1 and never skip a level downwards."""
    steps = pairwise(levels)
    return levels[:1] == [1] and levels.count(1) == 1 and all(b <= a + 1 for a, b in steps)


def test_home_offers_search_doors_and_all_works(open_page) -> None:
    page = open_page()
    assert page.headings[0][1].startswith("The papers behind today")
    assert "How attention was born" in page.text
    assert "paper?id=rnnsearch" in page.links
    assert in_order([level for level, _ in page.headings])


@pytest.mark.parametrize(
    ("query", "first"), [("attenton", "RNNsearch"), ("1406.2661", "GAN"), ("zhuyili", "RNNsearch")]
)
def test_a_search_answers_with_why(open_page, query: str, first: str) -> None:
    page = open_page(q=query)
    hits = [text for level, text in page.headings if level == 3]
    assert first in hits[0]


def test_a_search_without_an_answer_says_what_to_try(open_page) -> None:
    assert "Nothing is called “qqqqqqqq” here" in open_page(q="qqqqqqqq").text


def test_a_paper_page_tells_all_about_a_paper(open_page) -> None:
    page = open_page("paper", id="gan")
    assert page.headings[0] == (1, "GAN")
    for told in (
        "Ian Goodfellow",
        "NeurIPS Test of Time Award 2024",
        "Built on by",
        "225 ± 2 nats",
        "How we know",
    ):
        assert told in page.text, told
    assert "https://arxiv.org/abs/1406.2661" in page.links
    assert "reproduce?paper=gan" in page.links
    assert "@" in page.test.code[0].value and "Goodfellow" in page.test.code[0].value


def test_any_identifier_of_a_work_finds_its_page(open_page) -> None:
    assert open_page("paper", id="https://arxiv.org/abs/1409.0473v7").headings[0] == (1, "RNNsearch")


def test_a_person_page_shows_works_awards_and_places(open_page) -> None:
    page = open_page("person", id="ian-goodfellow")
    for told in ("GAN", "NeurIPS Test of Time Award 2024", "Université de Montréal", "Wrote with"):
        assert told in page.text, told


def test_an_award_page_counts_the_years_from_paper_to_prize(open_page) -> None:
    page = open_page("award", id="neurips-test-of-time-2024")
    assert "10 years from paper to prize" in page.text
    assert "reproduce?paper=gan" in page.links
    assert "award?id=neurips-test-of-time-2023" in page.links


def test_chinese_stays_with_every_link_once_chosen(open_page, read_address) -> None:
    page = open_page("paper", id="gan", lang="zh")
    assert "它从何而来" in page.text
    ours = [read_address(link) for link in page.links if not link.startswith("http")]
    assert ours and all(found is not None for found in ours)
    assert [found[1].get("lang") for found in ours if found].count("zh") >= len(
        ours
    ) - 1  # one is the way back to English


def test_without_a_choice_links_carry_no_language(open_page) -> None:
    page = open_page("paper", id="gan")
    assert [link for link in page.links if "lang=" in link and "id=gan&" not in link] == []


@pytest.mark.parametrize(
    ("page", "id_", "nearest"),
    [
        ("paper", "gann", "paper?id=gan"),
        ("person", "ian-goodfelow", "person?id=ian-goodfellow"),
        ("award", "neurips-2024", "award?id=neurips-test-of-time-2024"),
        ("event", "gan-diner", "event?id=gan-dinner-montreal"),
        ("lineage", "rnnserch", "paper?id=rnnsearch"),
    ],
)
def test_a_wrong_id_offers_the_nearest(open_page, page: str, id_: str, nearest: str) -> None:
    shown = open_page(page, **{"work" if page == "lineage" else "id": id_})
    assert f"“{id_}”" in shown.headings[0][1]
    assert nearest in shown.links


def test_an_id_of_another_kind_is_not_shown_as_this_kind(open_page) -> None:
    assert open_page("paper", id="ian-goodfellow").headings[0][1] == "No paper is called “ian-goodfellow”"


def test_a_page_without_an_id_asks_which_one(open_page) -> None:
    shown = open_page("person")
    assert shown.headings[0] == (1, "Which one?")
    assert "person?id=ian-goodfellow" in shown.links


def test_a_lineage_page_holds_picture_card_and_tables(open_page) -> None:
    page = open_page("lineage", work="gan", selected="wgan")
    assert "WGAN" in [text for _, text in page.headings]
    assert "A descendant, 1 step(s) after GAN." in page.text
    assert "WGAN improves GAN" in page.text
    drawn = [e for e in page.test.get("bidi_component") if "svg" in str(e.proto)]
    assert len(drawn) >= 1
    assert [w.value for w in page.test.selectbox] == ["gan"]


def test_filters_of_a_lineage_come_from_the_address_and_go_back_into_it(open_page) -> None:
    page = open_page("lineage", work="transformer", depth="1", types="improves", disputed="1", lang="zh")
    test = page.test
    assert (test.multiselect[0].value, test.toggle[0].value) == (["improves"], True)
    test.toggle[0].set_value(False).run()
    assert "disputed" not in test.query_params
    assert test.query_params["types"] == "improves"
    assert test.query_params["lang"] == "zh"


def test_a_lineage_with_nothing_left_says_so(open_page) -> None:
    assert "No link fits these filters" in open_page("lineage", work="gan", types="applies").text


def test_facts_that_say_script_are_only_read_as_text(open_page, invented: Path, edit) -> None:
    bad = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    edit("papers.yaml", "On the Burning of Tallow", f"'{bad}'")
    edit(
        "papers.yaml",
        "A candle of tallow burns.",
        "'</p><iframe src=https://evil.example></iframe>[x](javascript:1)'",
    )
    for page in (
        open_page("paper", id="tallow-candle"),
        open_page("lineage", work="oil-lamp"),
        open_page(q="tallow"),
    ):
        assert not page.tags & {"script", "img", "iframe"}
        assert not any(link.startswith("javascript") for link in page.links)
    assert bad in open_page("paper", id="tallow-candle").text


def test_broken_facts_are_listed_instead_of_shown(open_page, invented: Path, edit) -> None:
    edit("links.yaml", "object: tallow-candle", "object: tallow-candel")
    edit("links.yaml", "type: builds_on", "type: built_on")
    page = open_page("paper", id="oil-lamp")
    assert page.headings == [(1, "The facts are not valid")]
    assert "tallow-candel" in page.text and "built_on" in page.text
    assert "links.yaml:" in page.text


def test_an_edited_fact_is_shown_at_the_next_look(open_page, invented: Path, edit) -> None:
    page = open_page("paper", id="brass-lamp")
    assert "A brass mirror behind an oil lamp." in page.text
    edit("papers.yaml", "A brass mirror behind an oil lamp.", "A mirror of brass.")
    page.test.run()
    assert "A mirror of brass." in type(page)(page.test).text


def test_a_base_without_works_has_a_home(open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    for name in ("papers", "people", "awards", "events", "sources", "links", "claims", "press", "stories"):
        (empty / f"{name}.yaml").write_text("[]\n", "utf-8")
    monkeypatch.setenv("KB_DATA", str(empty))
    page = open_page()
    assert "no works yet" in page.text or page.headings == [(1, "The facts are not valid")]


@pytest.mark.parametrize("group", PAGE_OF)
def test_every_thing_of_the_real_facts_has_a_page_without_a_broken_link(
    open_page, read_address, group: str
) -> None:
    base = KnowledgeBase.load(facts_directory())
    known = getattr(base, group)
    page, test = PAGE_OF[group], None
    for number, id_ in enumerate(known):
        language = "zh" if number % 2 else "en"
        if test is None:
            shown = open_page(page, id=id_, lang=language)
            test = shown.test
        else:
            test.query_params.clear()
            test.query_params["id"], test.query_params["lang"] = id_, language
            test.run()
            assert not test.exception, f"{id_}: {test.exception[0].message}"
            shown = type(shown)(test)
        assert f"“{id_}”" not in shown.headings[0][1], f"{page}?id={id_} was not found"
        assert in_order([level for level, _ in shown.headings]), id_
        for target, params in filter(None, map(read_address, shown.links)):
            assert "id" not in params or params["id"] in base, f"{id_} -> {target}?id={params['id']}"
