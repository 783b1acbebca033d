"""Lessons keep their promises: prerequisites first, minutes kept, every stop leads to the goal."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.lesson import Lesson, lesson, minutes_for
from kb.network import network
from tests.kb.small import base_of


def works(found: Lesson) -> list[str]:
    return [stop.work for stop in found.stops]


def keeps_its_promises(base: KnowledgeBase, found: Lesson) -> None:
    net, order = network(base, "influence"), works(found)
    assert order[-1] == found.goal
    assert found.start in (None, order[0])
    assert found.minutes == sum(minutes_for(base, work) for work in order) <= found.budget
    for n, work in enumerate(order):
        assert not nx.ancestors(net, work) & set(order[n:]), "a prerequisite after its use"
        assert nx.has_path(net.subgraph(order), work, found.goal)
    for n, stop in enumerate(found.stops):
        assert {link.object for link in stop.needs} == set(net.predecessors(stop.work)) & set(order[:n])
        assert {link.subject for link in stop.used_by} == set(net.successors(stop.work)) & set(order[n + 1 :])
        assert stop.used_by or stop.work == found.goal, "nobody says why it is read"
    before = nx.ancestors(net, found.start) if found.start else set()
    assert set(order) | set(found.left_out) == nx.ancestors(net, found.goal) - before | {found.goal}
    assert not set(order) & set(found.left_out)


FORWARD = st.sets(st.sampled_from([a + b for a in "abcdefg" for b in "abcdefg" if a < b]), max_size=14)


@settings(max_examples=100)
@given(FORWARD, st.sampled_from([None, *"abcdef"]), st.integers(1, 130))
def test_any_lesson_keeps_its_promises(pairs: set[str], start: str | None, minutes: int) -> None:
    base = base_of("abcdefg", influence=pairs)
    net = network(base, "influence")
    try:
        found = lesson(base, "g", start=start, minutes=minutes)
    except UsageError:
        shortest = (
            nx.shortest_path_length(net, start, "g") + 1 if start and nx.has_path(net, start, "g") else 1
        )
        assert 16 * shortest > minutes or (start and not nx.has_path(net, start, "g"))
        return
    keeps_its_promises(base, found)


@pytest.mark.parametrize("minutes", [30, 60, 120, 180, 10_000])
def test_every_real_work_has_a_lesson(real: KnowledgeBase, minutes: int) -> None:
    found = [lesson(real, goal, minutes=minutes) for goal in real.papers]
    assert [one.goal for one in found] == list(real.papers)
    for one in found:
        keeps_its_promises(real, one)


def test_the_minutes_are_by_kind_summary_claims_and_run(miniature: KnowledgeBase) -> None:
    assert minutes_for(miniature, "oil-lamp") == 15 + 1
    assert minutes_for(miniature, "brass-lamp") == 15 + 1 + 4
    assert minutes_for(miniature, "fog-images") == 5 + 1
    assert minutes_for(miniature, "oil-lamp", runs=True) == 15 + 1 + 10


def test_with_time_enough_all_prerequisites_are_read_and_with_little_the_nearest(
    miniature: KnowledgeBase,
) -> None:
    everything = ["tallow-candle", "oil-lamp", "brass-lamp", "electric-lamp"]

    assert works(lesson(miniature, "electric-lamp")) == everything
    assert works(lesson(miniature, "electric-lamp", minutes=16 + 20)) == everything[2:]
    assert lesson(miniature, "electric-lamp", minutes=40).left_out == ("tallow-candle", "oil-lamp")
    assert works(lesson(miniature, "electric-lamp", start="oil-lamp")) == everything[1:]


def test_the_start_is_read_first_though_others_are_older() -> None:
    """c is the start, and a, older and no ancestor of c, is needed by d as well."""
    found = lesson(base_of("abcd", influence=["ad", "bc", "cd"]), "d", start="c")

    assert (works(found), found.left_out) == (["c", "a", "d"], ())


def test_a_prerequisite_of_a_work_left_out_still_comes_first() -> None:
    """a -> b -> d and a -> c, with dates against it: the order holds though b is left out."""
    base = base_of("abcd", influence=["ab", "bd", "ad", "cd"], dates={"a": "2005", "b": "2006", "c": "2001"})

    found = lesson(base, "d", minutes=16 * 3)

    assert len(found.stops) == 3
    keeps_its_promises(base, found)


def test_what_can_be_run_takes_its_time(miniature: KnowledgeBase) -> None:
    found = lesson(miniature, "electric-lamp", runnable=["brass-lamp"], minutes=500)

    assert [stop.runs for stop in found.stops] == [False, False, True, False]
    assert found.minutes == 16 + 16 + 30 + 16


def test_what_cannot_be_taught_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="shortest lesson takes 52"):
        lesson(miniature, "electric-lamp", start="oil-lamp", minutes=51)
    with pytest.raises(UsageError, match="no influence leads from gas-lamp"):
        lesson(miniature, "electric-lamp", start="gas-lamp")
    with pytest.raises(UsageError, match="twice"):
        lesson(miniature, "oil-lamp", start="oil-lamp")
    with pytest.raises(UnknownId):
        lesson(miniature, "ada-wick")
