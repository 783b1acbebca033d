"""Reference lists and links agree; those of the priority disputes were checked by hand against the papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.checks import check
from kb.errors import Problem
from kb.mainpath import main_path
from kb.ranking import rank
from kb.reading import read_facts
from kb.reference_lists import compared
from kb.similarity import similar
from kb.stats import stats

Edit = Callable[[str, str, str], Path]

#: Seen in the papers' own lists: who cites the three works that the disputes of 1991 are about.
CITED_BY = {
    "hochreiter-1991": {"lstm", "seq2seq", "rnnsearch", "resnet", "highway-networks"},
    "long-term-dependencies-1994": {"lstm", "cnn", "graves-2013", "seq2seq", "rnnsearch", "resnet"},
    "fast-weights-1992": {"memory-networks"},
}


def found(directory: Path) -> list[Problem]:
    return check(read_facts(directory))


def test_a_whole_list_holds_the_object_of_an_accepted_influence_link(edit: Edit) -> None:
    directory = edit("papers.yaml", "cites: [oil-lamp, tallow-candle, fog-images]", "cites: [oil-lamp]")

    (problem,) = found(directory)

    assert problem.field == "brass-lamp-evaluates-fog-images.object"
    assert problem.value == "fog-images"
    assert "reference list of brass-lamp, marked whole, lacks it" in problem.message
    assert "say in uncited" in problem.suggestion


def test_uncited_says_why_a_whole_list_lacks_it(edit: Edit) -> None:
    edit("papers.yaml", "cites: [oil-lamp, tallow-candle, fog-images]", "cites: [oil-lamp]")
    why = "why: {en: brass-lamp evaluates fog-images, zh: brass-lamp evaluates fog-images 的理由}"
    directory = edit("links.yaml", why, f"{why}\n  uncited: {{en: Used without a citation., zh: 用而未引。}}")

    assert found(directory) == []


def test_a_list_that_is_not_whole_may_lack_it(edit: Edit) -> None:
    edit("papers.yaml", "cites: [oil-lamp, tallow-candle, fog-images]", "cites: [oil-lamp]")
    directory = edit("papers.yaml", "cites_scope: whole\n  cites_checked: read\n  cites_source: brass-lamp",
                     "cites_scope: partial\n  cites_checked: read\n  cites_source: brass-lamp")  # fmt: skip

    assert found(directory) == []


def test_uncited_is_refused_where_the_list_has_it(edit: Edit) -> None:
    why = "why: {en: brass-lamp evaluates fog-images, zh: brass-lamp evaluates fog-images 的理由}"
    directory = edit("links.yaml", why, f"{why}\n  uncited: {{en: Used without a citation., zh: 用而未引。}}")

    (problem,) = found(directory)

    assert (problem.message, problem.suggestion) == ("brass-lamp cites it", "remove uncited")


def test_what_memory_alone_knows_makes_no_list_whole(edit: Edit) -> None:
    directory = edit(
        "papers.yaml", "  cites: [brass-lamp]\n", "  cites: [brass-lamp]\n  cites_scope: whole\n"
    )

    assert "nobody saw this list" in [problem.message for problem in found(directory)]


@pytest.mark.parametrize(
    "word", ["It cites the candle.", "The candle is cited.", "Reference 3 is the candle."]
)
def test_what_the_work_is_said_to_cite_is_in_its_list(edit: Edit, facts: Path, word: str) -> None:
    edit("papers.yaml", "  cites: [tallow-candle]\n  cites_scope: whole\n", "  cites_scope: partial\n")
    edit("links.yaml", "source: keeper-gazette", "source: oil-lamp")
    edit("links.yaml", "says: {en: it says so,", f"says: {{en: {word},")

    (problem,) = found(facts)

    assert problem.field == "oil-lamp-improves-tallow-candle.evidence.0.says"
    assert (problem.value, problem.message) == ("tallow-candle", "the reference list of oil-lamp lacks it")


def test_films_and_systems_print_no_list(real: KnowledgeBase) -> None:
    papers = real.papers.values()

    assert sum(compared(papers).values()) == sum(p.kind not in ("film", "system") for p in papers)
    assert stats(real)["reference lists"] == compared(papers)


@pytest.mark.parametrize("work", CITED_BY)
def test_the_works_of_the_disputes_are_cited_by_those_that_cite_them(real: KnowledgeBase, work: str) -> None:
    assert {paper.id for paper in real.cited_by(work)} >= CITED_BY[work]


def test_works_of_the_disputes_are_found_near_one_another(real: KnowledgeBase) -> None:
    """1991 and 1994 are cited together by LSTM, Seq2Seq, RNNsearch and ResNet."""
    first, *_ = similar(real, "hochreiter-1991")

    assert first.work == "long-term-dependencies-1994"
    assert {"lstm", "seq2seq", "rnnsearch", "resnet"} <= set(first.shared)
    back, *_ = similar(real, "long-term-dependencies-1994")
    assert (back.work, back.shared) == ("hochreiter-1991", first.shared)


def test_works_of_the_disputes_rank_and_lie_on_ways(real: KnowledgeBase) -> None:
    score = {row.work: row.score for row in rank(real, "citations", "citations")}

    assert all(score[work] >= len(citing) for work, citing in CITED_BY.items())
    (route, *_) = main_path(real, "citations", start="hochreiter-1991", end="transformer").routes
    assert (route[0].earlier, route[-1].later) == ("hochreiter-1991", "transformer")
