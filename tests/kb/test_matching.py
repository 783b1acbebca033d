"""Which work a reference means, and when that is not certain."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from kb.matching import Match, match
from kb.reference import Reference, identifiers


def one(base: KnowledgeBase, title: str = "", year: int | None = None, **given: object) -> Match:
    (found,) = match(base, [Reference(1, "k", title, year=year, **given)])  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("ids", "work"),
    [
        (("10.1234/tallow.1990",), "tallow-candle"),
        (("0503.01234",), "brass-lamp"),
        (("10.9999/nobody", "0503.01234"), "brass-lamp"),
        (("10.9999/nobody",), None),
    ],
)
def test_any_identifier_of_any_version_finds_the_work(
    miniature: KnowledgeBase, ids: tuple[str, ...], work: str | None
) -> None:
    assert one(miniature, ids=ids).work == work


@pytest.mark.parametrize(
    "text",
    ["0503.01234", "arXiv:0503.01234v2", "https://arxiv.org/abs/0503.01234", "http://www.arxiv.org/pdf/0503.01234v9.pdf",
     "10.48550/arXiv.0503.01234", "https://doi.org/10.48550/ARXIV.0503.01234", "CoRR, abs/0503.01234"],
)  # fmt: skip
def test_a_number_of_arxiv_is_seen_in_any_form(text: str) -> None:
    assert identifiers([text]) == ("0503.01234",)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1234/X.Y", "10.1234/x.y"),
        ("https://dx.doi.org/10.1234%2Fx.y", "10.1234/x.y"),
        ("see doi:10.1234/x_(y), page 3", "10.1234/x_(y)"),
        ("(doi:10.1234/x)", "10.1234/x"),
        (
            "10.1002/(sici)1097(199401)45:1<1::aid-asi1>3.0.co;2-8",
            "10.1002/(sici)1097(199401)45:1<1::aid-asi1>3.0.co;2-8",
        ),
        ("https://link.springer.com/content/pdf/10.1007/x-1.pdf", "10.1007/x-1"),
        ("https://dl.acm.org/doi/10.1145/1.2?download=true", "10.1145/1.2"),
    ],
)
def test_a_doi_is_seen_wherever_it_stands(text: str, doi: str) -> None:
    assert identifiers([text]) == (doi,)


@pytest.mark.parametrize("text", ["", "arXiv", "1990", "pages 0503--0512", "10.5 lamps/day"])
def test_what_is_no_identifier_is_not_taken_for_one(text: str) -> None:
    assert identifiers([text]) == ()


@pytest.mark.parametrize(
    "title", ["BrassLamp", "brass lamps SEE further", "黄铜灯", "黄铜灯看得更远", "brass-lamp"]
)
def test_an_id_alias_or_title_finds_the_work(miniature: KnowledgeBase, title: str) -> None:
    assert one(miniature, title).work == "brass-lamp"


def test_a_title_that_is_almost_the_same_finds_the_work_within_a_year(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Electric Lamps Need no Flames", 2013).work == "electric-lamp"
    late = one(miniature, "Electric Lamps Need no Flames", 2014)
    assert (late.status, late.work, late.candidates) == ("ambiguous", None, ("electric-lamp",))
    assert "2014 is not 2012" in late.reason


def test_the_years_of_all_versions_count(miniature: KnowledgeBase) -> None:
    found = [one(miniature, "Brass Lamps See Further", year).status for year in (2003, 2004, 2007, 2008)]

    assert found == ["ambiguous", "matched", "matched", "ambiguous"]


def test_a_shared_alias_is_ambiguous_unless_the_year_decides(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Lamp").candidates == ("oil-lamp", "brass-lamp")
    assert one(miniature, "Lamp", 2000).work == "oil-lamp"


def test_other_authors_speak_against_a_title(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Gas Lamps", people=("Mantle, C.",)).work == "gas-lamp"
    other = one(miniature, "Gas Lamps", people=("Someone Else",))
    assert (other.status, other.candidates) == ("ambiguous", ("gas-lamp",))


def test_other_numbers_speak_against_a_title(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Electric Lamps Need No Flame 2").status == "ambiguous"
    assert one(miniature, "Electric Lamps Need No Flame II").status == "ambiguous"


def test_identifiers_of_two_works_are_ambiguous(miniature: KnowledgeBase) -> None:
    both = one(miniature, ids=("10.1234/tallow.1990", "0503.01234"))

    assert (both.status, both.candidates) == ("ambiguous", ("tallow-candle", "brass-lamp"))


def test_an_identifier_and_a_title_of_two_works_are_ambiguous(miniature: KnowledgeBase) -> None:
    both = one(miniature, "Gas Lamps", ids=("0503.01234",))

    assert (both.status, both.candidates) == ("ambiguous", ("brass-lamp", "gas-lamp"))


def test_what_matches_nothing_names_what_is_near(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Brass Lamps See Farther Away").candidates == ("brass-lamp",)
    assert one(miniature, "A treatise on moths") == Match(
        Reference(1, "k", "A treatise on moths"), "unmatched", "no work is called so"
    )
    assert one(miniature).status == "unmatched"


def test_every_real_work_is_found_by_each_of_its_names(real: KnowledgeBase) -> None:
    for paper in real.papers.values():
        shared = set(paper.ambiguous_aliases)
        for name in {paper.id, paper.title, *paper.aliases} - shared:
            found = one(real, name, paper.year)
            assert found.work == paper.id or paper.id in found.candidates, name
