"""Where everything stands, before any ink: cards by time and topic, the axis, the paths of links.

What holds: works stand in the order of their dates from left to right, and topics keep their order from
top to bottom. A work's column and its row within the lane depend only on the works before it in time and
on its own links to them, so adding a work never moves an earlier one within its lane.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.base import KnowledgeBase
from kb.drawing import timeline
from kb.drawing.lettering import wrap
from kb.drawing.routing import routes
from kb.drawing.shapes import Box, Point, Route
from kb.drawing.words import KINDS, LANES, date_text
from kb.lineage import Lineage, Member
from kb.link import PASSES_ON, Link
from kb.paper import Paper
from kb.record import Language

CARD_WIDTH, CARD_HEIGHT = 132.0, 54.0
NAME_SIZE, NOTE_SIZE, LANE_SIZE = 14.0, 12.0, 13.0
GUTTER = 126.0  # left of the time: the lane headings
MARGIN = 20.0
LINK_GAP, LINK_ROOM, LINK_MOST = 46.0, 6.0, 82.0  # between a work and what came of it; more for many links
CARD_GAP = 46.0  # in a row: room for links to arrive
ROW = CARD_HEIGHT + 36  # five links pass side by side between two rows
ROWS = 4  # of a lane at most; then its works move on in time
LANE_PADDING = 20.0
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
    """Everything in px; the origin is the top left corner of the plot, its axis included."""

    width: float
    height: float
    cards: tuple[Card, ...]
    lanes: tuple[Lane, ...]
    bands: tuple[timeline.Band, ...]
    routes: tuple[tuple[Link, Route], ...]


@dataclass(frozen=True)
class _Place:
    """A work's column centre in px and its row within the lane."""

    x: float
    row: int


def arrange(base: KnowledgeBase, lineage: Lineage, language: Language = "en") -> Layout:
    """The layout of a lineage in a language."""
    members = sorted(lineage.members, key=lambda m: (timeline.moment(base.papers[m.id].date), m.id))
    papers = [base.papers[m.id] for m in members]
    places = _places(papers, lineage.links)
    lanes = _lanes(papers, places, language)
    corners = _corners(papers, places, lanes)
    cards = tuple(
        _card(base, paper, member, corners[paper.id], paper.id == lineage.centre, language)
        for paper, member in zip(papers, members, strict=True)
    )
    right = max(card.box.right for card in cards) + MARGIN
    columns = [(paper.year, places[paper.id].x) for paper in papers]
    boxes = {card.paper.id: card.box for card in cards}
    height = lanes[-1].bottom
    drawn = routes(lineage.links, boxes, _corridors(lanes))
    return Layout(
        right, height, cards, tuple(lanes), tuple(timeline.bands(columns, GUTTER, right)), tuple(drawn)
    )


def _places(papers: list[Paper], links: tuple[Link, ...]) -> dict[str, _Place]:
    """Columns and rows in one sweep through time."""
    found: dict[str, _Place] = {}
    lanes: dict[str, dict[int, float]] = {}  # the last column in each row of a topic
    topics = {paper.id: paper.topic for paper in papers}
    column = GUTTER + MARGIN + CARD_WIDTH / 2
    since = timeline.moment(papers[0].date)
    for paper in papers:
        now = timeline.moment(paper.date)
        x = column + timeline.step(since, now)
        older = [link for link in links if link.subject == paper.id and link.object in found]
        gap = min(LINK_MOST, LINK_GAP + LINK_ROOM * max(0, len(older) - 2))
        for link in older:
            if link.type in PASSES_ON:
                x = max(x, found[link.object].x + CARD_WIDTH + gap)
        rows = lanes.setdefault(paper.topic, {})
        x = max(x, _free_from(rows))
        beside = [found[link.object] for link in older if topics[link.object] == paper.topic]
        row = _row(rows, x, beside)
        rows[row] = x
        found[paper.id] = _Place(x, row)
        if x > column:
            column, since = x, now
    return found


def _free_from(rows: dict[int, float]) -> float:
    """The first column at which a lane has a free row."""
    return 0.0 if len(rows) < ROWS else min(rows.values()) + CARD_WIDTH + CARD_GAP


def _row(rows: dict[int, float], x: float, beside: list[_Place]) -> int:
    """The free row nearest to the works that this one is linked to; the upper one of two."""
    free = [r for r in range(ROWS) if r not in rows or rows[r] + CARD_WIDTH + CARD_GAP <= x]
    used = max(rows, default=-1)

    def cost(row: int) -> tuple[float, int]:
        blocked = sum(p.row == row and rows.get(row, p.x) > p.x for p in beside)
        return sum(abs(p.row - row) for p in beside) + 1.5 * blocked + 0.8 * max(0, row - used), row

    return min(free, key=cost)


def _corners(papers: list[Paper], places: dict[str, _Place], lanes: list[Lane]) -> dict[str, Point]:
    tops = {lane.topic: lane.top + LANE_PADDING for lane in lanes}
    return {p.id: (places[p.id].x - CARD_WIDTH / 2, tops[p.topic] + places[p.id].row * ROW) for p in papers}


def _lanes(papers: list[Paper], places: dict[str, _Place], language: Language) -> list[Lane]:
    found: list[Lane] = []
    top = AXIS
    for topic, name in LANES.items():
        rows = [places[paper.id].row for paper in papers if paper.topic == topic]
        if rows:
            bottom = top + max(rows) * ROW + CARD_HEIGHT + 2 * LANE_PADDING
            heading = wrap(name[language], LANE_SIZE, GUTTER - MARGIN - 14, 3)
            found.append(Lane(topic, top, bottom, tuple(heading)))
            top = bottom
    return found


def _card(
    base: KnowledgeBase, paper: Paper, member: Member, corner: Point, centre: bool, language: Language
) -> Card:
    prized = bool(base.awards_for(paper.id))
    box = Box(*corner, CARD_WIDTH, CARD_HEIGHT)
    lines = wrap(paper.name_in(language), NAME_SIZE, CARD_WIDTH - 22 - (12 if prized else 0), 2)
    note = date_text(paper.date, language)
    if paper.kind in KINDS:
        note += ("，" if language == "zh" else ", ") + KINDS[paper.kind][language]
    return Card(paper, member, box, tuple(lines), note, centre, prized)


def _corridors(lanes: list[Lane]) -> list[float]:
    """The heights between rows, where a link can pass all cards."""
    found = [lanes[0].top + LANE_PADDING / 2]
    for lane in lanes:
        rows = round((lane.bottom - lane.top - 2 * LANE_PADDING + ROW - CARD_HEIGHT) / ROW)
        first = lane.top + LANE_PADDING + CARD_HEIGHT + (ROW - CARD_HEIGHT) / 2
        found += [first + row * ROW for row in range(rows - 1)]
        found.append(lane.bottom if lane is not lanes[-1] else lane.bottom - LANE_PADDING / 2)
    return found
