"""Co-authors, lab mates, and who advised whom."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pytest

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.genealogy import as_data, genealogy
from kb.people import coauthors, coauthors_as_data, lab_mates, lab_mates_as_data
from kb.person import Person


def people(*records: dict[str, object]) -> KnowledgeBase:
    return KnowledgeBase({"people.yaml": [Person.model_validate({"name": r["id"], **r}) for r in records]})


def at(organisation: str, **years: str) -> dict[str, str]:
    return {
        "organisation": organisation,
        "checked": "recalled",
        **{k.rstrip("_"): v for k, v in years.items()},
    }


def advised(edges: Iterable[str], persons: str) -> KnowledgeBase:
    """ "ab": a advised b."""
    edges = list(edges)
    return people(
        *(
            {"id": p, "advisors": [{"person": e[0], "checked": "recalled"} for e in edges if e[1] == p]}
            for p in persons
        )
    )


def test_coauthors_are_nearest_first_with_the_works_together(miniature: KnowledgeBase) -> None:
    found = [(c.person, c.steps, c.through, c.works) for c in coauthors(miniature, "ada-wick", steps=2)]

    assert found == [
        ("bo-flint", 1, "ada-wick", ("oil-lamp",)), ("zhang-deng", 2, "bo-flint", ("brass-lamp",))
    ]  # fmt: skip
    assert coauthors(miniature, "cy-mantle") == ()


def test_steps_are_the_shortest_ways_between_coauthors(real: KnowledgeBase) -> None:
    together: nx.Graph[str] = nx.Graph()
    together.add_nodes_from(real.people)
    for paper in real.papers.values():
        together.add_edges_from((a, b) for a in paper.people for b in paper.people if a != b)
    for person in real.people:
        expected = nx.single_source_shortest_path_length(together, person, cutoff=3)
        found = coauthors(real, person, steps=3)
        assert {c.person: c.steps for c in found} == {p: n for p, n in expected.items() if n}
        for c in found:
            assert c.works
            assert all({c.person, c.through} <= set(real.papers[work].people) for work in c.works)


def test_lab_mates_share_an_organisation_and_perhaps_the_years() -> None:
    base = people(
        {"id": "a", "affiliations": [at("École X", from_="2010", to="2012")]},
        {"id": "b", "affiliations": [at("Ecole X", from_="2012-06", to="2013")]},
        {"id": "c", "affiliations": [at("ECOLE X", from_="2013")]},
        {"id": "d", "affiliations": [at("École X", to="2009-12")]},
        {"id": "e", "affiliations": [at("École X", from_="2011")]},
        {"id": "f", "affiliations": [at("École Y")]},
    )

    assert [(m.person, m.together) for m in lab_mates(base, "a")] == [
        ("b", "yes"), ("c", "no"), ("d", "no"), ("e", "unknown")
    ]  # fmt: skip
    assert lab_mates_as_data(base, lab_mates(base, "a"))[0]["from"] == "2012-06"


def test_genealogy_goes_both_ways_with_its_check_and_source(miniature: KnowledgeBase) -> None:
    (advisor,) = as_data(miniature, genealogy(miniature, "bo-flint"))
    (student,) = as_data(miniature, genealogy(miniature, "ada-wick"))

    assert (advisor["id"], advisor["steps"], advisor["checked"], advisor["source"]) == (
        "ada-wick", -1, "recalled", "keeper-gazette"
    )  # fmt: skip
    assert (student["id"], student["steps"], student["through"]["id"]) == ("bo-flint", 1, "ada-wick")


def test_all_generations_and_both_advisors_are_there() -> None:
    base = advised(["ab", "bd", "cd", "de", "df", "fg"], "abcdefg")

    assert [(r.steps, r.through, r.person) for r in genealogy(base, "d")] == [
        (-2, "b", "a"), (-1, "d", "b"), (-1, "d", "c"), (1, "d", "e"), (1, "d", "f"), (2, "f", "g")
    ]  # fmt: skip
    assert {abs(r.steps) for r in genealogy(base, "d", depth=1)} == {1}


def test_a_student_of_two_of_them_comes_once_for_each() -> None:
    found = genealogy(advised(["ab", "ac", "bd", "cd"], "abcd"), "a")

    assert [(r.steps, r.through, r.person) for r in found] == [
        (1, "a", "b"), (1, "a", "c"), (2, "b", "d"), (2, "c", "d")
    ]  # fmt: skip


def test_a_circle_ends() -> None:
    found = genealogy(advised(["ab", "ba"], "ab"), "a")

    assert [(r.steps, r.person) for r in found] == [(-1, "b"), (1, "b")]


def test_what_cannot_be_asked_is_refused(miniature: KnowledgeBase) -> None:
    for question in (coauthors, lab_mates, genealogy):
        with pytest.raises(UnknownId):
            question(miniature, "oil-lamp")
    with pytest.raises(UsageError):
        coauthors(miniature, "ada-wick", steps=0)
    with pytest.raises(UsageError):
        genealogy(miniature, "ada-wick", depth=0)


def test_coauthors_as_data_names_people_and_works(miniature: KnowledgeBase) -> None:
    (bo,) = coauthors_as_data(miniature, coauthors(miniature, "ada-wick"))

    assert (bo["label"], bo["count"], bo["works"][0]["label_zh"]) == ("Bo Flint", 1, "油灯")
