"""A personal overlay: kept beside the facts, worked out anew against them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kb import overlay
from kb.base import KnowledgeBase
from kb.errors import FactsInvalid, Problem, SourceError, UnknownId, UsageError
from kb.overlay import Ground, Overlay
from kb.reference import Reference

MINE = Overlay(
    "mine",
    "/home/ada/mine.bib",
    "2026-11-24",
    (Reference(1, "灯", "灯 \\ \" '", ("张灯", "Wick, A."), 1990, ("10.1234/x",)), Reference(9, "b")),
    (Problem("mine.bib", 9, "b", "", "odd"),),
)


def test_what_is_kept_comes_back(home: Path) -> None:
    place = overlay.save(MINE)

    assert place == home / "overlays" / "mine.json"
    assert overlay.load("mine") == MINE
    assert overlay.names() == ["mine"]
    assert [file.name for file in place.parent.iterdir()] == ["mine.json"]


def test_a_forgotten_list_is_gone_and_a_neighbour_is_offered(home: Path) -> None:
    overlay.save(MINE)

    with pytest.raises(UnknownId, match="no overlay is called 'mnie'; nearest: mine"):
        overlay.forget("mnie")
    overlay.forget("mine")
    assert overlay.names() == []
    with pytest.raises(UnknownId):
        overlay.load("mine")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b", "x" * 81, "a\n", "con:"])
def test_a_name_that_is_no_name_of_a_file_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        overlay.checked_name(name)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"entries": [{"colour": 1}]}', "null"])
def test_a_broken_overlay_is_named(text: str, home: Path) -> None:
    overlay.save(MINE).write_text(text, encoding="utf-8")

    with pytest.raises(FactsInvalid, match="kb import --forget mine"):
        overlay.load("mine")


def test_a_home_that_cannot_be_written_is_said(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "overlays").write_text("in the way")

    with pytest.raises(SourceError, match="cannot write"):
        overlay.save(MINE)


def test_direct_foundations_are_ranked_by_how_many_stand_on_them(miniature: KnowledgeBase) -> None:
    assert overlay.builds_on(miniature, ["electric-lamp", "oil-lamp", "brass-lamp"]) == (
        Ground("tallow-candle", ("oil-lamp",), ("oil-lamp-improves-tallow-candle",), False),
        Ground("oil-lamp", ("brass-lamp",), ("brass-lamp-builds-on-oil-lamp",), True),
        Ground("brass-lamp", ("electric-lamp",), ("electric-lamp-generalizes-brass-lamp",), True),
    )


def test_missing_are_ancestors_that_two_of_mine_share(miniature: KnowledgeBase) -> None:
    missing = overlay.missing(miniature, ["electric-lamp", "oil-lamp", "brass-lamp"])

    assert [(ground.work, ground.mine) for ground in missing] == [
        ("tallow-candle", ("electric-lamp", "oil-lamp", "brass-lamp"))
    ]


def test_of_ancestors_that_as_many_share_the_latest_stands_first(real: KnowledgeBase) -> None:
    shared = overlay.missing(real, ["transformer", "bert", "gpt-3"])
    order = [ground.work for ground in shared]
    dates = [(-len(ground.mine), real.papers[ground.work].date) for ground in shared]

    assert order.index("rnnsearch") < order.index("hochreiter-1991")
    assert all(a[0] < b[0] or a[1] >= b[1] for a, b in pairwise(dates))


def test_what_one_of_mine_alone_descends_from_is_not_shared(miniature: KnowledgeBase) -> None:
    assert overlay.missing(miniature, ["brass-lamp"]) == ()
    assert overlay.missing(miniature, []) == ()


def test_disputed_and_refuted_links_make_no_ancestor(miniature: KnowledgeBase) -> None:
    # electric-lamp is inspired by gas-lamp, which is disputed
    assert "gas-lamp" not in {g.work for g in overlay.builds_on(miniature, ["electric-lamp"])}


def test_missing_agrees_with_lineages_of_the_real_base(real: KnowledgeBase) -> None:
    from kb.lineage import lineage

    mine = sorted(real.papers)[::3]
    ancestors = {
        work: {
            m.id
            for m in lineage(real, work, depth=99, direction="ancestors", limit=9999).members
            if m.steps < 0 and not m.side
        }
        for work in mine
    }

    missing = overlay.missing(real, mine)

    expected = {
        work: {m for m in mine if work in ancestors[m]}
        for work in set().union(*ancestors.values()) - set(mine)
    }
    assert {g.work: set(g.mine) for g in missing} == {w: by for w, by in expected.items() if len(by) > 1}
    counts = [len(ground.mine) for ground in missing]
    assert counts == sorted(counts, reverse=True)


def test_a_file_tells_its_format_by_its_ending_or_its_content() -> None:
    bib = b"@article{a, title = {Gas Lamps}}"

    assert overlay.read(bib, "mine.bib").entries[0].key == "a"
    assert overlay.read(bib, "stdin").entries[0].key == "a"
    assert overlay.read(b"TY  - JOUR\nTI  - Gas Lamps\nER  - ", "mine").entries[0].title == "Gas Lamps"
    assert overlay.read(b'[{"id": "a", "title": "Gas Lamps"}]', "refs.json").entries[0].key == "a"
    assert overlay.read(b"Gas Lamps\n", "mine").entries[0].title == "Gas Lamps"
    assert overlay.read("Gas Lamps\n".encode("utf-16"), "ids.txt").entries[0].title == "Gas Lamps"


def test_text_that_is_not_utf8_is_read_and_named() -> None:
    found = overlay.read("@article{a,\n title = {Théorie}}".encode("cp1252"), "old.bib")

    assert found.entries[0].title == "Théorie"
    assert [(p.file, p.line) for p in found.problems] == [("old.bib", 2)]


def test_a_file_without_any_entry_is_refused_with_its_problems() -> None:
    with pytest.raises(FactsInvalid, match=r"x.bib is not valid: 1 problem\nx.bib:1: text outside"):
        overlay.read(b"Nothing of the kind", "x.bib")
    assert overlay.read(b"", "x.bib").entries == ()
