"""Where everything stands, before any ink: cards by time and topic, the axis, the paths of links.

What holds: works stand in the order of their dates from left to right, and each in a strip of its topic. A
work has one place in the lineage of a centre at a depth and in a direction, as long as it was there: nothing
that is added to the facts moves it, nor do types, years, doubts and the limit, which only leave works out.
The sheet is then cut around what is shown. (A lane of which nothing is shown keeps its room, without a
heading, where others stand above and below: to close it would move them.)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.drawing import timeline
from kb.drawing.growth import arrivals
from kb.drawing.lettering import at_spaces, wrap
from kb.drawing.places import CARD_HEIGHT, CARD_WIDTH, PADDING, ROW, Ground, Strip
from kb.drawing.routing import routes
from kb.drawing.shapes import Box, Route
from kb.drawing.words import KINDS, LANES, date_text
from kb.lineage import Lineage, Member
from kb.link import Link
from kb.paper import Paper
from kb.record import Language

NAME_SIZE, NOTE_SIZE, LANE_SIZE = 14.0, 12.0, 13.0
GUTTER = 146.0  # left of the time: the lane headings, none of whose words breaks
MARGIN, CLEAR = 20.0, 8.0  # beside the outermost card, and the outermost link
AXIS = 34.0


@dataclass(frozen=True)
class Card:
    """A work on the picture."""

    paper: Paper
    member: Member
    box: Box
    lines: tuple[str, ...]
    note: str
    centre: bool
    prized: bool


@dataclass(frozen=True)
class Lane:
    """A topic's strip, with its heading broken into lines."""

    topic: str
    top: float
    bottom: float
    heading: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Everything in px. ``left`` and ``top`` are the corner of the plot with its axis and lane headings; it
    lies at (0, 0) unless works came before the first ones or those are not shown."""

    left: float
    top: float
    width: float
    height: float
    cards: tuple[Card, ...]
    lanes: tuple[Lane, ...]
    bands: tuple[timeline.Band, ...]
    routes: tuple[tuple[Link, Route], ...]

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


def arrange(base: KnowledgeBase, lineage: Lineage, language: Language = "en") -> Layout:
    """The layout of a lineage in a language."""
    ground = _ground(base, lineage)
    members = {member.id: member for member in lineage.members}
    cards = tuple(
        _card(base, paper, members[paper.id], ground, paper.id == lineage.centre, language)
        for paper in _in_time(base, members)
    )
    shown = {ground.places[card.paper.id].strip for card in cards}
    lanes = tuple(_lane(ground.strips[number], cards, language) for number in sorted(shown))
    boxes = {card.paper.id: card.box for card in cards}
    top, bottom = lanes[0].top, lanes[-1].bottom
    drawn = routes(lineage.links, boxes, _corridors(ground.strips, top, bottom))
    left, right = _sides(boxes.values(), [route for _, route in drawn])
    columns = sorted((ground.places[card.paper.id].x, card.paper.year) for card in cards)
    bands = timeline.bands([(year, x) for x, year in columns], left + GUTTER, right)
    top, height = top - AXIS, bottom - top + AXIS
    return Layout(left, top, right - left, height, cards, lanes, tuple(bands), tuple(drawn))


def _sides(boxes: Iterable[Box], drawn: Iterable[Route]) -> tuple[float, float]:
    """The left and right edge of the plot: past every card, and past links that lead round the outermost."""
    boxes, xs = list(boxes), [x for route in drawn for x, _ in route.points]
    left = min(min(box.x for box in boxes) - MARGIN, min(xs, default=math.inf) - CLEAR)
    right = max(max(box.right for box in boxes) + MARGIN, max(xs, default=-math.inf) + CLEAR)
    return left - GUTTER, right


def _ground(base: KnowledgeBase, lineage: Lineage) -> Ground:
    """The places of all works that the lineage ever had, in the order in which they came."""
    ground = Ground(GUTTER + MARGIN, AXIS)
    for arrival in arrivals(base, lineage):
        if ground.places:
            ground.fit([base.papers[work] for work in arrival.works], arrival.links)
        else:
            ground.lay_out(_in_time(base, arrival.works), arrival.links)
    return ground


def _in_time(base: KnowledgeBase, works: Iterable[str]) -> list[Paper]:
    return sorted((base.papers[id_] for id_ in works), key=lambda p: (timeline.moment(p.date), p.id))


def _lane(strip: Strip, cards: Sequence[Card], language: Language) -> Lane:
    """A strip as far as anything stands in it."""
    heading = at_spaces(LANES[strip.topic][language], LANE_SIZE, GUTTER - MARGIN - 14)
    boxes = [card.box for card in cards if strip.top < card.box.y < strip.bottom]
    top, bottom = min(box.y for box in boxes), max(box.bottom for box in boxes)
    return Lane(strip.topic, top - PADDING, bottom + PADDING, tuple(heading))


def _card(
    base: KnowledgeBase, paper: Paper, member: Member, ground: Ground, centre: bool, language: Language
) -> Card:
    prized = bool(base.awards_for(paper.id))
    corner = ground.places[paper.id].x - CARD_WIDTH / 2, ground.height(paper.id)
    box = Box(*corner, CARD_WIDTH, CARD_HEIGHT)
    lines = wrap(paper.name_in(language), NAME_SIZE, CARD_WIDTH - 22, 2)
    note = date_text(paper.date, language)
    if paper.kind in KINDS:
        note += ("，" if language == "zh" else ", ") + KINDS[paper.kind][language]
    return Card(paper, member, box, tuple(lines), note, centre, prized)


def _corridors(strips: Sequence[Strip], top: float, bottom: float) -> list[float]:
    """The heights between rows, where a link can pass all cards, and above the first and below the last."""
    found = [top + PADDING / 2]
    for strip in strips:
        between = CARD_HEIGHT + (ROW - CARD_HEIGHT) / 2
        found += [strip.height(row) + between for row in range(len(strip.rows) - 1)]
        found.append(strip.bottom)
    return [y for y in found if top < y < bottom - PADDING] + [bottom - PADDING / 2]
