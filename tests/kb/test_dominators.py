"""What would be missing without a work, held against taking it away and looking what is still reached."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.dominators import as_data, missing_without
from kb.errors import UnknownId
from tests.kb.small import base_of


def reached(edges: set[tuple[str, str]], without: str | None = None) -> set[str]:
    """What the roots of all edges still reach when one work is gone."""
    found = {a for a, _ in edges} - {b for _, b in edges} - {without}
    while more := {b for a, b in edges if a in found and b != without} - found:
        found |= more
    return found


PAIRS = st.sets(st.sampled_from([a + b for a in "abcdefg" for b in "abcdefg" if a != b]), max_size=14)


@settings(max_examples=120)
@given(PAIRS)
def test_missing_is_what_nothing_reaches_once_the_work_is_gone(pairs: set[str]) -> None:
    """Circles are allowed here, though the facts have none."""
    base = base_of("abcdefg", influence=pairs)
    edges = {(a, b) for a, b in pairs}

    for work in base.papers:
        expected = reached(edges) - reached(edges, without=work) - {work}
        assert {m.work for m in missing_without(base, work)} == expected


def test_each_real_work_by_taking_it_away(real: KnowledgeBase) -> None:
    edges = {(link.object, link.subject) for link in real.links.values() if link.passes_on}

    for work in real.papers:
        expected = reached(edges) - reached(edges, without=work) - {work}
        assert {m.work for m in missing_without(real, work)} == expected


def test_a_second_way_saves_a_work_and_a_new_root_does_not() -> None:
    """a -> b -> c -> d, and e -> d: without b, c is cut off (and no root); d is reached from e."""
    base = base_of("abcde", influence=["ab", "bc", "cd", "ed"])

    assert [m.work for m in missing_without(base, "b")] == ["c"]
    assert [(m.work, m.through) for m in missing_without(base, "a")] == [("b", "a"), ("c", "b")]


def test_a_work_outside_the_network_takes_nothing_along(miniature: KnowledgeBase) -> None:
    assert missing_without(miniature, "fog-images") == ()
    assert [row["id"] for row in as_data(miniature, missing_without(miniature, "oil-lamp"))] == [
        "brass-lamp", "electric-lamp"
    ]  # fmt: skip


def test_only_a_work_can_be_missed(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        missing_without(miniature, "ada-wick")
