"""Which names are seen from which scale on, so that none ever lies on another name, a spot or a number.

Names, spots and numbers keep their size on the screen while the map grows under them: seen on the map, each
shrinks towards the point where it is pinned. Two of them meet at some scale or at none, and which it is can
be told exactly. So each level only adds names, and those that are there stay where they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.atlas.sheet import GUTTER, INSET, LEVELS, TOP, Cell, Dot, Sheet
from kb.drawing.lettering import width, wrap

SIZE, OUTSIDE_SIZE = 12.0, 11.0
ROOM = 150.0  # of one name; a longer one ends in an ellipsis
LEAD, AWAY = 14.0, 3.5  # px: the height of a name, and from its spot
BUCKET = 24.0
Reach = tuple[float, float, float, float]  # left, top, right, bottom
Side = Literal["right", "left", "above", "below"]
SIDES: tuple[Side, ...] = ("right", "left", "above", "below")
BESIDE = SIDES[:2]


@dataclass(frozen=True)
class Label:
    """A spot's name as written, on which side of it, and from which level on it is seen."""

    text: str
    side: Side
    level: int


class Pinned(NamedTuple):
    """A box on the screen, in px from the point of the sheet where it is pinned; seen from a scale on.

    A tuple, since thousands of them are held against each other.
    """

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float
    scale: float

    def meets(self, other: Pinned) -> bool:
        """Whether the two lie on each other at any scale at which both are seen.

        >>> one = Pinned(0, 0, 0, -7, 30, 7, scale=1.0)
        >>> [one.meets(Pinned(40, 0, -30, -7, 0, 7, scale)) for scale in (1.0, 2.0)]
        [True, False]
        """
        x, y, left, top, right, bottom, scale = self
        x2, y2, left2, top2, right2, bottom2, scale2 = other
        low, high = 0.0, 1 / max(scale, scale2)
        for start, slope in (
            (x - x2, left - right2),
            (x2 - x, left2 - right),
            (y - y2, top - bottom2),
            (y2 - y, top2 - bottom),
        ):  # start + slope * u < 0, where u is one over the scale
            if slope > 0:
                high = min(high, -start / slope)
            elif slope < 0:
                low = max(low, -start / slope)
            elif start >= 0:
                return False
            if low >= high:
                return False
        return True

    @property
    def reach(self) -> Reach:
        """All that it can cover on the sheet, its point among it: left, top, right, bottom."""
        x, y, left, top, right, bottom, scale = self
        return (
            x + min(0.0, left) / scale,
            y + min(0.0, top) / scale,
            x + max(0.0, right) / scale,
            y + max(0.0, bottom) / scale,
        )


def labels(sheet: Sheet) -> dict[str, Label]:
    """The label of each spot that has room for one at some scale, by id: those with most links come first.

    >>> from kb.atlas import arrange, works
    >>> found = labels(arrange(works(base)))
    >>> found["transformer"].level <= found["gan"].level <= 1
    True
    """
    order = sorted(sheet.dots, key=lambda dot: (dot.spot.outside, -dot.spot.links, dot.spot.id))
    texts = {dot.spot.id: _written(dot) for dot in order}
    taken = _Taken((*map(disc, sheet.dots), *(number(cell) for cell in sheet.cells if cell.count > 1)))
    found: dict[str, Label] = {}
    for level in range(len(LEVELS)):
        for dot in order:
            if dot.spot.id in found or level < _first(dot):
                continue
            for side in BESIDE if dot.spot.outside else SIDES:
                name = pinned(dot, Label(texts[dot.spot.id], side, level))
                if _inside(name.reach, sheet) and not taken.meets(name):
                    found[dot.spot.id] = Label(texts[dot.spot.id], side, level)
                    taken.add(name)
                    break
    return found


def _first(dot: Dot) -> int:
    """The level from which on a name is tried: what is not in the base comes last."""
    return max(dot.level, len(LEVELS) - 2) if dot.spot.outside else dot.level


def _written(dot: Dot) -> str:
    return wrap(dot.spot.name, _size(dot), ROOM, 1)[0]


def _size(dot: Dot) -> float:
    return OUTSIDE_SIZE if dot.spot.outside else SIZE


def pinned(dot: Dot, label: Label) -> Pinned:
    """A name at its spot; it begins at the rim, so that it never meets its own spot.

    >>> from kb.atlas.spots import Spot
    >>> at = Dot(Spot("a", "a", "a", "2014", "theory"), 100, 50, 3, 0)
    >>> pinned(at, Label("GAN", "left", 1)).right
    -6.5
    """
    wide, beside, half = width(label.text, _size(dot)), dot.radius + AWAY, LEAD / 2
    box = {
        "right": (beside, -half, beside + wide, half),
        "left": (-beside - wide, -half, -beside, half),
        "above": (-wide / 2, -beside - LEAD + 2, wide / 2, -beside + 1),
        "below": (-wide / 2, beside - 1, wide / 2, beside + LEAD - 2),
    }[label.side]
    return Pinned(dot.x, dot.y, *box, LEVELS[label.level])


def disc(dot: Dot) -> Pinned:
    """A spot as an obstacle.

    >>> from kb.atlas.spots import Spot
    >>> disc(Dot(Spot("a", "a", "a", "2014", "theory"), 100, 50, 3, 0)).right
    4
    """
    r = dot.radius + 1
    return Pinned(dot.x, dot.y, -r, -r, r, r, LEVELS[dot.level] if dot.level > 1 else LEVELS[0])


def number(cell: Cell) -> Pinned:
    """A cell's number in its last corner.

    >>> from kb.drawing.shapes import Box
    >>> number(Cell("theory", 2014, 12, Box(0, 0, 50, 40), 0)).right
    -2.0
    """
    wide = width(str(cell.count), 10.5) + 1
    return Pinned(cell.box.right - INSET, cell.box.bottom - INSET, -2.0 - wide, -12.0, -2.0, -1.0, LEVELS[0])


def _inside(reach: Reach, sheet: Sheet) -> bool:
    left, top, right, bottom = reach
    return left >= GUTTER and right <= sheet.width and top >= TOP and bottom <= sheet.height


class _Taken:
    """What has its place already, by the buckets that it can touch."""

    def __init__(self, things: Iterable[Pinned]) -> None:
        self.buckets: dict[tuple[int, int], list[tuple[Reach, Pinned]]] = defaultdict(list)
        for thing in things:
            self.add(thing)

    def add(self, thing: Pinned) -> None:
        reach = thing.reach
        for key in _keys(reach):
            self.buckets[key].append((reach, thing))

    def meets(self, thing: Pinned) -> bool:
        left, top, right, bottom = reach = thing.reach
        for key in _keys(reach):
            for (left2, top2, right2, bottom2), other in self.buckets.get(key, ()):
                near = left < right2 and left2 < right and top < bottom2 and top2 < bottom
                if near and thing.meets(other):
                    return True
        return False


def _keys(reach: Reach) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = reach
    for i in range(int(left // BUCKET), int(right // BUCKET) + 1):
        for j in range(int(top // BUCKET), int(bottom // BUCKET) + 1):
            yield i, j
