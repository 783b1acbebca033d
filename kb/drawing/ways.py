"""The ways a link could go from card to card; routing chooses among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.drawing.shapes import Box, Point, Route

BEND = 26.0  # half the width of an S from one height to another
TRACK = 6.0  # between links in one corridor
DETOUR = 150.0  # how far above or below both ends a link may go
LEAST_RUN = 2 * BEND + 16
NARROW = 110.0  # between cards with less room than this, a link may use another edge


@dataclass(frozen=True)
class End:
    """Where a link meets a card, the way out of the card as a unit vector, and the card."""

    at: Point
    out: Point
    card: Box


@dataclass(frozen=True)
class Streets:
    """Where links can run between cards: heights between rows, places between columns."""

    corridors: tuple[float, ...]
    gaps: tuple[float, ...]

    @classmethod
    def among(cls, boxes: Sequence[Box], corridors: Sequence[float]) -> Streets:
        """The gaps lie just left of columns, where links turn towards their card."""
        edges = sorted({box.x for box in boxes})
        return cls(tuple(sorted(corridors)), tuple(edge - BEND + 2 for edge in edges))


def ways(start: End, end: End, streets: Streets, rough: bool = False) -> Iterator[Route]:
    """All ways worth a look, the plain curve first; ``rough`` leaves out those beside another one."""
    if start.out[0] == 0:
        yield from _upright(start, end)
        return
    yield curve(start, end)
    (x1, y1), (x2, y2) = start.at, end.at
    forward = 1.0 if x2 > x1 else -1.0
    if abs(x2 - x1) < NARROW:
        yield from _cornered(start, end)
    if abs(x2 - x1) < LEAST_RUN:
        return
    first, last = x1 + forward * (BEND + 4), x2 - forward * (BEND + 9)
    low, high = min(first, last), max(first, last)
    between = {gap for gap in streets.gaps if low < gap < high}
    turns = sorted({first, last} | between, key=lambda x: x * forward)
    for turn in turns:
        for shift in (0.0, -9.0, 9.0) if low + 9 < turn < high - 9 and not rough else (0.0,):
            yield _stepped(start.at, [(turn + shift, y2)], end.at, forward)
    for y in _tracks(streets.corridors, min(y1, y2) - DETOUR, max(y1, y2) + DETOUR, rough):
        for at in turns[:3]:
            for until in turns[-3:]:
                if (until - at) * forward >= 2 * BEND:
                    yield _stepped(start.at, [(at, y), (until, y2)], end.at, forward)


def curve(start: End, end: End) -> Route:
    """One S from card to card."""
    (x1, y1), (x2, y2) = start.at, end.at
    reach = 0.42 * abs(x2 - x1) if start.out[0] else 0.42 * abs(y2 - y1)
    reach = max(reach, min(22.0, abs(x2 - x1) + abs(y2 - y1)) / 2)
    leave = (x1 + start.out[0] * reach, y1 + start.out[1] * reach)
    enter = (x2 + end.out[0] * reach, y2 + end.out[1] * reach)
    return Route((start.at, leave, enter, end.at))


def _tracks(corridors: Sequence[float], low: float, high: float, rough: bool) -> Iterator[float]:
    for corridor in corridors:
        if low <= corridor <= high:
            yield from (corridor,) if rough else (corridor, corridor - TRACK, corridor + TRACK)


def _stepped(start: Point, steps: Sequence[Point], end: Point, forward: float) -> Route:
    """Level runs joined by an S at each step (x, new height)."""
    points = [start]
    for x, y in steps:
        last = points[-1]
        if abs(y - last[1]) < 0.5:
            continue
        before, after = x - forward * BEND, x + forward * BEND
        if (before - last[0]) * forward > 1:
            points += _level(last, (before, last[1]))
        else:
            before = last[0]
        middle = (before + after) / 2
        points += [(middle, last[1]), (middle, y), (after, y)]
    points += _level(points[-1], end)
    return Route(tuple(points))


def _level(a: Point, b: Point) -> list[Point]:
    dx, dy = (b[0] - a[0]) / 3, (b[1] - a[1]) / 3
    return [(a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy), b]


def _upright(start: End, end: End) -> Iterator[Route]:
    """Between cards one above the other: down through what is free, else round by either side."""
    (x1, y1), (x2, y2) = start.at, end.at
    yield curve(start, end)
    for shift in (-48.0, -32.0, -16.0, 16.0, 32.0, 48.0):
        yield curve(End((x1 + shift, y1), start.out, start.card), End((x2 + shift, y2), end.out, end.card))
    down = start.out[1]
    for side in (-1.0, 1.0):
        for bow in (80.0, 90.0, 102.0, 116.0):
            x = (min(x1, x2) if side < 0 else max(x1, x2)) + side * bow
            yield _round(start.at, end.at, x, down * min(30.0, abs(y2 - y1) / 2))


def _cornered(start: End, end: End) -> Iterator[Route]:
    """Out of the side of one card and into the top or bottom of the other, round one corner."""
    for a, b, turned in ((start, end, False), (end, start, True)):
        (x1, y1), card = a.at, b.card
        down = 1.0 if card.y > y1 else -1.0
        y2 = card.y if down > 0 else card.bottom
        for part in (0.12, 0.25, 0.4, 0.6, 0.8):
            x = card.x + part * card.width
            if (x - x1) * a.out[0] < 14 or (y2 - y1) * down < 24:
                continue
            turn = min(24.0, abs(x - x1))
            corner = _level(a.at, (x - a.out[0] * turn, y1)) if abs(x - x1) > turn + 1 else []
            bend = [(x - a.out[0] * turn * 0.4, y1), (x, y1 + down * turn * 0.4), (x, y1 + down * turn)]
            points = [a.at, *corner, *bend, *_level((x, y1 + down * turn), (x, y2))]
            yield Route(tuple(reversed(points)) if turned else tuple(points))


def _round(start: Point, end: Point, x: float, turn: float) -> Route:
    (x1, y1), (x2, y2) = start, end
    out = (x1 + (x - x1) * 0.1, y1 + turn * 0.6), (x, y1 + turn * 0.25), (x, y1 + turn)
    back = (x, y2 - turn * 0.25), (x2 + (x - x2) * 0.1, y2 - turn * 0.6), (x2, y2)
    return Route((start, *out, *_level((x, y1 + turn), (x, y2 - turn)), *back))
