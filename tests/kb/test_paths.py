"""Paths, held against a brute-force enumeration that knows nothing of networkx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.link import PASSES_ON
from kb.paths import Answer, as_data, as_markdown, paths
from tests.kb.small import base_of


def every_path(base: KnowledgeBase, start: str, end: str, disputed: bool) -> Iterator[tuple[str, ...]]:
    """All simple walks from start to end over links that pass an idea on, by depth-first search."""
    status = {"accepted", "disputed"} if disputed else {"accepted"}
    links = [v for v in base.links.values() if v.type in PASSES_ON and v.status in status]

    def walk(done: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if done[-1] == end:
            yield done
            return
        for later in sorted({v.subject for v in links if v.object == done[-1]}):
            if later not in done:
                yield from walk((*done, later))

    yield from walk((start,))


def works(answer: Answer) -> list[tuple[str, ...]]:
    return [(path[0].earlier, *(hop.later for hop in path)) for path in answer.paths]


@pytest.mark.parametrize("disputed", [False, True])
def test_pairs_of_works_have_exactly_the_paths_of_the_enumeration(
    real: KnowledgeBase, disputed: bool
) -> None:
    """One pair in 23, spread over all works: the sixteen thousand of them take minutes."""
    for i, start in enumerate(real.papers):
        for j, end in enumerate(real.papers):
            if start == end or (2 * i + j) % 23:
                continue
            expected = set(every_path(real, start, end, disputed))
            found = works(paths(real, start, end, k=1000, include_disputed=disputed))
            in_time = {p for p in expected if _in_time(real, p)}
            assert set(found) == in_time, (start, end)
            assert [len(p) for p in found] == sorted(len(p) for p in found)


def _in_time(base: KnowledgeBase, path: tuple[str, ...]) -> bool:
    """An assignment of days exists: give each work the earliest day still possible, as text that sorts."""
    day = "0000"
    for work in path:
        date = base.papers[work].date
        day = max(day, date + "-01-01"[: 10 - len(date)] if len(date) == 4 else (date + "-01")[:10])
        if day[: len(date)] > date:
            return False
    return True


def test_seq2seq_reaches_the_transformer(real: KnowledgeBase) -> None:
    answer = paths(real, "seq2seq", "transformer")

    assert answer.paths
    for path in answer.paths:
        for hop in path:
            assert real.papers[hop.earlier].date <= real.papers[hop.later].date
            assert all(link.evidence for link in hop.links)


def test_parallel_links_are_one_hop(real: KnowledgeBase) -> None:
    pairs = [(v.object, v.subject) for v in real.links.values() if v.passes_on]
    doubled = sorted({pair for pair in pairs if pairs.count(pair) > 1})
    for start, end in doubled:
        answer = paths(real, start, end, k=1)
        assert len(answer.paths[0][0].links) == pairs.count((start, end))


def test_asked_the_other_way_round_it_says_so(miniature: KnowledgeBase) -> None:
    answer = paths(miniature, "electric-lamp", "tallow-candle")

    assert (answer.paths, answer.turned_round, answer.common_ancestors) == ((), True, ())


def test_without_a_path_the_nearest_common_ancestor_is_named(miniature: KnowledgeBase) -> None:
    """gas-lamp <- oil-lamp -> brass-lamp, and tallow-candle further back behind both."""
    link = miniature.links["brass-lamp-builds-on-oil-lamp"]
    more = link.model_copy(update={"id": "gas-lamp-builds-on-oil-lamp", "subject": "gas-lamp"})
    base = KnowledgeBase(
        {"papers.yaml": [*miniature.papers.values()], "links.yaml": [*miniature.links.values(), more]}
    )

    answer = paths(base, "gas-lamp", "brass-lamp")

    assert (answer.paths, answer.turned_round) == ((), False)
    assert answer.common_ancestors == (("oil-lamp", 1, 1),)
    (ancestor,) = as_data(base, answer)["common_ancestors"]
    assert (ancestor["label"], ancestor["steps_from"], ancestor["steps_to"]) == ("Oil Lamp", 1, 1)


def test_a_disputed_link_is_walked_only_when_asked_for(miniature: KnowledgeBase) -> None:
    assert paths(miniature, "gas-lamp", "electric-lamp").paths == ()

    (path,) = paths(miniature, "gas-lamp", "electric-lamp", include_disputed=True).paths
    assert path[0].links[0].status == "disputed"


def test_a_refuted_link_is_never_walked(miniature: KnowledgeBase) -> None:
    found = works(paths(miniature, "tallow-candle", "electric-lamp", k=9, include_disputed=True))

    assert found == [("tallow-candle", "oil-lamp", "brass-lamp", "electric-lamp")]


def test_what_cannot_be_asked_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        paths(miniature, "oil-lamp", "ada-wick")
    with pytest.raises(UsageError, match="twice"):
        paths(miniature, "oil-lamp", "oil-lamp")
    with pytest.raises(UsageError, match="k must be"):
        paths(miniature, "oil-lamp", "brass-lamp", k=0)


def test_the_text_of_a_path_tells_every_step_with_its_evidence(real: KnowledgeBase) -> None:
    answer = paths(real, "lstm", "transformer", k=2)
    for language in ("en", "zh"):
        text = as_markdown(real, answer, language)
        assert text.count("\n## ") == 2
        for link in (link for path in answer.paths for hop in path for link in hop.links):
            assert link.why[language] in text
            assert text.count(f"{link.evidence[0].date})") >= 1


def test_nothing_in_the_text_of_a_path_is_read_as_markup() -> None:
    base = base_of("ab", influence=["ab"])
    work = base.papers["a"].model_copy(update={"title": "<b>*x*</b> [y](z)"})
    base = KnowledgeBase({"papers.yaml": [work, base.papers["b"]], "links.yaml": [*base.links.values()]})
    text = as_markdown(base, paths(base, "a", "b"))

    assert "<b>" not in text and "\\<b\\>\\*x\\*\\</b\\> \\[y\\](z)" in text


def test_the_text_of_no_path_has_a_heading_and_nothing_else(real: KnowledgeBase) -> None:
    assert as_markdown(real, paths(real, "bert", "gpt-3")) == "# BERT → GPT-3\n"
