"""What is proposed about an invented work, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from kb.base import KnowledgeBase
from kb.person import Person
from kb.sources.asking import Answer
from kb.sources.authors import compare
from kb.sources.citing import cited_works, identifiers_of
from kb.sources.found import Cited, Found
from kb.sources.pasting import as_yaml
from kb.sources.proposals import Proposal, propose

Propose = Callable[..., list[Proposal]]
BARE = Found("s2", "x", "Brass Lamps See Further")


@pytest.fixture
def proposed(miniature: KnowledgeBase) -> Propose:
    """What an answer about the brass lamp leads to: ``proposed(date="2005")``."""

    def run(work: str = "brass-lamp", **fields: Any) -> list[Proposal]:
        answer = Answer(work, "s2", "found", replace(BARE, retrieved="2026-01-02T03:04:05Z", **fields))
        return propose(miniature, [answer], identifiers_of(miniature))

    return run


def test_what_agrees_is_not_proposed(proposed: Propose) -> None:
    assert proposed() == []
    assert proposed(title="brass lamps: see FURTHER", authors=("Bo Flint", "Zhang Deng")) == []
    assert proposed(date="2005-03-01") == []
    assert proposed(ids={"arxiv": "0503.01234", "doi": "10.1234/BRASS.2005", "s2hash": "ab"}) == []


def test_a_missing_identifier_is_to_add_and_another_one_to_check(proposed: Propose) -> None:
    rows = proposed(ids={"s2": "42", "doi": "10.1234/other"})

    assert [(p.field, p.ours, p.theirs, p.kind) for p in rows] == [
        ("ids.s2", "", "42", "add"),
        ("ids.doi", "10.1234/brass.2005", "10.1234/other", "check"),
    ]
    assert {(p.work, p.service, p.retrieved) for p in rows} == {("brass-lamp", "s2", "2026-01-02T03:04:05Z")}


def test_a_doi_of_arxiv_counts_as_its_number(miniature: KnowledgeBase) -> None:
    paper = miniature.papers["brass-lamp"]
    first = paper.versions[0].model_copy(update={"ids": {"doi": "10.48550/arxiv.0503.01234"}})
    paper = paper.model_copy(update={"versions": (first,), "people": (), "cites": ()})
    base = KnowledgeBase({"papers.yaml": [paper]})
    found = replace(BARE, ids={"arxiv": "0503.01234", "doi": "10.1234/brass.2005"})

    (row,) = propose(base, [Answer("brass-lamp", "s2", "found", found)], {})

    assert (row.field, row.ours, row.kind) == ("ids.doi", "", "add")
    assert "10.1234" not in as_yaml(paper, [row]).split("- id:")[1]  # its only version has a DOI already
    assert "# not changed: ids.doi" in as_yaml(paper, [row])


def test_an_openalex_id_that_differs_may_be_a_merge(miniature: KnowledgeBase) -> None:
    paper = miniature.papers["brass-lamp"]
    first = paper.versions[0].model_copy(update={"ids": {"openalex": "W1"}})
    base = KnowledgeBase({"papers.yaml": [paper.model_copy(update={"versions": (first,), "people": ()})]})
    answer = Answer("brass-lamp", "openalex", "found", replace(BARE, ids={"openalex": "W2"}))

    (row,) = propose(base, [answer], {})

    assert (row.ours, row.theirs) == ("W1", "W2")
    assert "merged" in row.do


@pytest.mark.parametrize(
    ("date", "ours", "do"),
    [
        ("2005", None, None),
        ("2006", None, None),
        (None, None, None),
        ("2006-01-09", "2006-01", "more exact"),
        ("2007-05", "2005-03-01, 2006-01", "another date"),
    ],
)
def test_a_date_is_proposed_where_it_says_more_or_otherwise(
    date: str | None, ours: str | None, do: str | None, proposed: Propose
) -> None:
    rows = proposed(date=date)

    assert [p.ours for p in rows] == ([ours] if ours else [])
    assert all(p.do.startswith(str(do)) for p in rows)


def test_a_title_of_another_work_asks_whether_it_is_the_same(proposed: Propose) -> None:
    (row,) = proposed(title="Candles of the North")

    assert (row.field, row.kind) == ("title", "check")


def test_references_among_our_works_are_found_by_identifier_and_by_title(proposed: Propose) -> None:
    listed = (
        Cited("The burning of tallow (abridged)", ids={"doi": "10.1234/TALLOW.1990"}),
        Cited("Gas lamps", 2005),
        Cited("Electric lamps need no flame", 1950),  # a work of that name, but not of that year
        Cited("Brass lamps see further", 2005),  # itself
        Cited("Nothing of ours", 1999),
        Cited(),
    )

    assert [(p.field, p.theirs) for p in proposed(references=listed)] == [("cites", "gas-lamp")]


def test_a_services_own_ids_lead_to_works_that_it_was_asked_about(miniature: KnowledgeBase) -> None:
    other = Answer("gas-lamp", "openalex", "found", Found("openalex", "W7", "", ids={"openalex": "W7"}))
    found = replace(BARE, references=(Cited(ids={"openalex": "w7"}),))

    assert cited_works(miniature, "brass-lamp", found, identifiers_of(miniature, [other])) == ("gas-lamp",)


def test_a_work_younger_than_the_list_is_no_reference_of_it(miniature: KnowledgeBase) -> None:
    listed = (Cited("Electric Lamps Need No Flame"), Cited(ids={"arxiv": "0503.01234"}))
    found = replace(BARE, references=listed)

    assert cited_works(miniature, "oil-lamp", found, identifiers_of(miniature)) == ()
    assert cited_works(miniature, "electric-lamp", found, identifiers_of(miniature)) == ("brass-lamp",)


def test_two_identifiers_of_two_works_name_neither(miniature: KnowledgeBase) -> None:
    found = replace(BARE, references=(Cited(ids={"doi": "10.1234/tallow.1990", "arxiv": "0503.01234"}),))

    assert cited_works(miniature, "oil-lamp", found, identifiers_of(miniature)) == ()


KAISER = Person(id="lukasz-kaiser", name="Łukasz Kaiser", given="Łukasz", family="Kaiser")
GOMEZ = Person(id="aidan-gomez", name="Aidan N. Gomez", given="Aidan", family="Gomez")
HE = Person(id="kaiming-he", name="Kaiming He", given="Kaiming", family="He", native="何恺明")


@pytest.mark.parametrize(
    ("people", "names"),
    [
        ([GOMEZ], ["Aidan Gomez"]),
        ([GOMEZ], ["A. Gomez"]),
        ([GOMEZ], ["Aidan Nicholas Gomez"]),
        ([GOMEZ], ["Gomez, Aidan N."]),
        ([HE], ["He Kaiming"]),
        ([HE], ["何恺明"]),
        ([HE, GOMEZ], ["AIDAN GOMEZ", "K. He"]),
        ([HE], []),
        ([HE], [" "]),
    ],
)
def test_initials_order_and_native_script_are_no_difference(people: list[Person], names: list[str]) -> None:
    assert list(compare(people, names)) == []


def test_authors_missing_here_or_there_and_spelt_otherwise() -> None:
    rows = list(compare([KAISER, GOMEZ], ["Lukasz Kaiser", "Bo Flint", "Ada Wick"]))

    assert [(ours, theirs) for ours, theirs, _ in rows] == [
        ("Łukasz Kaiser", "Lukasz Kaiser"),
        ("", "Bo Flint; Ada Wick"),
        ("Aidan N. Gomez", ""),
    ]


def test_two_people_of_one_family_are_told_apart() -> None:
    other = Person(id="ana-gomez", name="Berta Gomez", given="Berta", family="Gomez")

    assert list(compare([GOMEZ, other], ["B. Gomez", "A. Gomez"])) == []


# -- to paste ------------------------------------------------------------------------------------------------


def test_a_block_to_paste_has_the_additions_and_tells_the_rest_above(
    miniature: KnowledgeBase, proposed: Propose
) -> None:
    ids = {"s2": "42", "doi": "10.1234/other", "dblp": "conf/x"}
    rows = proposed(ids=ids, references=(Cited("Gas Lamps"),))

    text = as_yaml(miniature.papers["brass-lamp"], rows)

    comments = [line for line in text.splitlines() if line.startswith("#")]
    (block,) = yaml.safe_load(text)
    before = miniature.papers["brass-lamp"].model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert block["versions"][0]["ids"] == before["versions"][0]["ids"] | {"s2": "42"}
    assert block["versions"][1]["ids"] == {"dblp": "conf/x"}
    assert block["cites"] == ["oil-lamp", "tallow-candle", "fog-images", "gas-lamp"]
    assert {key: value for key, value in block.items() if key not in ("versions", "cites")} == {
        key: value for key, value in before.items() if key not in ("versions", "cites")
    }
    assert [line.split(" (")[0] for line in comments] == [
        "# added: s2 42",
        "# not changed: ids.doi: s2",
        "# added: dblp conf/x",
        "# added: cites gas-lamp",
    ]


def test_an_identifier_of_which_services_give_two_is_only_told(miniature: KnowledgeBase) -> None:
    given = [
        Answer("brass-lamp", name, "found", replace(BARE, service=name, ids={"s2": value}))
        for name, value in (("s2", "1"), ("openalex", "2"))
    ]
    text = as_yaml(miniature.papers["brass-lamp"], propose(miniature, given, {}))

    assert "s2" not in yaml.safe_load(text)[0]["versions"][0]["ids"]
    assert text.count("# not changed: ids.s2") == 2


def test_a_pasted_block_passes_the_checks(
    miniature: KnowledgeBase, proposed: Propose, edit: Callable[[str, str, str], Any]
) -> None:
    text = as_yaml(miniature.papers["gas-lamp"], proposed("gas-lamp", title="Gas Lamps", ids={"s2": "42"}))
    folder = edit("papers.yaml", "- id: gas-lamp", "- id: gas-lamp-old")
    papers = (folder / "papers.yaml").read_text()
    start, end = papers.index("- id: gas-lamp-old"), papers.index("- id: electric-lamp")
    (folder / "papers.yaml").write_text(papers[:start] + text + papers[end:])

    assert KnowledgeBase.read(folder).papers["gas-lamp"].ids == {"s2": "42"}
