"""Promises of the streets: links go round cards, and side by side rather than on each other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kb.drawing.shapes import Box
from kb.drawing.streets import Step, Streets
from kb.drawing.tracks import Rise, Run, heights_of_runs, places_of_rises
from kb.drawing.ways import angular

# Three cards in one row, corridors above and below it; 100 px between cards.
ROW = [Box(0, 100, 100, 50), Box(200, 100, 100, 50), Box(400, 100, 100, 50)]
CORRIDORS = (80.0, 170.0)


def test_a_link_along_a_row_goes_round_the_card_between() -> None:
    streets = Streets(ROW, CORRIDORS)
    found = streets.cheapest(1, 1, streets.between(110, 382))
    assert found
    assert [(step.before, step.after) for step in found[1]] == [(1, 0), (0, 1)]
    down, up = (streets.stations[step.station] for step in found[1])
    assert 100 < down < 200 < 300 < up < 400


def test_a_busy_corridor_sends_the_next_link_to_the_other_one() -> None:
    streets = Streets(ROW, CORRIDORS)
    stations = streets.between(110, 382)
    taken = []
    for _ in range(8):
        found = streets.cheapest(1, 1, stations)
        assert found
        streets.use(1, found[1], stations[0], stations[-1])
        taken.append(found[1][0].after)
    assert set(taken) == {0, 2}


def test_no_upright_line_runs_through_a_card() -> None:
    streets = Streets([*ROW, Box(100, 200, 100, 50)], (80.0, 170.0, 270.0))
    inside = min(range(len(streets.stations)), key=lambda i: abs(streets.stations[i] - 123))
    assert streets.passable(inside, 0, 2)
    assert not streets.passable(inside, 2, 4)
    low, high = streets.span(Step(inside, 0, 2))
    assert 100 < low < high < 200


def test_steps_at_one_station_stand_side_by_side() -> None:
    rises = [Rise(i, 50.0, 0.0, 100.0, 10.0 * i, 200.0 + i, 0.0, 300.0) for i in range(5)]
    places = sorted(places_of_rises(rises, 5.0).values())
    assert min(b - a for a, b in pairwise(places)) >= 5
    assert places[0] >= 0
    assert places[-1] <= 100


def test_of_two_links_the_one_that_turns_down_first_runs_below() -> None:
    runs = [Run("first", 0, 0, 100, 1, 1), Run("later", 0, 0, 200, 1, 1)]
    heights = heights_of_runs(runs, [(50.0, (0.0, -5.0, 5.0))])
    assert heights["first"] > heights["later"]


@pytest.mark.parametrize("drop", [5.0, 40.0, 300.0])
def test_a_step_is_soft_and_stays_near_its_corners(drop: float) -> None:
    way = angular([(0, 0), (100, 0), (100, drop), (200, drop)])
    assert (way.points[0], way.points[-1]) == ((0, 0), (200, drop))
    assert len(way.points) % 3 == 1
    samples = way.samples(2.0)
    assert all(b[0] > a[0] - 1e-9 and b[1] > a[1] - 1e-9 for a, b in pairwise(samples))
    assert all(74 <= x <= 126 for x, y in samples if 0.01 < y < drop - 0.01)
