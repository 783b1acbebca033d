"""What somebody meets who uses the package from Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import kb
from kb.base import KnowledgeBase
from kb.company import company
from kb.comparison import compare
from kb.dominators import missing_without
from kb.errors import Ambiguous, UnknownId, WrongKind
from kb.genealogy import genealogy
from kb.lesson import lesson
from kb.lineage import lineage
from kb.mainpath import main_path
from kb.paths import paths
from kb.people import coauthors, lab_mates
from kb.similarity import similar
from kb.statements import claims, press
from kb.timeline import timeline

Question = Callable[[KnowledgeBase, str], Any]
ABOUT_WORKS: dict[str, Question] = {
    "links_from": KnowledgeBase.links_from,
    "links_to": KnowledgeBase.links_to,
    "cited_by": KnowledgeBase.cited_by,
    "claims_of": KnowledgeBase.claims_of,
    "lineage": lineage,
    "missing_without": missing_without,
    "similar": similar,
    "lesson": lesson,
    "main_path": lambda base, name: main_path(base, start=name),
    "paths": lambda base, name: paths(base, name, "electric-lamp"),
    "compare": lambda base, name: compare(base, name, "oil-lamp"),
    "company": lambda base, name: company(base, [name, "oil-lamp"]),
    "claims": lambda base, name: claims(base, [name]),
}
ABOUT_ANYTHING: dict[str, Question] = {
    "press_about": KnowledgeBase.press_about,
    "events_of": KnowledgeBase.events_of,
    "stories_with": KnowledgeBase.stories_with,
    "awards_for": KnowledgeBase.awards_for,
    "press": lambda base, name: press(base, [name]),
    "timeline": lambda base, name: timeline(base, [name]),
}
ABOUT_PEOPLE: dict[str, Question] = {
    "works_by": KnowledgeBase.works_by,
    "coauthors": coauthors,
    "lab_mates": lab_mates,
    "genealogy": genealogy,
}
NAMES = ("BrassLamp", "0503.01234", "10.1234/brass.2005", "黄铜灯", "brass lamps see further")


@pytest.mark.parametrize("question", [*ABOUT_WORKS, *ABOUT_ANYTHING])
def test_a_question_takes_any_name_of_a_work(miniature: KnowledgeBase, question: str) -> None:
    ask = (ABOUT_WORKS | ABOUT_ANYTHING)[question]

    by_id = ask(miniature, "brass-lamp")
    assert all(ask(miniature, name) == by_id for name in NAMES)
    with pytest.raises(UnknownId, match="nearest: brass-lamp"):
        ask(miniature, "brss-lamp")
    with pytest.raises(Ambiguous):
        ask(miniature, "lamp")


@pytest.mark.parametrize("question", ABOUT_WORKS)
def test_a_question_about_a_work_says_that_a_person_is_none(miniature: KnowledgeBase, question: str) -> None:
    with pytest.raises(WrongKind, match="ada-wick is a person, not a work; works: tallow-candle"):
        ABOUT_WORKS[question](miniature, "ada-wick")


@pytest.mark.parametrize("question", ABOUT_PEOPLE)
def test_a_question_about_a_person_takes_any_name_of_them(miniature: KnowledgeBase, question: str) -> None:
    ask = ABOUT_PEOPLE[question]

    assert ask(miniature, "Ada Wick") == ask(miniature, "艾达·威克") == ask(miniature, "ada-wick")
    with pytest.raises(UnknownId, match="ada-wick"):
        ask(miniature, "ada-wik")
    with pytest.raises(WrongKind, match="oil-lamp is a paper, not a person; people: "):
        ask(miniature, "oil-lamp")


def test_dir_shows_what_is_meant_to_be_used() -> None:
    assert sorted(dir(kb)) == [
        "Ambiguous", "FactsInvalid", "KnowledgeBase", "KnowledgeBaseError", "UnknownId", "__version__", "load"
    ]  # fmt: skip
    assert all(getattr(kb, name) for name in dir(kb))


def test_a_base_says_what_it_holds(miniature: KnowledgeBase) -> None:
    assert repr(miniature).startswith("<KnowledgeBase: ")
    assert f"{len(miniature.papers)} papers" in repr(miniature)
