"""Where everything on the map stands, in px as seen at first sight.

A cell is a year of a lane. Its spots stand on a lattice, each as near as it can to its own date, so that none
covers another; where a cell has more than fit, they are seen from the scale on at which they stand apart, and
until then the cell shows their number.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.atlas.axis import axis
from kb.atlas.spots import HEADINGS, MOST, Spot
from kb.drawing.lettering import wrap
from kb.drawing.shapes import Box
from kb.drawing.timeline import Band, moment
from kb.record import Language

WIDTH = 1180.0
GUTTER, TOP = 124.0, 30.0  # the lane headings, and the years
HEADING_SIZE = 12.0
LANE_LEAST, LANE_MOST = 44.0, 150.0
PITCH = 11.5  # between two spots
EDGE, INSET = 5.0, 1.5  # of a cell: without spots, and without colour
FILLED, LANE_WIDE = 500.0, 110.0  # few lanes share this height, up to so much for each
LEVELS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6)  # scales from which on more is seen


@dataclass(frozen=True)
class Lane:
    """A topic's strip, with its heading broken into lines."""

    topic: str
    top: float
    bottom: float
    heading: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A year of a lane, how many are in it, and the level from which on they are seen one by one."""

    topic: str
    year: int
    count: int
    box: Box
    level: int


@dataclass(frozen=True)
class Dot:
    """Where a spot stands, its radius, and the level from which on it is seen."""

    spot: Spot
    x: float
    y: float
    radius: float
    level: int


@dataclass(frozen=True)
class Sheet:
    """The whole map. ``unseen`` says how many stand in the numbers of the cells only."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    cells: tuple[Cell, ...]
    dots: tuple[Dot, ...]
    unseen: int


def arrange(spots: Sequence[Spot], language: Language = "en", most: int = MOST) -> Sheet:
    """The sheet for these spots; of more than ``most`` the last are only counted.

    >>> from kb.atlas.spots import works
    >>> sheet = arrange(works(base))
    >>> len(sheet.dots) == len(base.papers), sheet.unseen
    (True, 0)
    """
    counts = Counter((spot.lane, spot.year) for spot in spots)
    peaks: dict[int, int] = {}
    for (_, year), n in counts.items():
        peaks[year] = max(n, peaks.get(year, 0))
    bands = axis(peaks, GUTTER, WIDTH)
    across = {band.first: band for band in bands if band.first in peaks}
    lanes = tuple(_lanes(counts, across, language))
    seen = spots[:most]
    held: dict[tuple[str, int], list[Spot]] = defaultdict(list)
    for spot in seen:
        held[spot.lane, spot.year].append(spot)
    cells, dots = [], []
    for lane in lanes:
        for year, band in across.items():
            if n := counts[lane.topic, year]:
                box = Box(band.left, lane.top, band.right - band.left, lane.bottom - lane.top)
                placed, level = _placed(held[lane.topic, year], box, full=n > 1)
                cells.append(Cell(lane.topic, year, n, box, level))
                dots += placed
    right = bands[-1].right if bands else WIDTH
    bottom = lanes[-1].bottom if lanes else TOP + LANE_LEAST
    return Sheet(right, bottom, lanes, bands, tuple(cells), tuple(dots), len(spots) - len(seen))


def _lanes(counts: Counter[tuple[str, int]], across: dict[int, Band], language: Language) -> Iterable[Lane]:
    top = TOP
    topics = len({lane for lane, _ in counts})
    least = max(LANE_LEAST, min(LANE_WIDE, FILLED / max(1, topics)))
    for topic, name in HEADINGS.items():
        needs = [
            math.ceil((n + 1) / _columns(across[year])) for (lane, year), n in counts.items() if lane == topic
        ]
        if needs:
            height = min(LANE_MOST, max(least, max(needs) * PITCH + 2 * EDGE))
            heading = wrap(name[language], HEADING_SIZE, GUTTER - 22, 3)
            yield Lane(topic, top, top + height, tuple(heading))
            top += height


def _columns(band: Band) -> int:
    return max(1, math.floor((band.right - band.left - 2 * EDGE) / PITCH) + 1)


# -- the spots of a cell ------------------------------------------------------------------------------------


def _placed(spots: Sequence[Spot], box: Box, full: bool) -> tuple[list[Dot], int]:
    """The dots of a cell, and the level from which on they are seen; its last corner is for the number."""
    pitch = PITCH
    lattice = _lattice(box, pitch, full)
    while len(lattice) < len(spots):
        pitch *= 0.94
        lattice = _lattice(box, pitch, full)
    level = next((i for i, scale in enumerate(LEVELS) if pitch * max(scale, 1.0) >= PITCH), len(LEVELS) - 1)
    found = []
    for spot in sorted(spots, key=lambda s: (moment(s.date), s.id)):
        wish = box.x + EDGE + (moment(spot.date) % 1) * (box.width - 2 * EDGE), box.y + box.height / 2
        at = min(lattice, key=lambda point: (math.dist(point, wish), point))
        lattice.remove(at)
        found.append(Dot(spot, *at, radius(spot), level))
    return found, level


def _lattice(box: Box, pitch: float, full: bool) -> list[tuple[float, float]]:
    wide, high = box.width - 2 * EDGE, box.height - 2 * EDGE
    columns, rows = math.floor(wide / pitch + 1e-9) + 1, math.floor(high / pitch + 1e-9) + 1
    left = box.x + (box.width - (columns - 1) * pitch) / 2
    top = box.y + (box.height - (rows - 1) * pitch) / 2
    points = [(left + i * pitch, top + j * pitch) for i in range(columns) for j in range(rows)]
    return [p for p in points if not (full and p[0] > box.right - 17 and p[1] > box.bottom - 14)]


def radius(spot: Spot) -> float:
    """How large a spot is drawn, as towns are: by the links that meet there. A mark needs its room.

    >>> from kb.atlas.spots import works
    >>> radius(works(base)[0]) > radius(works(base)[-1])
    True
    """
    if spot.mark:
        return 5.2
    return 2.6 if spot.outside else min(5.2, 2.7 + 0.55 * math.sqrt(spot.links))
