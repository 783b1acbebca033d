"""The streets between the cards: levels from left to right, and stations where a link may change its level.

Levels alternate: even ones are the corridors between rows of cards, odd ones the rows themselves, which a
link may follow where they are empty. The cheapest way counts length, turns, and what runs there already.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kb.drawing.shapes import Box

BESIDE = 23.0  # from a card to the middle of where links turn next to it
BERTH = 8.0  # from a card to the nearest track beside its row: room for the ends of links
CLEAR = 10.0  # least room between a card and an upright line
TRACK = 5.0  # between links side by side
TURN, ACROSS = 55.0, 20.0  # prices in px of length
BUSY, FULL = 0.10, 1.6  # per px: for each link that runs there; where there is no track left
ROW_PRICE = 1.06  # a row costs a little more than a corridor
AROUND = 7  # levels that a way may lead above or below both ends

Span = tuple[float, float]


@dataclass(frozen=True)
class Level:
    """A height where links run level, its tracks from the middle out, and the cards that block it."""

    y: float
    tracks: tuple[float, ...]
    cards: tuple[Span, ...] = ()

    @property
    def narrow(self) -> tuple[float, ...]:
        """Places between the tracks, for when all of those are taken."""
        return tuple(shift + TRACK / 2 for shift in self.tracks if shift + TRACK in self.tracks)

    def room(self, x: float) -> Span:
        """How far one can go from x to the left and right before a card; empty within one."""
        i = bisect_right(self.cards, (x, math.inf))
        left = self.cards[i - 1][1] if i else -math.inf
        right = self.cards[i][0] if i < len(self.cards) else math.inf
        return left, right


@dataclass(frozen=True)
class Step:
    """A change of level at a station."""

    station: int
    before: int
    after: int


class Streets:
    """Levels and stations, and how many links run where."""

    def __init__(self, boxes: Sequence[Box], corridors: Sequence[float]) -> None:
        self.levels = _levels(boxes, sorted(corridors))
        self.stations = _stations(boxes)
        size, wide = len(self.levels), len(self.stations)
        #: Links on a level from a station to the next, and links that pass a level's upper side at a station.
        self.along = [[0] * wide for _ in range(size)]
        self.through = [[0] * size for _ in range(wide)]
        self._open = [[_is_open(level, x) for level in self.levels] for x in self.stations]
        self._free = [[_is_free(level, a, b) for a, b in self._pieces()] for level in self.levels]

    def _pieces(self) -> list[Span]:
        return list(zip(self.stations, [*self.stations[1:], self.stations[-1] + 1.0], strict=True))

    def level_of(self, box: Box) -> int:
        """The row in which a card stands."""
        heights = [level.y for level in self.levels[1::2]]
        return 1 + 2 * min(range(len(heights)), key=lambda i: abs(heights[i] - box.middle[1]))

    def between(self, low: float, high: float) -> range:
        return range(bisect_left(self.stations, low), bisect_right(self.stations, high))

    def span(self, step: Step) -> Span:
        """How far to the left and right a step can be moved without touching a card."""
        low, high = sorted((step.before, step.after))
        rooms = [level.room(self.stations[step.station]) for level in self.levels[low : high + 1]]
        return max(room[0] for room in rooms) + CLEAR, min(room[1] for room in rooms) - CLEAR

    def passable(self, station: int, low: int, high: int) -> bool:
        """Whether an upright line can run from one level to another."""
        return all(self._open[station][low : high + 1])

    def use(self, start: int, steps: Sequence[Step], first: int, last: int) -> None:
        """Note that a link runs from the first station to the last, beginning at a level."""
        level, at = start, first
        for step in steps:
            low, high = min(at, step.station), max(at, step.station)
            for i in range(low, high):
                self.along[level][i] += 1
            low, high = sorted((step.before, step.after))
            for passed in range(low + 1, high + 1):
                self.through[step.station][passed] += 1
            level, at = step.after, step.station
        for i in range(min(at, last), max(at, last)):
            self.along[level][i] += 1

    def cheapest(self, start: int, end: int, stations: Sequence[int]) -> tuple[float, list[Step]] | None:
        """Price and steps of the cheapest way from level to level through stations, in their order."""
        bottom = max(0, min(start, end) - AROUND)
        top = min(len(self.levels), max(start, end) + AROUND + 1)
        costs = [math.inf] * len(self.levels)
        costs[start] = 0.0
        came: list[list[int]] = []
        for place, i in enumerate(stations):
            costs, origins = self._turned(costs, i, range(bottom, top))
            came.append(origins)
            if place + 1 < len(stations):
                self._run(costs, min(i, stations[place + 1]), range(bottom, top))
        if not stations or costs[end] == math.inf:
            return (0.0, []) if start == end and not stations else None
        steps: list[Step] = []
        level = end
        for i, origins in zip(reversed(stations), reversed(came), strict=True):
            if origins[level] != level:
                steps.append(Step(i, origins[level], level))
                level = origins[level]
        return costs[end], steps[::-1]

    def _turned(self, costs: list[float], i: int, window: range) -> tuple[list[float], list[int]]:
        """What it costs to be on each level after a station, and the level before it."""
        through, is_open = self.through[i], self._open[i]
        found = [cost + ACROSS * n for cost, n in zip(costs, through, strict=True)]
        origins = list(range(len(costs)))
        for order, shift in ((window, 0), (window[::-1], 1)):
            carried, origin, last = math.inf, -1, -1
            for level in order:
                if last >= 0:
                    if not is_open[level]:
                        carried, origin = math.inf, -1
                        last = level
                        continue
                    edge = through[level + shift] if level + shift < len(through) else 0
                    carried += abs(self.levels[level].y - self.levels[last].y) * (1 + 0.12 * edge)
                    if carried + TURN < found[level]:
                        found[level], origins[level] = carried + TURN, origin
                    carried += ACROSS * min(self.along[level][i - 1], self.along[level][i])
                last = level
                if is_open[level] and costs[level] + TURN < carried:
                    carried, origin = costs[level] + TURN, level
        return found, origins

    def _run(self, costs: list[float], piece: int, window: range) -> None:
        """Add the price of running on from a station to the next on each level."""
        size = self.stations[piece + 1] - self.stations[piece]
        for level in window:
            if costs[level] == math.inf:
                continue
            if not self._free[level][piece]:
                costs[level] = math.inf
                continue
            many = self.along[level][piece]
            full = FULL if many >= len(self.levels[level].tracks) else 0.0
            costs[level] += size * ((ROW_PRICE if level % 2 else 1.0) + BUSY * many + full)


def _levels(boxes: Sequence[Box], corridors: Sequence[float]) -> list[Level]:
    found = []
    for i, y in enumerate(corridors):
        above = max((box.bottom for box in boxes if box.middle[1] < y), default=y - 17)
        below = min((box.y for box in boxes if box.middle[1] > y), default=y + 17)
        found.append(Level(y, _tracks(min(y - above, below - y) - BERTH)))
        if i + 1 < len(corridors):
            row = [box for box in boxes if y < box.middle[1] < corridors[i + 1]]
            middle = row[0].middle[1] if row else (y + corridors[i + 1]) / 2
            cards = tuple(sorted((box.x, box.right) for box in row))
            found.append(Level(middle, _tracks(22.0), cards))
    return found


def _tracks(reach: float) -> tuple[float, ...]:
    """Heights from the middle out, as far as there is room."""
    many = int(max(0.0, min(reach, 27.0)) / TRACK)
    return tuple(sorted((i * TRACK for i in range(-many, many + 1)), key=lambda y: (abs(y), y)))


def _stations(boxes: Sequence[Box]) -> list[float]:
    found: list[float] = []
    for x in sorted({x for box in boxes for x in (box.x - BESIDE, box.right + BESIDE)}):
        if not found or x - found[-1] > 7:
            found.append(x)
    return found


def _is_open(level: Level, x: float) -> bool:
    left, right = level.room(x)
    return left + CLEAR <= x <= right - CLEAR


def _is_free(level: Level, a: float, b: float) -> bool:
    return level.room(a)[1] > b + CLEAR and level.room(a)[0] < a
