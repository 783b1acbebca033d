"""Paths of links: from the earlier card to the later, past the other cards and off each other.

The cheapest way wins: short, through no card, not along a link that lies there already. All links are laid
twice: the second time their ends stand in the order in which the first ways left the cards.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kb.drawing.shapes import Box, Point, Route
from kb.drawing.ways import End, Streets, ways
from kb.link import Link

CELL = 5.0  # px; links whose samples share a cell touch
BLOCK = 24.0  # px; cards are looked up by cells of this size
SPREAD = 9.0  # between the ends of links on one edge of a card
THROUGH_CARD, ALONG, ACROSS, TURN = 170.0, 22.0, 14.0, 9.0  # prices in px of length

Ends = dict[str, tuple[End, End]]


def routes(
    links: Sequence[Link], boxes: Mapping[str, Box], corridors: Sequence[float]
) -> list[tuple[Link, Route]]:
    """The path of each link, in the order of the links."""
    streets = Streets.among(list(boxes.values()), corridors)
    slopes = {
        (link.id, which): _slope(boxes[here], boxes[there])
        for link in links
        for which, (here, there) in enumerate(((link.object, link.subject), (link.subject, link.object)))
    }
    found = _lay_all(links, boxes, streets, _ends(links, boxes, slopes), rough=True)
    found = _lay_all(links, boxes, streets, _ends(links, boxes, _departures(found)))
    return list(_marked(links, found, boxes))


def _slope(here: Box, there: Box) -> float:
    (x1, y1), (x2, y2) = here.middle, there.middle
    return (y2 - y1) / (abs(x2 - x1) + 1)


def _departures(found: Mapping[str, Route]) -> dict[tuple[str, int], float]:
    """How steeply each route leaves its cards at either end, seen from about 80 px away."""
    steep = {}
    for id_, route in found.items():
        samples = route.samples(8.0)
        for which, walk in enumerate((samples, samples[::-1])):
            (x, y), (far_x, far_y) = walk[0], walk[min(10, len(walk) - 1)]
            beyond = walk[len(walk) // 2]  # where two leave alike, what comes after decides
            steep[id_, which] = (far_y - y) / (abs(far_x - x) + 4) + 0.0005 * (beyond[1] - y)
    return steep


def _sides(older: Box, newer: Box) -> tuple[str, str]:
    """The edges that a link leaves and enters by."""
    if newer.x - older.right >= 16:
        return "right", "left"
    if older.x - newer.right >= 16:
        return "left", "right"
    return ("bottom", "top") if older.y < newer.y else ("top", "bottom")


def _ends(links: Sequence[Link], boxes: Mapping[str, Box], steep: Mapping[tuple[str, int], float]) -> Ends:
    """Both ends of each link, spread along the edges in the order in which they part."""
    edges: dict[tuple[str, str], list[tuple[float, str, int]]] = defaultdict(list)
    for link in links:
        sides = _sides(boxes[link.object], boxes[link.subject])
        for which, work in enumerate((link.object, link.subject)):
            level = sides[which] in ("left", "right")
            other = boxes[link.subject if which == 0 else link.object]
            order = steep[link.id, which] if level else other.middle[0]
            edges[work, sides[which]].append((order, link.id, which))
    found: dict[tuple[str, int], End] = {}
    for (work, side), meeting in edges.items():
        for i, (_, id_, which) in enumerate(sorted(meeting)):
            found[id_, which] = _end(boxes[work], side, i - (len(meeting) - 1) / 2, len(meeting))
    return {link.id: (found[link.id, 0], found[link.id, 1]) for link in links}


def _end(box: Box, side: str, place: float, of: int) -> End:
    level = side in ("left", "right")
    room = (box.height if level else box.width) - 14
    offset = place * min(SPREAD if level else 2 * SPREAD, room / max(1, of - 1))
    x, y = box.middle
    return {
        "right": End((box.right, y + offset), (1, 0), box),
        "left": End((box.x, y + offset), (-1, 0), box),
        "top": End((x + offset, box.y), (0, -1), box),
        "bottom": End((x + offset, box.bottom), (0, 1), box),
    }[side]


def _lay_all(
    links: Sequence[Link], boxes: Mapping[str, Box], streets: Streets, ends: Ends, rough: bool = False
) -> dict[str, Route]:
    """Short links first: they have the least choice."""
    ground = _Ground(boxes)
    found = {}
    order = sorted(links, key=lambda k: (math.dist(boxes[k.subject].middle, boxes[k.object].middle), k.id))
    for link in order:
        choice = list(ways(*ends[link.id], streets, rough))
        found[link.id] = _cheapest(choice, (link.object, link.subject), ground)
        ground.lay(found[link.id])
    return found


def _cheapest(choice: Sequence[Route], own: tuple[str, str], ground: _Ground) -> Route:
    lengths = [way.length() + TURN * (len(way.points) - 1) / 3 for way in choice]
    best, least = choice[0], math.inf
    for i in sorted(range(len(choice)), key=lambda i: (lengths[i], i)):
        if lengths[i] >= least:
            break
        price = lengths[i] + _price(choice[i], own, ground, least - lengths[i])
        if price < least:
            best, least = choice[i], price
    return best


def _price(way: Route, own: tuple[str, str], ground: _Ground, limit: float) -> float:
    """What a way costs beyond its length; stops counting above a limit."""
    if sum(ground.cards(at, own, True) for at in way.samples(28.0)) >= limit:
        return limit
    samples = way.samples(7.0)
    last = len(samples) - 1
    price = 0.0
    for i, at in enumerate(samples):
        # The first and last steps touch their own cards and fan out beside other links; that is no fault.
        free = i < 2 or i > last - 2
        price += ground.cards(at, own, free)
        if not free:
            price += ground.links(samples[i - 1], at, samples[i + 1])
        if price >= limit:
            break
    return price


class _Ground:
    """What stands on the picture: cards from the start, links as they are laid; both by cell."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._angles: dict[tuple[int, int], list[float]] = defaultdict(list)
        self._boxes: dict[tuple[int, int], list[tuple[str, Box]]] = defaultdict(list)
        for id_, box in boxes.items():
            for column in range(int((box.x - 8) // BLOCK), int((box.right + 8) // BLOCK) + 1):
                for row in range(int((box.y - 8) // BLOCK), int((box.bottom + 8) // BLOCK) + 1):
                    self._boxes[column, row].append((id_, box))

    def cards(self, at: Point, own: tuple[str, str], free: bool) -> float:
        """The price of standing in a card, or too near to one that is not the link's own."""
        found = self._boxes.get((int(at[0] // BLOCK), int(at[1] // BLOCK)), ())
        for id_, box in found:
            if id_ in own:
                if not free and box.holds(at, -1):
                    return THROUGH_CARD
            elif box.holds(at, 4):
                return THROUGH_CARD
        return 0.0

    def lay(self, way: Route) -> None:
        for (x1, y1), (x2, y2) in pairwise(way.samples(4.0)):
            self._angles[int(x2 // CELL), int(y2 // CELL)].append(math.atan2(y2 - y1, x2 - x1))

    def links(self, before: Point, at: Point, after: Point) -> float:
        """High where a way lies along another, low where it crosses one."""
        column, row = int(at[0] // CELL), int(at[1] // CELL)
        dx, dy = after[0] - before[0], after[1] - before[1]
        level = abs(dx) > abs(dy)
        price, own = 0.0, None
        for i in (-1, 0, 1):
            met = self._angles.get((column, row + i) if level else (column + i, row))
            if met:
                own = math.atan2(dy, dx) if own is None else own
                if any(abs(math.sin(own - angle)) < 0.3 for angle in met):
                    return ALONG
                price = ACROSS
        return price


def _marked(
    links: Sequence[Link], found: Mapping[str, Route], boxes: Mapping[str, Box]
) -> Iterator[tuple[Link, Route]]:
    """The routes; those of doubted links with the place of their mark: on the path, where most room is."""
    marks: list[Point] = []
    for link in links:
        route = found[link.id]
        if link.status != "accepted":
            rest = [at for id_, other in found.items() if id_ != link.id for at in other.samples(12.0)]
            samples = route.samples(4.0)
            middle = samples[len(samples) // 5 : len(samples) - len(samples) // 5]
            marks.append(max(middle, key=lambda at: _room(at, rest, marks, boxes)))
            route = Route(route.points, marks[-1])
        yield link, route


def _room(at: Point, rest: Sequence[Point], marks: Sequence[Point], boxes: Mapping[str, Box]) -> float:
    """How much room a mark has: other marks matter most, then cards, then other links."""
    to_mark = min((math.dist(at, mark) for mark in marks), default=99.0)
    to_card = min(box.distance(at) for box in boxes.values())
    to_link = min((math.dist(at, other) for other in rest), default=99.0)
    return 8 * min(to_mark, 18.0) + 3 * min(to_card, 12.0) + min(to_link, 20.0)
