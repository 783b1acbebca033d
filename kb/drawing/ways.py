"""The shapes of links: one curve, or level runs joined by soft steps and round corners."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kb.drawing.shapes import Box, Point, Route

BEND = 26.0  # half the width of an S from one height to another
CORNER = 22.0  # the radius of a corner, at most
LOW = 2.6 * CORNER  # a step lower than this is an S, a higher one two corners
ARC = 0.5523  # how far the handles of a cubic curve reach for a quarter of a circle


@dataclass(frozen=True)
class End:
    """Where a link meets a card, the way out of the card as a unit vector, and the card."""

    at: Point
    out: Point
    card: Box


def curve(start: End, end: End) -> Route:
    """One S from card to card."""
    (x1, y1), (x2, y2) = start.at, end.at
    reach = 0.42 * abs(x2 - x1) if start.out[0] else 0.42 * abs(y2 - y1)
    reach = max(reach, min(22.0, abs(x2 - x1) + abs(y2 - y1)) / 2)
    leave = (x1 + start.out[0] * reach, y1 + start.out[1] * reach)
    enter = (x2 + end.out[0] * reach, y2 + end.out[1] * reach)
    return Route((start.at, leave, enter, end.at))


def angular(corners: Sequence[Point]) -> Route:
    """A way along level and upright lines, softened at its corners."""
    kept = _simplified(corners)
    points = [kept[0]]
    i = 1
    while i < len(kept) - 1:
        if i + 2 < len(kept) and _is_low_step(kept[i - 1 : i + 3]):
            points += _step(points[-1], kept[i], kept[i + 1], _shared(kept, i + 1))
            i += 2
        else:
            points += _turn(points[-1], kept[i], kept[i + 1], _shared(kept, i))
            i += 1
    points += _straight(points[-1], kept[-1])
    return Route(tuple(points))


def _simplified(corners: Sequence[Point]) -> list[Point]:
    """Without points on a straight line or on top of each other."""
    found: list[Point] = [corners[0]]
    for at in corners[1:]:
        if math.dist(at, found[-1]) < 0.5 and len(found) > 1:
            continue
        while len(found) > 1 and _in_line(found[-2], found[-1], at):
            found.pop()
        found.append(at)
    return found


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return abs(a[0] - b[0]) + abs(b[0] - c[0]) < 0.5 or abs(a[1] - b[1]) + abs(b[1] - c[1]) < 0.5


def _is_low_step(four: Sequence[Point]) -> bool:
    """Whether the way goes level, up or down a little, and on in the same direction."""
    a, b, c, d = four
    return abs(b[0] - c[0]) < 0.5 and abs(b[1] - c[1]) < LOW and (b[0] - a[0]) * (d[0] - c[0]) > 0


def _shared(corners: Sequence[Point], i: int) -> float:
    """How much of the line after a corner it may use: half where another corner follows."""
    size = math.dist(corners[i], corners[i + 1])
    return size / 2 if i + 2 < len(corners) else size - 9  # 9: room for the arrow


def _step(last: Point, a: Point, b: Point, room: float) -> list[Point]:
    """An S from the level of a to that of b, which lies above or below it."""
    forward = 1.0 if a[0] > last[0] else -1.0
    before = a[0] - forward * min(BEND, abs(a[0] - last[0]))
    after = b[0] + forward * max(2.0, min(BEND, room))
    return [*_straight(last, (before, a[1])), a, b, (after, b[1])]


def _turn(last: Point, corner: Point, onward: Point, room: float) -> list[Point]:
    """A line to a corner, and round it."""
    back = math.dist(last, corner)
    radius = max(1.0, min(CORNER, back, room))
    enter, leave = _towards(corner, last, radius), _towards(corner, onward, radius)
    rest = 1 - ARC
    handles = _towards(corner, last, radius * rest), _towards(corner, onward, radius * rest)
    return [*_straight(last, enter), *handles, leave]


def _towards(a: Point, b: Point, by: float) -> Point:
    far = math.dist(a, b) or 1.0
    return a[0] + (b[0] - a[0]) * by / far, a[1] + (b[1] - a[1]) * by / far


def _straight(a: Point, b: Point) -> list[Point]:
    """A straight line as a curve; nothing where there is no way to go."""
    if math.dist(a, b) < 0.5:
        return []
    dx, dy = (b[0] - a[0]) / 3, (b[1] - a[1]) / 3
    return [(a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy), b]


def corners(start: Point, steps: Sequence[Point], end: Point) -> list[Point]:
    """The corners of a way that leaves and arrives level, with steps (x, new height) between."""
    found = [start]
    for (x, y), (_, before) in zip(steps, [start, *steps], strict=False):
        found += [(x, before), (x, y)]
    return [*found, end]
