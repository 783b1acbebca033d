"""Promises of the layout: nothing overlaps, time runs to the right, earlier works stay where they were."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.drawing.layout import GUTTER, LANE_SIZE, MARGIN, Layout, arrange
from kb.drawing.lettering import at_spaces, width
from kb.drawing.places import PADDING
from kb.drawing.timeline import YEAR_SIZE
from kb.drawing.words import LANES
from kb.lineage import Lineage, Member, lineage
from kb.link import LINK_TYPES, PASSES_ON
from kb.record import earliest, latest

ROOT = Path(__file__).resolve().parents[2]
REAL = KnowledgeBase.read(ROOT / "data")
WORKS_SHOWN = ("gan", "transformer", "rnnsearch", "lstm", "mnist", "ddpm")
CASES = [(work, depth) for work in WORKS_SHOWN for depth in (0, 1, 2, 3)]


def real(work: str, depth: int, language: str = "en") -> Layout:
    return arrange(REAL, lineage(REAL, work, depth=depth, include_disputed=True), language)  # type: ignore[arg-type]


def assert_sound(layout: Layout) -> None:
    """What holds for every layout."""
    for a, b in combinations(layout.cards, 2):
        across = min(a.box.right, b.box.right) - max(a.box.x, b.box.x)
        down = min(a.box.bottom, b.box.bottom) - max(a.box.y, b.box.y)
        assert across < -4 or down < -4, f"{a.paper.id} and {b.paper.id} overlap"
        if latest(a.paper.date) < earliest(b.paper.date):
            assert a.box.x <= b.box.x, f"{a.paper.id} is older than {b.paper.id} but stands right of it"
    assert layout.bands[0].left < layout.bands[-1].right
    for before, after in pairwise(layout.bands):
        assert before.right == after.left
        assert before.last + 1 == after.first
        assert after.right > after.left
        assert width(after.shown, YEAR_SIZE) < after.right - after.left
    for card in layout.cards:
        band = next(band for band in layout.bands if band.left <= card.box.middle[0] < band.right)
        assert (band.first, band.last) == (card.paper.year, card.paper.year)
    for a, b in pairwise(layout.lanes):
        assert a.bottom <= b.top
    for card in layout.cards:
        (lane,) = [lane for lane in layout.lanes if lane.top < card.box.y < lane.bottom]
        assert lane.topic == card.paper.topic
        assert card.box.bottom < lane.bottom
        assert layout.left < card.box.x
        assert card.box.right < layout.right
    for link, route in layout.routes:
        boxes = {card.paper.id: card.box for card in layout.cards}
        assert boxes[link.object].distance(route.points[0]) < 0.01
        assert boxes[link.subject].distance(route.points[-1]) < 0.01
        assert all(layout.left < x < layout.right and layout.top < y < layout.bottom for x, y in route.points)


@pytest.mark.parametrize(("work", "depth"), CASES)
def test_real_lineages_are_laid_out_soundly(work: str, depth: int) -> None:
    assert_sound(real(work, depth))
    assert_sound(real(work, depth, "zh"))


@pytest.mark.parametrize(("work", "depth"), CASES)
def test_real_links_run_through_no_foreign_card(work: str, depth: int) -> None:
    assert_no_link_runs_through_a_card(real(work, depth))


def test_no_link_of_any_real_work_runs_through_a_foreign_card() -> None:
    for work in REAL.papers:
        assert_no_link_runs_through_a_card(real(work, 2))


def assert_no_link_runs_through_a_card(layout: Layout) -> None:
    for link, route in layout.routes:
        foreign = [c for c in layout.cards if c.paper.id not in (link.subject, link.object)]
        crossed = [c.paper.id for c in foreign if any(c.box.holds(at) for at in route.samples(3.0))]
        assert not crossed, f"{link.id} runs through {crossed}"


@pytest.mark.parametrize("work", ["transformer", "ddpm", "gan", "rnnsearch"])
def test_links_hardly_lie_on_each_other(work: str) -> None:
    pieces: dict[tuple[int, int], set[tuple[str, bool]]] = {}
    count = 0
    for link, route in real(work, 2).routes:
        samples = route.samples(3.0)[8:-8]  # near the cards links fan out
        for (x1, y1), (x2, y2) in pairwise(samples):
            cell = int(x2 // 3), int(y2 // 3)
            pieces.setdefault(cell, set()).add((link.id, abs(x2 - x1) > abs(y2 - y1)))
            count += 1
    shared = sum(len(met) for met in pieces.values() if len(met) > len({level for _, level in met}))
    assert shared < 0.07 * count


def test_influence_runs_from_left_to_right() -> None:
    layout = real("transformer", 2)
    boxes = {card.paper.id: card.box for card in layout.cards}
    lines = [link for link, _ in layout.routes if link.type in PASSES_ON and link.status == "accepted"]
    assert lines
    for link in lines:
        assert boxes[link.object].right < boxes[link.subject].x, link.id


def test_years_without_works_are_shortened_and_say_which_they_are(invent) -> None:
    base = invent([("old", "1998", "vision"), ("new", "2014-06", "vision")], [("new", "builds_on", "old")])
    bands = arrange(base, lineage(base, "new")).bands
    assert [(b.label, b.shortened) for b in bands] == [("1998", False), ("1999–2013", True), ("2014", False)]


def test_a_single_year_without_works_is_no_shortened_span(invent) -> None:
    base = invent([("old", "2012", "vision"), ("new", "2014", "vision")], [("new", "builds_on", "old")])
    bands = arrange(base, lineage(base, "new")).bands
    assert [(b.label, b.shortened) for b in bands] == [("2012", False), ("2013", False), ("2014", False)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_of_a_lane_heading_is_broken(language: str) -> None:
    for name in LANES.values():
        lines = at_spaces(name[language], LANE_SIZE, GUTTER)
        assert " ".join(lines) == name[language]
    for layout in (real("transformer", 2, language), real("gan", 3, language)):
        for lane in layout.lanes:
            assert " ".join(lane.heading) == LANES[lane.topic][language]
            widest = max(width(line, LANE_SIZE) for line in lane.heading)
            assert MARGIN + 10 + widest < GUTTER


def test_a_narrow_year_is_written_short_or_not_at_all(invent) -> None:
    works = [("a", "2000", "vision"), ("b", "2012", "vision")]
    between = [(f"w{year}", str(year), "theory") for year in range(2001, 2012)]
    ties = [(id_, "builds_on", "a") for id_, *_ in (works[1], *between)]
    base = invent([*works, *between], ties, None, [["a", "b"]])

    layout = arrange(base, lineage(base, "a"))

    assert_sound(layout)
    assert [band.label for band in layout.bands] == [str(year) for year in range(2000, 2013)]
    assert {len(band.shown) for band in layout.bands} == {4, 3, 0}  # 2012, ’03, nothing


def test_lanes_keep_their_order(invent) -> None:
    works = [("centre", "2000", "theory"), ("a", "2001", "data"), ("b", "2002", "attention-memory")]
    base = invent(works, [("a", "builds_on", "centre"), ("b", "builds_on", "centre")])
    layout = arrange(base, lineage(base, "centre"))
    assert [lane.topic for lane in layout.lanes] == ["attention-memory", "theory", "data"]
    assert all(a.bottom == b.top for a, b in pairwise(layout.lanes))


def test_a_new_work_moves_no_earlier_one_within_its_lane(invent) -> None:
    works = [(f"w{i}", f"{2000 + i}-05", ("vision", "theory")[i % 2]) for i in range(8)]
    ties = [(f"w{i}", "builds_on", f"w{i // 2}") for i in range(1, 8)]
    before_base = invent(works, ties)
    before = places(arrange(before_base, lineage(before_base, "w0", depth=4)))
    # One between w5 and w6, in the same year as w5 and in its lane.
    after_base = invent([*works, ("fresh", "2005-06", "theory")], [*ties, ("fresh", "builds_on", "w0")])
    after = places(arrange(after_base, lineage(after_base, "w0", depth=4)))
    assert {id_: after[id_] for id_ in ("w0", "w1", "w2", "w3", "w4", "w5")} == {
        id_: before[id_] for id_ in ("w0", "w1", "w2", "w3", "w4", "w5")
    }
    assert "fresh" in after


@settings(max_examples=40, deadline=None)
@given(dates=st.lists(st.integers(2000, 2012), min_size=2, max_size=9), ties=st.data())
def test_the_newest_work_moves_no_other_within_its_lane(invent, dates, ties) -> None:
    works = [(f"w{i}", str(year), ("vision", "theory")[i % 2]) for i, year in enumerate(sorted(dates))]
    chosen = [(i, ties.draw(st.integers(0, i - 1))) for i in range(1, len(works))]
    base = invent(works, [(f"w{i}", "builds_on", f"w{j}") for i, j in chosen])
    members = tuple(Member(id_, 0, False, None) for id_, _, _ in works)
    newest = works[-1][0]
    links = tuple(base.links.values())
    whole = places(arrange(base, Lineage("w0", members, links, 0)))
    rest = tuple(link for link in links if newest not in (link.subject, link.object))
    without = places(arrange(base, Lineage("w0", members[:-1], rest, 0)))
    assert without == {id_: place for id_, place in whole.items() if id_ != newest}


def places(layout: Layout) -> dict[str, tuple[float, float]]:
    """The column of each work, and its height within its lane."""
    tops = {lane.topic: lane.top + PADDING for lane in layout.lanes}
    return {card.paper.id: (card.box.x, card.box.y - tops[card.paper.topic]) for card in layout.cards}


def test_one_work_alone_has_a_picture(invent) -> None:
    base = invent([("alone", "2014", "vision")])
    layout = arrange(base, lineage(base, "alone"))
    assert_sound(layout)
    assert [card.centre for card in layout.cards] == [True]


def test_fifty_works_of_one_year_and_topic_do_not_overlap(invent) -> None:
    works = [(f"w{i}", f"2014-{1 + i % 12:02d}-{1 + i % 28:02d}", "vision") for i in range(50)]
    base = invent(works, [(f"w{i}", "applies", "w0") for i in range(1, 50)])
    layout = arrange(base, lineage(base, "w0"))
    assert len(layout.cards) == 50
    assert_sound(layout)


DATES = st.one_of(
    st.integers(1990, 2026).map(str),
    st.dates().map(lambda d: f"{1990 + d.year % 36}-{d.month:02d}"),
    st.dates().map(lambda d: f"{1990 + d.year % 36}-{d.month:02d}-{min(d.day, 28):02d}"),
)
WORKS = st.lists(st.tuples(DATES, st.sampled_from(list(LANES)[:4])), min_size=1, max_size=12)
TIES = st.lists(st.tuples(st.integers(0, 11), st.sampled_from(LINK_TYPES), st.integers(0, 11)), max_size=16)


@settings(max_examples=60, deadline=None)
@given(works=WORKS, ties=TIES)
def test_any_small_lineage_is_laid_out_soundly(invent, works, ties) -> None:
    n = len(works)
    found = {(f"w{a % n}", type_, f"w{b % n}") for a, type_, b in ties if a % n != b % n}
    base = invent([(f"w{i}", date, topic) for i, (date, topic) in enumerate(works)], sorted(found))
    assert_sound(arrange(base, lineage(base, "w0", depth=3, include_disputed=True)))
