"""Where the marks of doubted links stand: on their paths, where most room is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kb.drawing.shapes import Box, Point, Route
from kb.link import Link

SIGHT = 20.0  # px; what is further from a mark does not matter
NEAR = 12.0  # the same for cards


def marked(
    links: Sequence[Link], found: Mapping[str, Route], boxes: Mapping[str, Box]
) -> list[tuple[Link, Route]]:
    """The routes, those of doubted links with the place of their mark."""
    doubted = [link for link in links if link.status != "accepted"]
    near = _by_cell(found) if doubted else {}
    marks: dict[str, Point] = {}
    for link in doubted:
        samples = found[link.id].samples(8.0)
        middle = samples[len(samples) // 5 : len(samples) - len(samples) // 5]
        others = list(marks.values())
        cards = _around(middle, boxes)
        marks[link.id] = max(middle, key=lambda at: _room(at, link.id, near, others, cards))
    return [(link, Route(found[link.id].points, marks.get(link.id))) for link in links]


def _around(way: Sequence[Point], boxes: Mapping[str, Box]) -> list[Box]:
    """The cards beside a way: those that its frame touches."""
    xs, ys = [x for x, _ in way], [y for _, y in way]
    left, right, top, bottom = min(xs) - NEAR, max(xs) + NEAR, min(ys) - NEAR, max(ys) + NEAR
    return [b for b in boxes.values() if b.x < right and b.right > left and b.y < bottom and b.bottom > top]


def _by_cell(found: Mapping[str, Route]) -> dict[tuple[int, int], list[tuple[str, Point]]]:
    cells: dict[tuple[int, int], list[tuple[str, Point]]] = defaultdict(list)
    for id_, route in found.items():
        for at in route.samples(12.0):
            cells[int(at[0] // SIGHT), int(at[1] // SIGHT)].append((id_, at))
    return cells


def _room(
    at: Point,
    own: str,
    near: Mapping[tuple[int, int], Sequence[tuple[str, Point]]],
    marks: Sequence[Point],
    cards: Sequence[Box],
) -> float:
    """How much room a mark has: other marks matter most, then cards, then other links."""
    to_mark = min((math.dist(at, mark) for mark in marks), default=99.0)
    to_card = min((box.distance(at) for box in cards), default=NEAR)
    column, row = int(at[0] // SIGHT), int(at[1] // SIGHT)
    around = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    to_link = min(
        (math.dist(at, other) for cell in around for id_, other in near.get(cell, ()) if id_ != own),
        default=99.0,
    )
    return 8 * min(to_mark, 18.0) + 3 * min(to_card, NEAR) + min(to_link, SIGHT)
