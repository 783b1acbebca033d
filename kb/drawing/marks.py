"""The small shapes of a picture as SVG: numbers, lines, ends of links, marks of doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.drawing.palette import Line
from kb.drawing.shapes import Point, Route

TIP = 8.0  # px from the card to where the line of a link begins


def number(value: float) -> str:
    """A coordinate with one decimal at most, never a negative zero.

    >>> number(3.0), number(2.26), number(-0.01)
    ('3', '2.3', '0')
    """
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def line(a: Point, b: Point) -> str:
    return f"M{pair(a)}L{pair(b)}"


def path(points: Sequence[Point]) -> str:
    """Cubic curves as path data."""
    return f"M{pair(points[0])}C{' '.join(pair(p) for p in points[1:])}"


def rectangle(classes: str, x: float, y: float, width: float, height: float, round_: float = 0.0) -> str:
    corner = f' rx="{number(round_)}"' if round_ else ""
    return (
        f'<rect class="{classes}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}"{corner}/>'
    )


def star(x: float, y: float) -> str:
    """Five points, 5 px high."""
    points = []
    for i in range(10):
        angle, reach = math.pi * (i / 5 - 0.5), 5.2 if i % 2 == 0 else 2.2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return f'<path class="star" d="M{"L".join(pair(p) for p in points)}Z"/>'


def wire(route: Route, style: Line, both_ends: bool = False) -> str:
    """A link with a pale line under it, its dashes, and the shape at its end or ends."""
    points = list(route.points)
    back = {"bar": 3.0, "open": 1.5}.get(style.ending, TIP)
    end, points[-1] = points[-1], _towards(points[-1], points[-2], back)
    tips = _ending(end, _direction(points[-2], end), style)
    if both_ends:
        start, points[0] = points[0], _towards(points[0], points[1], back)
        tips += _ending(start, _direction(points[1], start), style)
    drawn = path(points)
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    return f'<path class="under" d="{drawn}"/><path class="wire" d="{drawn}"{dash}/>{tips}'


def _direction(a: Point, b: Point) -> float:
    return math.atan2(b[1] - a[1], b[0] - a[0])


def _towards(a: Point, b: Point, by: float) -> Point:
    """A moved towards b."""
    far = math.dist(a, b) or 1.0
    return a[0] + (b[0] - a[0]) * by / far, a[1] + (b[1] - a[1]) * by / far


def _ending(tip: Point, angle: float, style: Line) -> str:
    def at(back: float, aside: float) -> Point:
        cos, sin = math.cos(angle), math.sin(angle)
        return tip[0] - back * cos - aside * sin, tip[1] - back * sin + aside * cos

    match style.ending:
        case "dot" | "ring":
            x, y = at(4.5, 0)
            return f'<circle class="tip {style.ending}" cx="{number(x)}" cy="{number(y)}" r="3.3"/>'
        case "bar":
            shape = line(at(3, 5), at(3, -5))
        case "open":
            shape = f"M{pair(at(8, 4.2))}L{pair(at(1.5, 0))}L{pair(at(8, -4.2))}"
        case "diamond":
            shape = f"M{pair(at(1, 0))}L{pair(at(5.5, 3.5))}L{pair(at(10, 0))}L{pair(at(5.5, -3.5))}Z"
        case "double":
            one = f"M{pair(at(1, 0))}L{pair(at(7, 3.6))}L{pair(at(7, -3.6))}Z"
            shape = one + f"M{pair(at(7, 0))}L{pair(at(13, 3.6))}L{pair(at(13, -3.6))}Z"
        case _:
            shape = f"M{pair(at(1, 0))}L{pair(at(9, 4))}L{pair(at(9, -4))}Z"
    return f'<path class="tip {style.ending}" d="{shape}"/>'


def badge(at: Point, word: str) -> str:
    """The mark of a link that is disputed (?) or refuted (a cross); none for an accepted one."""
    if word == "accepted":
        return ""
    x, y = at
    disc = f'<circle class="mark" cx="{number(x)}" cy="{number(y)}" r="7"/>'
    if word == "disputed":
        return f'{disc}<text class="doubt" x="{number(x)}" y="{number(y + 3.8)}">?</text>'
    cross = line((x - 3, y - 3), (x + 3, y + 3)) + line((x - 3, y + 3), (x + 3, y - 3))
    return f'{disc}<path class="cross" d="{cross}"/>'
