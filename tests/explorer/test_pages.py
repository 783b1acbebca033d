"""What each page shows, by address: the state of a page is its address and nothing else."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from explorer.parts import report
from kb import KnowledgeBase
from kb.base import facts_directory
from kb.dominators import missing_without

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
    assert "@" in page.verbatim[0] and "Goodfellow" in page.verbatim[0]


def test_a_paper_page_shows_every_version_with_its_identifiers(open_page) -> None:
    page = open_page("paper", id="gan")
    for kind, venue in (("preprint", "arXiv"), ("conference", "NIPS 2014"), ("journal", "Communications of")):
        assert f"{kind}, {venue}" in page.text
    assert "https://doi.org/10.1145/3422622" in page.links


def test_a_paper_page_leads_on_to_path_map_and_comparison(open_page) -> None:
    page = open_page("paper", id="gan")
    assert {"path?from=gan", "map?chosen=gan", "compare?works=gan%2Cdeep-boltzmann-machine"} <= set(
        page.links
    )


def test_a_paper_page_offers_its_entry_in_every_format_and_its_address(open_page) -> None:
    bibtex, ris, csl, address = open_page("paper", id="gan").verbatim
    assert bibtex.startswith("@inproceedings{")
    assert ris.startswith("TY  - CPAPER") and "TI  - Generative Adversarial Nets" in ris
    assert json.loads(csl)[0]["title"] == "Generative Adversarial Nets"
    assert address.endswith("paper?id=gan\nkb show gan")


def test_a_paper_page_says_how_its_reference_list_is_known(open_page) -> None:
    assert "was read in the work itself" in open_page("paper", id="gan").text


def test_a_paper_page_says_what_would_be_missing_without_it(open_page) -> None:
    base = KnowledgeBase.load()
    missing = [item.work for item in missing_without(base, "transformer")]
    page = open_page("paper", id="transformer")
    assert f"Without Transformer, {len(missing)} works kept here would be cut off" in page.text
    assert {f"paper?id={work}" for work in missing} <= set(page.links)
    assert "would be cut off" not in open_page("paper", id="simclr").text


def test_the_parts_of_a_long_page_are_listed_with_their_numbers(open_page) -> None:
    page = open_page("paper", id="gan")
    base = KnowledgeBase.load()
    number = len(base.links_to("gan"))
    assert f'<a href="#led-to">What came of it</a><span class="tt-count">{number}</span>' in page.html
    assert '<section class="tt-section" id="led-to">' in page.html


def test_a_short_page_lists_no_parts(open_page, invented: Path) -> None:
    assert 'class="tt-contents"' not in open_page("paper", id="gas-lamp").html


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_says_what_is_shown_and_the_line_where_it_stands(open_page, language: str) -> None:
    for id_, file, shown in (
        ("wgan-improves-gan", "links", lambda base: base.links["wgan-improves-gan"].why[language]),
        ("GAN-1", "claims", lambda base: base.claims["GAN-1"].statement[language]),
        ("work", "papers", lambda base: base.papers["gan"].title),
    ):
        page = open_page("paper", id="gan", report=id_, lang=language)
        name = "gan" if id_ == "work" else id_
        lines = (facts_directory() / f"{file}.yaml").read_text("utf-8").splitlines()
        line = next(n for n, text in enumerate(lines, 1) if text == f"- id: {name}")
        (written,) = re.findall("<textarea[^>]*>(.*?)</textarea>", page.html, re.DOTALL)
        place = f"data/{file}.yaml, line {line}" if language == "en" else f"data/{file}.yaml 第 {line} 行"
        for told in (name, place, shown(KnowledgeBase.load())):
            assert html.escape(told) in written, told


def test_every_link_and_claim_of_a_paper_has_a_way_to_its_report(open_page) -> None:
    page, base = open_page("paper", id="gan"), KnowledgeBase.load()
    facts = [*base.links_from("gan"), *base.links_to("gan"), *base.claims_of("gan")]
    assert {f"paper?id=gan&report={fact.id}" for fact in facts} | {"paper?id=gan&report=work"} <= set(
        page.links
    )
    assert "textarea" not in page.tags


def test_a_report_of_something_else_is_one_of_the_page(open_page) -> None:
    assert "data/papers.yaml" in open_page("paper", id="gan", report="no-such-link").text


def test_reports_go_to_a_tracker_only_where_the_project_names_one(open_page, monkeypatch) -> None:
    assert not [link for link in open_page("paper", id="gan", report="GAN-1").links if "/new?" in link]
    monkeypatch.setattr(report, "_tracker", lambda: "https://example.org/issues/")
    (way,) = [link for link in open_page("paper", id="gan", report="GAN-1").links if "/new?" in link]
    assert way.startswith("https://example.org/issues/new?title=Wrong+fact%3A+GAN-1&body=Fact%3A+GAN-1")
    monkeypatch.setattr(report, "_tracker", lambda: "mailto:facts@example.org")
    assert report.issue_address("a b", "c&d") == "mailto:facts@example.org?subject=a%20b&body=c%26d"


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
    ours = [read_address(link) for link in page.links if not link.startswith(("http", "#"))]
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
    known = list(getattr(base, group))
    if group == "people":  # everyone with more to show than one work, and every fifth of the others
        plain = [id_ for id_ in known if len(base.works_by(id_)) < 2 and not base.people[id_].advisors]
        known = sorted((set(known) - set(plain)) | set(plain[::5]))
    if group == "sources":
        known = known[::3]
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
            there = base.press if target == "press" else base
            assert "id" not in params or params["id"] in there, f"{id_} -> {target}?id={params['id']}"


@pytest.mark.parametrize(
    ("language", "there", "back"),
    [("en", "Is measured on", "Used to measure"), ("zh", "评测于", "用它评测")],
)
def test_a_measurement_reads_the_right_way_round(
    open_page, real, language: str, there: str, back: str
) -> None:
    links = [k for k in real.links.values() if k.type == "evaluates" and k.status == "accepted"]
    link = next(k for k in links if real.papers[k.object].kind == "dataset")
    headings = [text for _, text in open_page("paper", id=link.subject, lang=language).headings]
    assert there in headings
    headings = [text for _, text in open_page("paper", id=link.object, lang=language).headings]
    assert back in headings and there not in headings
