"""The two networks, and the rule by which circles are opened."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.network import caveat, checked_work, network, without_circles
from tests.kb.small import base_of


def test_both_run_from_the_earlier_work_to_the_later_and_never_mix(miniature: KnowledgeBase) -> None:
    assert sorted(network(miniature, "citations").edges()) == [
        ("brass-lamp", "electric-lamp"), ("fog-images", "brass-lamp"), ("oil-lamp", "brass-lamp"),
        ("tallow-candle", "brass-lamp"), ("tallow-candle", "oil-lamp"),
    ]  # fmt: skip
    assert sorted(network(miniature, "influence").edges()) == [
        ("brass-lamp", "electric-lamp"), ("oil-lamp", "brass-lamp"), ("tallow-candle", "oil-lamp"),
    ]  # fmt: skip
    assert set(network(miniature, "influence")) == set(miniature.papers)
    with pytest.raises(UsageError, match="citations, influence"):
        network(miniature, "fame")  # type: ignore[arg-type]


def test_of_two_that_cite_each_other_only_the_later_one_counts() -> None:
    base = base_of("abcd", cites=["ab", "bc", "cb", "cd"])

    kept, left_out = without_circles(base, network(base, "citations"))

    assert left_out == (("c", "b"),)
    assert sorted(kept.edges()) == [("a", "b"), ("b", "c"), ("c", "d")]


def test_works_of_one_day_are_ordered_by_id_and_a_partial_date_by_its_first_day() -> None:
    base = base_of(
        "abc", cites=["ab", "ba", "ac", "ca"], dates={"a": "2014-06", "b": "2014-06-01", "c": "2014"}
    )

    _, left_out = without_circles(base, network(base, "citations"))

    assert set(left_out) == {("b", "a"), ("a", "c")}


def test_a_citation_of_a_younger_work_outside_any_circle_stays() -> None:
    base = base_of("ab", cites=["ba"])

    kept, left_out = without_circles(base, network(base, "citations"))

    assert (list(kept.edges()), left_out) == ([("b", "a")], ())


@settings(max_examples=60)
@given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20))
def test_no_circle_is_left_and_nothing_else_is_taken(pairs: set[tuple[str, str]]) -> None:
    base = base_of("abcdef", cites=[a + b for a, b in pairs if a != b])
    net = network(base, "citations")

    kept, left_out = without_circles(base, net)

    assert nx.is_directed_acyclic_graph(kept)
    assert set(kept.edges()) | set(left_out) == set(net.edges())
    assert all(nx.has_path(net, b, a) for a, b in left_out)


def test_the_caveat_counts_lists_that_are_not_whole_in_both_languages(miniature: KnowledgeBase) -> None:
    note = caveat(miniature)

    assert note is not None
    assert note.en.startswith("of 6 reference lists 2 were compared in whole")
    assert "0 in part, 4 nobody knows how far" in note.en
    assert note.zh.startswith("6 份参考文献表中") and "完整 2 份，不全 0 份，情况不明 4 份" in note.zh
    assert caveat(miniature, ["oil-lamp", "brass-lamp"]) is None


def test_only_a_work_is_a_work(miniature: KnowledgeBase) -> None:
    assert checked_work(miniature, "oil-lamp") == "oil-lamp"
    with pytest.raises(UnknownId):
        checked_work(miniature, "ada-wick")
