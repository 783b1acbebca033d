"""Points, boxes and curves: the plane geometry of a picture, in px."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, at: Point, margin: float = 0.0) -> bool:
        """Whether a point lies inside, or nearer than a margin (a negative one: deeper than)."""
        x, y = at
        return self.x - margin < x < self.right + margin and self.y - margin < y < self.bottom + margin

    def distance(self, at: Point) -> float:
        """How far away a point is; 0 inside."""
        x, y = at
        return math.hypot(max(self.x - x, 0, x - self.right), max(self.y - y, 0, y - self.bottom))


@dataclass(frozen=True)
class Route:
    """A path of cubic curves: a start, then three points for each curve; from the earlier work to the later.

    ``mark`` is where a sign of doubt stands, if any.
    """

    points: tuple[Point, ...]
    mark: Point | None = None

    def samples(self, every: float) -> list[Point]:
        """Points along the path, about ``every`` px apart, both ends included."""
        found = [self.points[0]]
        for i in range(0, len(self.points) - 1, 3):
            found.extend(_curve(self.points[i : i + 4], every))
        return found

    def length(self) -> float:
        """The length of the path, a little too long where it bends."""
        total = 0.0
        for i in range(0, len(self.points) - 1, 3):
            a, b, c, d = self.points[i : i + 4]
            total += (math.dist(a, b) + math.dist(b, c) + math.dist(c, d) + math.dist(a, d)) / 2
        return total


def _curve(points: Sequence[Point], every: float) -> list[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    reach = math.hypot(bx - ax, by - ay) + math.hypot(cx - bx, cy - by) + math.hypot(dx - cx, dy - cy)
    weights = _weights(max(2, round(reach / every)))
    return [(p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy) for p, q, r, s in weights]


@cache
def _weights(steps: int) -> tuple[tuple[float, float, float, float], ...]:
    """How much each of the four points of a curve counts at each step, the first one left out."""
    found = []
    for i in range(1, steps + 1):
        t = i / steps
        u = 1 - t
        found.append((u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t))
    return tuple(found)
