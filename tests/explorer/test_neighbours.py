"""Near works: by what cites them together and what they cite in common, counted by hand."""

from __future__ import annotations

from pathlib import Path

from explorer.neighbours import Neighbour, neighbours, worth_comparing
from kb import KnowledgeBase


def test_what_is_cited_together_and_what_is_cited_in_common_are_added_up() -> None:
    base = KnowledgeBase.load()
    citing = {id_: {p.id for p in base.papers.values() if id_ in p.cites} for id_ in base.papers}
    for found in neighbours(base, "gan"):
        assert set(found.citing) == citing["gan"] & citing[found.work]
        assert set(found.cited) == set(base.papers["gan"].cites) & set(base.papers[found.work].cites)
    shared = [len(found.citing) + len(found.cited) for found in neighbours(base, "gan", 20)]
    assert shared == sorted(shared, reverse=True) and shared[-1] > 0


def test_the_invented_lamps_are_near_by_hand(facts: Path) -> None:
    base = KnowledgeBase.read(facts)
    # The brass lamp cites oil lamp, tallow candle and fog; the oil lamp cites the tallow candle. So likeness
    # is 1 / sqrt(1 * 2) for the candle, which two lamps cite, and 1 / sqrt(1 * 3) for the brass lamp.
    assert neighbours(base, "oil-lamp") == (
        Neighbour("tallow-candle", ("brass-lamp",), ()),
        Neighbour("brass-lamp", (), ("tallow-candle",)),
    )
    assert neighbours(base, "gas-lamp") == ()


def test_a_data_set_is_no_neighbour_of_a_paper() -> None:
    base = KnowledgeBase.load()
    assert {base.papers[found.work].kind for found in neighbours(base, "gan", 50)} == {"paper"}


def test_what_a_work_is_set_against_comes_before_what_is_near() -> None:
    base = KnowledgeBase.load()
    against = {
        link.object if link.subject == "gan" else link.subject
        for link in base.links.values()
        if "gan" in (link.subject, link.object) and link.type in ("contrasts", "independent_concurrent")
    }
    found = worth_comparing(base, "gan", neighbours(base, "gan"), most=len(against) + 2)
    assert set(found[: len(against)]) == against
    assert len(found) == len(set(found)) == len(against) + 2
