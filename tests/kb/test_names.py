"""Look-up: one thing for one name, candidates where several answer, the nearest where none does."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from kb.errors import Ambiguous, UnknownId


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("brass-lamp", "brass-lamp"), ("BRASSLAMP", "brass-lamp"), ("Brass Lamps See Further", "brass-lamp"),
        ("黄铜灯", "brass-lamp"), ("黄铜灯看得更远", "brass-lamp"), ("huang tong deng", "brass-lamp"),
        ("0503.01234", "brass-lamp"), ("https://arxiv.org/abs/0503.01234v3", "brass-lamp"),
        ("10.1234/BRASS.2005", "brass-lamp"), ("https://openreview.net/forum?id=bRaSs1", "brass-lamp"),
        ("Zhang Deng", "zhang-deng"), ("张灯", "zhang-deng"), ("Zhang", "zhang-deng"),
        ("ada wick", "ada-wick"),
        ("Golden Wick 2013", "golden-wick-2013"), ("The Keeper's Gazette", "keeper-gazette"),
        ("没有油的夜晚", "night-without-oil"),
    ],
)  # fmt: skip
def test_any_name_leads_to_its_thing(miniature: KnowledgeBase, name: str, id_: str) -> None:
    assert miniature.find(name).id == id_


def test_a_shared_alias_names_all_that_share_it(miniature: KnowledgeBase) -> None:
    with pytest.raises(Ambiguous) as caught:
        miniature.find("lamp")

    assert [c.id for c in caught.value.candidates] == ["oil-lamp", "brass-lamp"]
    assert caught.value.code == 4


@pytest.mark.parametrize(
    ("name", "nearest"), [("brss-lamp", "brass-lamp"), ("Ada Wik", "ada-wick"), ("黄铜", "brass-lamp")]
)
def test_an_unknown_name_comes_with_the_nearest_of_which_there_are_three_at_most(
    miniature: KnowledgeBase, name: str, nearest: str
) -> None:
    with pytest.raises(UnknownId) as caught:
        miniature.find(name)

    assert 1 <= len(caught.value.candidates) <= 3
    assert caught.value.candidates[0].id == nearest
    assert isinstance(caught.value, KeyError)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["", " ", "!?", "\x00", "a" * 10_000, "caf\udce9"])
def test_a_name_of_nothing_is_unknown_not_a_crash(miniature: KnowledgeBase, name: str) -> None:
    with pytest.raises(UnknownId):
        miniature.find(name)


def test_every_id_alias_title_and_identifier_of_the_real_facts_leads_home(real: KnowledgeBase) -> None:
    for paper in real.papers.values():
        shared = set(paper.ambiguous_aliases)
        unique = [a for a in paper.aliases if a not in shared]
        for name in (paper.id, paper.title, *unique, *paper.ids.values()):
            assert real.find(name).id == paper.id, name


def test_central_works_know_how_many_links_they_have(miniature: KnowledgeBase) -> None:
    links = {id_: subject.links for id_, subject in miniature.names.subjects.items()}

    assert (links["brass-lamp"], links["fog-images"], links["bo-flint"]) == (4, 1, 2)
