"""Which way each link goes, before its exact place: a curve, straight up or down, along streets, or round."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.drawing.shapes import Box, Point, Route
from kb.drawing.streets import TURN, Step, Streets
from kb.drawing.ways import End, corners, curve
from kb.link import Link

Side = Literal["left", "right", "top", "bottom"]
OUT: dict[Side, Point] = {"right": (1, 0), "left": (-1, 0), "top": (0, -1), "bottom": (0, 1)}
UPRIGHT: frozenset[Side] = frozenset(("top", "bottom"))
NEAR = 170.0  # between cards; a link that has less far to go is one curve where nothing lies between
STEEP, LEAST = 2.0, 60.0  # a curve rises by no more than this part of its way, plus the least
LEAVE, ARRIVE = 10.0, 18.0  # from a card's side to where a link may turn
TURNING = 80.0  # the same from the middle of its top or bottom
CROWD = (12, 6)  # links that leave and enter by a side before other edges are worth a look
CROWDED, EDGE = 12.0, 30.0  # prices: of each link beyond that, of the other edges
CELL = 8.0
MARGIN = 4.0  # between a link and a card that is not its own
REACH = 420.0  # how far beside both cards a way round may lead


@dataclass(frozen=True)
class Plan:
    """The edges that a link leaves and enters by, and its changes of level from ``level`` on.

    A ``direct`` plan is a curve, or a straight line at ``x``.
    """

    sides: tuple[Side, Side]
    level: int
    steps: tuple[Step, ...] = ()
    direct: bool = False
    x: float | None = None

    @property
    def upright(self) -> tuple[bool, bool]:
        """Whether a way along streets leaves, and enters, by the top or bottom of its card."""
        first, last = (not self.direct and side in UPRIGHT for side in self.sides)
        return first, last


class Ground:
    """Where the cards stand, by cell."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._boxes = boxes
        self._cells: dict[tuple[int, int], list[str]] = {}
        for id_, box in boxes.items():
            for column in range(int((box.x - MARGIN) // CELL), int((box.right + MARGIN) // CELL) + 1):
                for row in range(int((box.y - MARGIN) // CELL), int((box.bottom + MARGIN) // CELL) + 1):
                    self._cells.setdefault((column, row), []).append(id_)

    def blocks(self, way: Route, own: tuple[str, str], margin: float = MARGIN) -> bool:
        """Whether a way runs through a card that is not its own, or too near."""
        for at in way.samples(6.0):
            for id_ in self._cells.get((int(at[0] // CELL), int(at[1] // CELL)), ()):
                if id_ not in own and self._boxes[id_].holds(at, margin):
                    return True
        return False


class Planner:
    """Plans link after link; later ones avoid what earlier ones fill."""

    def __init__(self, boxes: Mapping[str, Box], streets: Streets, ground: Ground) -> None:
        self._boxes, self._streets, self._ground = boxes, streets, ground
        self._upright: list[tuple[float, float, float]] = []  # x, from y, to y
        self._meeting: Counter[tuple[str, Side]] = Counter()

    def all(self, links: Sequence[Link]) -> dict[str, Plan]:
        """Short links first: they have the least choice."""
        far = {k.id: math.dist(self._boxes[k.subject].middle, self._boxes[k.object].middle) for k in links}
        found = {}
        for link in sorted(links, key=lambda k: (far[k.id], k.id)):
            plan = found[link.id] = self._plan(link)
            for work, side in zip((link.object, link.subject), plan.sides, strict=True):
                self._meeting[work, side] += 1
        return found

    def _plan(self, link: Link) -> Plan:
        older, newer = self._boxes[link.object], self._boxes[link.subject]
        sides = _sides(older, newer)
        if sides[0] in UPRIGHT:
            return self._upright_plan(older, newer, sides) or self.around(link)
        level = self._streets.level_of(older)
        gap = max(newer.x - older.right, older.x - newer.right)
        flat = gap < NEAR and abs(newer.y - older.y) < STEEP * gap + LEAST
        own = (link.object, link.subject)
        if flat and not self._ground.blocks(_plain(older, newer, sides), own, 9):
            return Plan(sides, level, direct=True)
        return self._street_plan(link, sides) or self.around(link)

    def _street_plan(self, link: Link, sides: tuple[Side, Side]) -> Plan | None:
        """The cheapest way along streets; by the top or bottom of a card whose side is crowded."""
        choice = [
            found
            for out in self._edges(link.object, sides[0], CROWD[0])
            for into in self._edges(link.subject, sides[1], CROWD[1])
            if (found := self._way(link, (out, into), sides[0] == "right"))
        ]
        if not choice:
            return None
        _, plan, order = min(choice, key=lambda found: found[0])
        if order:
            self._streets.use(plan.level, plan.steps, order[0], order[-1])
        return plan

    def _edges(self, card: str, side: Side, crowd: int) -> tuple[Side, ...]:
        return (side, "top", "bottom") if self._meeting[card, side] >= crowd else (side,)

    def _way(self, link: Link, sides: tuple[Side, Side], forward: bool) -> tuple[float, Plan, range] | None:
        """The price of a way by these edges, its plan, and the stations on it."""
        older, newer = self._boxes[link.object], self._boxes[link.subject]
        start, end = end_at(older, sides[0]).at[0], end_at(newer, sides[1]).at[0]
        leave = TURNING if sides[0] in UPRIGHT else LEAVE
        arrive = TURNING if sides[1] in UPRIGHT else ARRIVE
        low, high = (start + leave, end - arrive) if forward else (end + arrive, start - leave)
        stations = self._streets.between(low, high)
        order = stations if forward else stations[::-1]
        level, last = self._level(older, sides[0]), self._level(newer, sides[1])
        found = self._streets.cheapest(level, last, order)
        if found is None:
            return None
        extra = sum(
            CROWDED * max(0, self._meeting[card, side] - crowd + 1) + EDGE * (side in UPRIGHT)
            for card, side, crowd in zip((link.object, link.subject), sides, CROWD, strict=True)
        )
        cost, steps = found
        direct = not steps and not set(sides) & UPRIGHT
        return cost + extra, Plan(sides, level, tuple(steps), direct), order

    def _level(self, card: Box, side: Side) -> int:
        """The level on which a way leaves by an edge: the card's row, or the corridor next to it."""
        return self._streets.level_of(card) + {"top": -1, "bottom": 1}.get(side, 0)

    def _upright_plan(self, older: Box, newer: Box, sides: tuple[Side, Side]) -> Plan | None:
        """A straight line between cards one above the other, where nothing lies between."""
        low, high = max(older.x, newer.x) + 12, min(older.right, newer.right) - 12
        top, bottom = sorted((older.middle[1], newer.middle[1]))
        between = [box for box in self._boxes.values() if top < box.middle[1] < bottom]
        xs = [low + 9 * i for i in range(int(max(-1.0, high - low) // 9) + 1)]
        for x in sorted(xs, key=lambda x: (abs(x - (low + high) / 2), x)):
            blocked = any(box.x - 6 < x < box.right + 6 for box in between)
            taken = any(abs(x - at) < 8 and a < bottom and b > top for at, a, b in self._upright)
            if not blocked and not taken:
                self._upright.append((x, top, bottom))
                return Plan(sides, self._streets.level_of(older), direct=True, x=x)
        return None

    def around(self, link: Link) -> Plan:
        """Out of the top or bottom of a card, along the corridors, and so into the other card."""
        older, newer = self._boxes[link.object], self._boxes[link.subject]
        start, end = older.middle[0], newer.middle[0]
        _, plan = min(self._rounds(older, newer, start, end), key=lambda found: found[0])
        if plan.steps:
            station = plan.steps[0].station
            self._streets.use(plan.level, plan.steps, station, station)
        return plan

    def _rounds(self, older: Box, newer: Box, start: float, end: float) -> Iterator[tuple[float, Plan]]:
        streets = self._streets
        from_row, to_row = streets.level_of(older), streets.level_of(newer)
        exits: tuple[tuple[Side, int], ...] = (("top", -1), ("bottom", 1))
        for out, up in exits:
            for into, down in exits:
                a, b = from_row + up, to_row + down
                if a == b:
                    yield abs(start - end), Plan((out, into), a)
                    continue
                height = abs(streets.levels[a].y - streets.levels[b].y)
                for s in self._passages(min(start, end), max(start, end), *sorted((a, b))):
                    x = streets.stations[s]
                    busy = sum(streets.through[s][min(a, b) + 1 : max(a, b) + 1])
                    cost = abs(start - x) + abs(x - end) + height + 2 * TURN + 4 * busy
                    yield cost, Plan((out, into), a, (Step(s, a, b),))

    def _passages(self, left: float, right: float, low: int, high: int) -> list[int]:
        """Stations where an upright line runs from one level to another: near ones, or else any."""
        streets = self._streets
        near = streets.between(left - REACH, right + REACH)
        found = [s for s in near if streets.passable(s, low, high)]
        return found or [s for s in range(len(streets.stations)) if streets.passable(s, low, high)]


def _sides(older: Box, newer: Box) -> tuple[Side, Side]:
    """The edges that a link leaves and enters by."""
    if newer.x - older.right >= 16:
        return "right", "left"
    if older.x - newer.right >= 16:
        return "left", "right"
    return ("bottom", "top") if older.y < newer.y else ("top", "bottom")


def end_at(box: Box, side: Side, offset: float = 0.0) -> End:
    """The end of a link on an edge, an offset away from its middle."""
    x, y = box.middle
    at = {
        "right": (box.right, y + offset),
        "left": (box.x, y + offset),
        "top": (x + offset, box.y),
        "bottom": (x + offset, box.bottom),
    }[side]
    return End(at, OUT[side], box)


def _plain(older: Box, newer: Box, sides: tuple[Side, Side]) -> Route:
    return curve(end_at(older, sides[0]), end_at(newer, sides[1]))


def outline(plan: Plan, older: Box, newer: Box, streets: Streets) -> list[Point]:
    """The corners of a plan from card to card, in the middles of its streets."""
    start, end = end_at(older, plan.sides[0]).at, end_at(newer, plan.sides[1]).at
    if plan.direct:
        return corners(start, [((start[0] + end[0]) / 2, end[1])], end)
    steps = [(streets.stations[step.station], streets.levels[step.after].y) for step in plan.steps]
    first = (start[0], streets.levels[plan.level].y) if plan.upright[0] else start
    level = plan.steps[-1].after if plan.steps else plan.level
    last = (end[0], streets.levels[level].y) if plan.upright[1] else end
    if steps:
        steps[-1] = (steps[-1][0], last[1])
    return [start, *corners(first, steps, last), end]
