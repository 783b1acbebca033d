"""Paths of links: from the earlier card to the later, past the other cards and off each other.

First every link gets a plan, then the ends of links share the edges of the cards in the order in which
they part, then steps and level runs get their exact places, and last the plans are drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kb.drawing import tracks
from kb.drawing.doubts import marked
from kb.drawing.plans import OUT, Ground, Plan, Planner, Side, end_at, outline
from kb.drawing.shapes import Box, Point, Route
from kb.drawing.streets import TRACK, Streets
from kb.drawing.ways import End, angular, corners, curve
from kb.link import Link

SPREAD = 9.0  # between the ends of links on one edge of a card
SEEN = (40.0, 90.0, 150.0, 230.0, 350.0, 500.0, 800.0, 1200.0, 2000.0)  # px from a card, to compare ways

Ends = dict[str, tuple[End, End]]


def routes(
    links: Sequence[Link], boxes: Mapping[str, Box], corridors: Sequence[float]
) -> list[tuple[Link, Route]]:
    """The path of each link, in the order of the links."""
    if not links:
        return []
    streets, ground = Streets(list(boxes.values()), corridors), Ground(boxes)
    planner = Planner(boxes, streets, ground)
    plans = planner.all(links)
    for _ in range(2):
        found = _draw(links, boxes, streets, plans)
        blocked = [link for link in links if ground.blocks(found[link.id], (link.object, link.subject), 0.5)]
        if not blocked:
            break
        plans |= {link.id: planner.around(link) for link in blocked}
    return marked(links, found, boxes)


def _draw(
    links: Sequence[Link], boxes: Mapping[str, Box], streets: Streets, plans: Mapping[str, Plan]
) -> dict[str, Route]:
    ends = _ends(links, boxes, streets, plans)
    steps = tracks.places_of_rises(_rises(links, streets, plans, ends), TRACK)
    places = [(level.y, level.tracks + level.narrow) for level in streets.levels]
    heights = tracks.heights_of_runs(_runs(links, plans, ends, steps), places)
    return {link.id: _route(link.id, plans[link.id], ends[link.id], steps, heights) for link in links}


# -- ends ---------------------------------------------------------------------------------------------------


def _ends(
    links: Sequence[Link], boxes: Mapping[str, Box], streets: Streets, plans: Mapping[str, Plan]
) -> Ends:
    """Both ends of each link, spread along the edges in the order in which they part."""
    edges: dict[tuple[str, Side], list[tuple[tuple[float, ...], str, int]]] = defaultdict(list)
    fixed: dict[tuple[str, int], End] = {}
    for link in links:
        plan = plans[link.id]
        line = outline(plan, boxes[link.object], boxes[link.subject], streets)
        for which, work in enumerate((link.object, link.subject)):
            side = plan.sides[which]
            if plan.x is not None:
                fixed[link.id, which] = end_at(boxes[work], side, plan.x - boxes[work].middle[0])
            else:
                edges[work, side].append((_parting(line[::-1] if which else line, side), link.id, which))
    found = dict(fixed)
    for (work, side), meeting in edges.items():
        taken = [end.at[0] for end in fixed.values() if (end.card, end.out) == (boxes[work], OUT[side])]
        offsets = _offsets(boxes[work], side, len(meeting), taken)
        for offset, (_, id_, which) in zip(offsets, sorted(meeting), strict=True):
            found[id_, which] = end_at(boxes[work], side, offset)
    return {link.id: (found[link.id, 0], found[link.id, 1]) for link in links}


def _parting(line: Sequence[Point], side: Side) -> tuple[float, ...]:
    """By what to order ways on an edge: their heights further and further away, or where they turn to."""
    if side in ("top", "bottom"):
        return (line[2][0] if len(line) > 2 else line[-1][0],)
    found, i = [], 0
    for distance in SEEN:
        while i + 1 < len(line) and abs(line[i + 1][0] - line[0][0]) <= distance:
            i += 1
        found.append(line[i][1])
    return tuple(found)


def _offsets(box: Box, side: Side, many: int, taken: Sequence[float]) -> list[float]:
    """Where ends stand on an edge, from its middle; not where a straight line stands already."""
    level = side in ("left", "right")
    room = (box.height if level else box.width) - 14
    every = min(SPREAD if level else 2 * SPREAD, room / max(1, many - 1))
    found = [(i - (many - 1) / 2) * every for i in range(many)]
    if any(abs(box.middle[0] + offset - x) < 9 for offset in found for x in taken):
        places = [i * 8.0 for i in range(-7, 8)]
        free = [x for x in places if all(abs(box.middle[0] + x - at) >= 9 for at in taken)]
        if len(free) >= many:
            return sorted(sorted(free, key=lambda x: (abs(x), x))[:many])
    return found


# -- places -------------------------------------------------------------------------------------------------


def _rises(
    links: Sequence[Link], streets: Streets, plans: Mapping[str, Plan], ends: Ends
) -> Iterator[tracks.Rise]:
    for link in links:
        plan, (start, end) = plans[link.id], ends[link.id]
        xs = [start.at[0], *(streets.stations[step.station] for step in plan.steps), end.at[0]]
        for i, step in enumerate(plan.steps):
            low, high = streets.span(step)
            before, x, after = xs[i : i + 3]
            if min(before, after) < x < max(before, after):
                near = [12.0 if i == 0 else abs(x - before) / 2 + 2]
                near.append(16.0 if i == len(plan.steps) - 1 else abs(x - after) / 2 + 2)
                room = near if before < after else near[::-1]
                low, high = max(low, min(before, after) + room[0]), min(high, max(before, after) - room[1])
            left, right = _height(plan, i, start, streets), _height(plan, i + 1, end, streets)
            if before > after:
                left, right = right, left
            yield tracks.Rise((link.id, i), x, low, high, left, right, min(before, after), max(before, after))


def _height(plan: Plan, i: int, end: End, streets: Streets) -> float:
    """The height of the i-th level of a plan; that of its end where it meets a card there."""
    return end.at[1] if _is_settled(plan, i) else streets.levels[_level(plan, i)].y


def _is_settled(plan: Plan, i: int) -> bool:
    """Whether a level run meets a card, which then says how high it runs."""
    return (i == 0 and not plan.upright[0]) or (i == len(plan.steps) and not plan.upright[1])


def _level(plan: Plan, i: int) -> int:
    return plan.level if i == 0 else plan.steps[i - 1].after


def _runs(
    links: Sequence[Link], plans: Mapping[str, Plan], ends: Ends, steps: Mapping[object, float]
) -> Iterator[tracks.Run]:
    for link in links:
        plan, (start, end) = plans[link.id], ends[link.id]
        if plan.direct:
            continue
        last = len(plan.steps)
        xs = [start.at[0], *(steps[link.id, i] for i in range(last)), end.at[0]]
        turns = [_turn_at(plan, i) for i in range(last + 1)]
        for i in range(last + 1):
            settled = (end if i else start).at[1] if _is_settled(plan, i) else None
            (a, before), (b, after) = sorted(((xs[i], turns[i][0]), (xs[i + 1], turns[i][1])))
            yield tracks.Run((link.id, i), _level(plan, i), a, b, before, after, settled)


def _turn_at(plan: Plan, i: int) -> tuple[int, int]:
    """Whether the i-th run of a plan comes from above or below, and goes there."""
    before = after = 0
    if i > 0:
        before = -1 if plan.steps[i - 1].before < plan.steps[i - 1].after else 1
    elif plan.upright[0]:
        before = 1 if plan.sides[0] == "top" else -1
    if i < len(plan.steps):
        after = 1 if plan.steps[i].after > plan.steps[i].before else -1
    elif plan.upright[1]:
        after = 1 if plan.sides[1] == "top" else -1
    return before, after


def _route(
    id_: str, plan: Plan, ends: tuple[End, End], xs: Mapping[object, float], ys: Mapping[object, float]
) -> Route:
    start, end = ends
    if plan.direct:
        return curve(start, end)
    places = [(xs[id_, i], ys[id_, i + 1]) for i in range(len(plan.steps))]
    last = len(plan.steps)
    leaving = (start.at[0], ys[id_, 0]) if plan.upright[0] else start.at
    entering = (end.at[0], ys[id_, last]) if plan.upright[1] else end.at
    return angular([start.at, *corners(leaving, places, entering), end.at])
