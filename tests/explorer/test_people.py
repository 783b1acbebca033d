"""Everyone can be found, and a person's page shows a life with nothing drawn that is not known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import register
from explorer.charts import kin, life
from explorer.charts.axis import Axis
from explorer.links.people import ORDERS, PeopleView
from explorer.visit import Visit
from kb import KnowledgeBase
from kb.genealogy import as_data, genealogy
from kb.record import earliest


@given(
    st.builds(
        PeopleView,
        order=st.sampled_from(ORDERS),
        letter=st.none() | st.sampled_from("AGZ"),
        query=st.text(max_size=20).map(str.strip),
    )
)
def test_a_view_of_people_comes_back_from_its_address(view: PeopleView) -> None:
    assert PeopleView.read(view.params()) == view


def test_odd_parameters_of_people_fall_back() -> None:
    assert PeopleView.read({"order": "height", "letter": "ß", "q": " "}) == PeopleView()


def test_everyone_is_reached_from_the_page_of_all_people(real: KnowledgeBase) -> None:
    everyone = register.register(real)
    assert {entry.id for entry in everyone} == set(real.people)
    by_letter = [entry.id for some in register.by_letter(everyone).values() for entry in some]
    assert sorted(by_letter) == sorted(real.people)
    by_works = [entry.id for some in register.by_works(everyone).values() for entry in some]
    assert sorted(by_works) == sorted(real.people)


def test_people_come_by_works_then_prizes_and_are_counted_right(real: KnowledgeBase) -> None:
    everyone = register.register(real)
    counts = [sum(entry.id in paper.people for paper in real.papers.values()) for entry in everyone]
    assert counts == sorted(counts, reverse=True)
    assert counts == [len(entry.works) for entry in everyone]


def test_chinese_names_stand_in_the_order_of_their_pinyin(open_page) -> None:
    page = open_page("people", order="pinyin", letter="h", lang="zh")
    assert (2, "H6") in page.headings
    assert page.text.index("何恺明") < page.text.index("黃士傑")


def test_the_page_of_people_names_works_and_prizes(open_page) -> None:
    page = open_page("people")
    assert page.headings[0] == (1, "People")
    assert "person?id=yoshua-bengio" in page.links
    assert "paper?id=gan" in page.links
    assert "people?order=name&letter=G" in page.links
    assert "3 prizes" in page.text


@pytest.mark.parametrize("query", ["bengoi", "Bengio", "约书亚"])
def test_the_filter_finds_people_and_only_people(open_page, query: str) -> None:
    page = open_page("people", q=query)
    assert "person?id=yoshua-bengio" in page.links
    ours = [link for link in page.links if link.startswith("person?")]
    assert len(ours) < 10


def test_a_filter_without_an_answer_leads_back(open_page) -> None:
    page = open_page("people", q="qqqqqqqq")
    assert "Nobody here is called “qqqqqqqq”" in page.text
    assert "people" in page.links


def test_people_by_prize_stand_under_it(open_page) -> None:
    page = open_page("people", order="prize")
    headings = [text for level, text in page.headings if level == 2]
    assert headings[0].startswith("PAMI Longuet-Higgins Prize 2026")
    assert any(text.startswith("ACM A.M. Turing Award 2018") for text in headings)


# -- a life on one axis ---------------------------------------------------------------------------


def test_a_date_lies_where_its_share_of_the_years_is() -> None:
    axis = Axis.over(["2014-07", "2012", "2015-12-31"])
    assert (axis.first, axis.last) == (2012, 2015)
    assert axis.at("2012-01-01") == 0
    assert axis.at("2014-01-01") == 50
    assert 99 < axis.at("2015-12-31") <= 100
    assert axis.at("2013") == 37.5


@given(st.integers(1900, 2050), st.integers(0, 140))
def test_an_axis_names_some_years_and_never_too_many(first: int, span: int) -> None:
    ticks = Axis(first, first + span).ticks()
    assert 1 <= len(ticks) <= 9
    assert all(first <= year <= first + span for year in ticks)


PERSON = {
    "affiliations": [
        {"organisation": "B", "role": "student", "start": "2010", "end": None},
        {"organisation": "A", "role": None, "start": None, "end": "2009"},
        {"organisation": "C", "role": None, "start": None, "end": None},
    ],
    "works": [],
    "awards": [
        {"id": "w", "label": "W", "label_zh": "奖", "date": "2015"},
        {"id": "v", "label": "V", "label_zh": "奖", "date": "2012-03"},
    ],
    "events": [],
}


def test_a_life_is_in_time_order_and_leaves_out_what_has_no_date() -> None:
    found = life.moments(Visit(), PERSON, {})
    assert [moment.label for moment in found] == ["A", "B", "V", "W"]
    assert [moment.when for moment in found] == ["–2009", "2010–", "2012-03", "2015"]


def test_an_unknown_end_is_drawn_as_unknown() -> None:
    drawn = life.drawing(Visit(), life.moments(Visit(), PERSON, {}))
    assert drawn.count("tt-open-start") == 1  # A ended in 2009, nobody says when it began
    assert drawn.count("tt-open-end") == 1


def test_two_moments_are_told_and_not_drawn() -> None:
    assert life.drawing(Visit(), life.moments(Visit(), PERSON, {})[:2]) == ""


def test_every_moment_of_the_drawing_stands_in_its_table(open_page, real: KnowledgeBase) -> None:
    page = open_page("person", id="ilya-sutskever")
    drawing, table = re.search(r'tt-life">(.*?)</figure>.*?<table>(.*?)</table>', page.html, re.S).groups()
    drawn = re.findall(r'href="((?:paper|award|event)\?[^"]*)"', drawing)
    assert drawn == re.findall(r'href="((?:paper|award|event)\?[^"]*)"', table)
    works = [
        f"paper?id={w.id}" for w in sorted(real.works_by("ilya-sutskever"), key=lambda w: earliest(w.date))
    ]
    assert [link for link in drawn if link.startswith("paper")] == works


# -- teachers and students ------------------------------------------------------------------------


def test_every_advisor_shown_says_how_it_is_known(open_page, real: KnowledgeBase) -> None:
    for person in ("dzmitry-bahdanau", "yoshua-bengio", "juergen-schmidhuber", "rupesh-kumar-srivastava"):
        page = open_page("person", id=person)
        tree = re.search(r'<div class="tt-kin">.*?(?=</section>)', page.html, re.S).group()
        relatives = genealogy(real, person)
        assert relatives
        for relative in relatives:
            assert f"person?id={relative.person}" in tree
            if relative.advised.source:
                assert f"source?id={relative.advised.source}" in tree
        unsourced = sum(relative.advised.source is None for relative in relatives)
        assert tree.count("no source named yet") == unsourced
        assert len(re.findall(r"tt-mark tt-(?:read|reported|recalled)", tree)) == len(relatives)


def test_generations_stand_one_within_the_other() -> None:
    def relative(id_: str, steps: int, through: str) -> dict[str, object]:
        names = {"kind": "person", "label": id_, "label_zh": id_, "year": None}
        return {"id": id_, **names, "steps": steps, "through": {"id": through}, "note": None,
                "checked": "read", "source": None}  # fmt: skip

    found = [relative("a", -2, "b"), relative("b", -1, "me"), relative("c", 1, "me"), relative("d", 2, "c")]
    me = {"id": "me", "kind": "person", "label": "me", "label_zh": "me"}
    tree = kin.tree(Visit(), me, found)
    at = [tree.index(f">{name}<") for name in ("a", "b", "me", "c", "d")]
    assert at == sorted(at)
    assert tree.count("<ul") == 4
    assert kin.tree(Visit(), me, []) == ""


def test_an_invented_student_has_an_advisor_with_a_source(open_page, invented) -> None:
    page = open_page("person", id="bo-flint")
    assert "Teachers and students" in page.text
    assert "source?id=keeper-gazette" in page.links
    assert as_data(KnowledgeBase.read(invented), genealogy(KnowledgeBase.read(invented), "bo-flint"))


# -- who was there at the same time ---------------------------------------------------------------


def test_labs_say_who_was_there_together_and_who_perhaps(open_page) -> None:
    page = open_page("person", id="ian-goodfellow")
    openai = page.html[page.html.index("<h3>OpenAI</h3>") :]
    together = openai[openai.index("At the same time") : openai.index("Perhaps; not all years are known")]
    assert "person?id=ilya-sutskever" in together


def test_a_person_without_anything_has_a_page(open_page) -> None:
    page = open_page("person", id="meng-chen")
    assert "No work of this person is among the works here." in page.text
    assert "Year by year" not in page.text
