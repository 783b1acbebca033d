"""The map: years in order, nothing on anything else, the same bytes each time."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest

from kb.atlas import LEVELS, MOST, OUTSIDE, Sheet, Spot, arrange, narrowed, references, svg, works, years
from kb.atlas.axis import GAP, LEAST, axis
from kb.atlas.labels import Pinned, disc, labels, number, pinned
from kb.base import KnowledgeBase
from kb.drawing.words import LANES
from kb.matching import match
from kb.reference import Reference

SVG = "{http://www.w3.org/2000/svg}"


def spot(id_: str, date: str, lane: str = "theory", links: int = 0) -> Spot:
    return Spot(id_, id_.upper(), f"The title of {id_}", date, lane, links)


def crowd(n: int) -> tuple[Spot, ...]:
    """References of no lane, in years drawn once and for all."""
    drawn = random.Random(5)
    return tuple(spot(f"ref-{i}", str(drawn.choice(range(2001, 2021))), OUTSIDE) for i in range(n))


def on_sheet(sheet: Sheet) -> list[tuple[str, Pinned]]:
    """Names, spots and numbers, with what each is."""
    by_id = {dot.spot.id: dot for dot in sheet.dots}
    things = [(f"number of {cell.topic} {cell.year}", number(cell)) for cell in sheet.cells if cell.count > 1]
    things += [(f"spot {dot.spot.id}", disc(dot)) for dot in sheet.dots]
    return things + [(f"name {id_}", pinned(by_id[id_], label)) for id_, label in labels(sheet).items()]


def at_scale(thing: Pinned, scale: float) -> tuple[float, float, float, float]:
    """What it takes of the sheet at a scale, worked out from its px and its pin."""
    left, right = thing.x + thing.left / scale, thing.x + thing.right / scale
    return left, thing.y + thing.top / scale, right, thing.y + thing.bottom / scale


# -- years and lanes ----------------------------------------------------------------------------------------


def test_a_year_is_as_wide_as_its_fullest_lane_asks_for_and_empty_ones_are_cut_short() -> None:
    bands = axis({2001: 1, 2004: 9, 2005: 1}, 100, 400)
    widths = {band.label: band.right - band.left for band in bands}
    assert list(widths) == ["2001", "2002–2003", "2004", "2005"]
    assert widths["2002–2003"] == GAP
    assert widths["2004"] > 2 * widths["2001"] >= 2 * LEAST
    assert (bands[0].left, bands[-1].right) == (100, pytest.approx(400))
    assert all(a.right == b.left for a, b in pairwise(bands))


def test_many_years_make_the_sheet_wider_and_never_a_year_too_narrow() -> None:
    bands = axis(dict.fromkeys(range(1950, 2020), 1), 0, 1000)
    assert {band.right - band.left for band in bands} == {LEAST}
    assert bands[-1].right == 70 * LEAST


def test_every_work_stands_in_its_year_and_its_topic(real: KnowledgeBase) -> None:
    sheet = arrange(works(real))
    bands = {band.first: band for band in sheet.bands}
    lanes = {lane.topic: lane for lane in sheet.lanes}
    assert {dot.spot.id for dot in sheet.dots} == set(real.papers)
    for dot in sheet.dots:
        band, lane = bands[dot.spot.year], lanes[dot.spot.lane]
        assert band.left < dot.x - dot.radius < dot.x + dot.radius < band.right
        assert lane.top < dot.y - dot.radius < dot.y + dot.radius < lane.bottom
    assert [lane.topic for lane in sheet.lanes] == [topic for topic in LANES if topic in lanes]


def test_the_numbers_of_the_cells_are_the_works_of_each_year_and_topic(real: KnowledgeBase) -> None:
    counts = {(cell.topic, cell.year): cell.count for cell in arrange(works(real)).cells}
    for (topic, year), n in counts.items():
        assert n == sum(p.topic == topic and p.year == year for p in real.papers.values())
    assert sum(counts.values()) == len(real.papers)


def test_within_a_year_works_stand_in_the_order_of_their_dates() -> None:
    spots = [spot("late", "2014-11"), spot("early", "2014-02"), spot("middle", "2014-06")]
    placed = {dot.spot.id: dot.x for dot in arrange(spots).dots}
    assert placed["early"] < placed["middle"] < placed["late"]


# -- nothing on anything else -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_lies_on_another_name_a_spot_or_a_number_at_any_scale(
    real: KnowledgeBase, language: str
) -> None:
    things = on_sheet(arrange(works(real, language), language))
    for scale in (*LEVELS, 1.19, 8.0):
        seen = [(name, at_scale(thing, scale)) for name, thing in things if thing.scale <= scale]
        names = [one for one in seen if one[0].startswith("name")]
        assert len(names) >= 40
        for name, box in names:
            for other, its in seen:
                apart = box[2] <= its[0] or its[2] <= box[0] or box[3] <= its[1] or its[3] <= box[1]
                assert name == other or apart, f"{name} lies on {other} at {scale}"


def test_works_that_many_links_touch_are_named_first(real: KnowledgeBase) -> None:
    spots = works(real)
    level = {id_: label.level for id_, label in labels(arrange(spots)).items()}
    first = [level.get(one.id, len(LEVELS)) for one in spots[:20]]
    last = [level.get(one.id, len(LEVELS)) for one in spots[-60:]]
    assert sum(first) / len(first) < sum(last) / len(last)
    assert sum(one <= 1 for one in first) >= 15


def test_spots_of_a_crowded_cell_are_seen_once_they_stand_apart() -> None:
    sheet = arrange(crowd(1300))
    assert max(cell.level for cell in sheet.cells) > 1
    for cell in sheet.cells:
        dots = [dot for dot in sheet.dots if dot.spot.year == cell.year]
        scale = LEVELS[cell.level]
        for a, b in combinations(dots, 2):
            far = max(abs(a.x - b.x), abs(a.y - b.y)) * scale
            assert far > a.radius + b.radius


def test_what_is_more_than_a_map_holds_is_counted_and_not_drawn() -> None:
    sheet = arrange(crowd(MOST + 70))
    assert len(sheet.dots) == MOST
    assert sheet.unseen == 70
    assert sum(cell.count for cell in sheet.cells) == MOST + 70


# -- what stands on it --------------------------------------------------------------------------------------


def test_narrowing_takes_lanes_and_both_years() -> None:
    spots = [spot("a", "2001"), spot("b", "2002-05"), spot("c", "2003"), spot("d", "2002", "vision")]
    assert [s.id for s in narrowed(spots, ["theory"], (2001, 2002))] == ["a", "b"]
    assert [s.id for s in narrowed(spots)] == ["a", "b", "c", "d"]
    assert years(spots) == {2001: 1, 2002: 2, 2003: 1}
    assert years([]) == {}


def test_references_without_a_work_stand_on_the_map_once_each_if_they_bear_a_year(
    real: KnowledgeBase,
) -> None:
    mine = [
        Reference(1, "gan", "Generative Adversarial Nets", year=2014),
        Reference(2, "own", "My own thesis on lamps", ("Wick, Ada",), 2020),
        Reference(3, "own2", "My Own Thesis on Lamps.", (), 2020),
        Reference(4, "undated", "A note on oil and its uses"),
    ]
    found = references(match(real, mine))
    assert [(one.id, one.date, one.lane) for one in found] == [("ref-1", "2020", OUTSIDE)]
    assert "Wick, Ada" in found[0].also


def test_read_and_missing_works_are_marked_in_shape_and_in_words(real: KnowledgeBase) -> None:
    root = ET.fromstring(svg(arrange(works(real, read=["gan"], missing=["lstm"]))))
    by_id = {one.get("data-id"): one for one in root.iter(f"{SVG}g") if one.get("data-id")}
    assert by_id["gan"].get("aria-label", "").endswith("you have read it")
    assert by_id["gan"].find(f".//{SVG}path[@class='tick']") is not None
    assert by_id["lstm"].get("aria-label", "").endswith("not in your list")
    assert by_id["lstm"].find(f"{SVG}circle[@class='ring']") is not None
    assert by_id["wgan"].find(f".//{SVG}path") is None


# -- the picture --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_works_give_the_same_bytes(real: KnowledgeBase, language: str) -> None:
    first = svg(arrange(works(real, language), language), language)
    again = svg(arrange(works(real, language), language), language)
    assert first == again


def test_whatever_a_title_holds_stays_text() -> None:
    hostile = Spot("x", '<img src=x onerror="y">', "</svg><script>z</script>", "2014", "theory", also=('"&',))
    drawn = svg(arrange([hostile]))
    root = ET.fromstring(drawn)
    work = next(one for one in root.iter(f"{SVG}g") if one.get("data-id") == "x")
    assert work.get("data-title") == "</svg><script>z</script>"
    assert "<script" not in drawn
    assert "<img" not in drawn


def test_a_map_without_works_is_still_a_picture() -> None:
    root = ET.fromstring(svg(arrange([])))
    about = root.find(f"{SVG}desc")
    assert about is not None
    assert about.text == "no works"
