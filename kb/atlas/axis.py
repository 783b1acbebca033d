"""The years of the map: each as wide as its fullest lane asks for, those without anything cut short."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kb.drawing.timeline import Band

LEAST, GAP = 34.0, 18.0  # px of a year, and of a span of years without works


def axis(peaks: Mapping[int, int], left: float, right: float) -> tuple[Band, ...]:
    """Bands of the years from ``left`` to ``right`` or beyond; ``peaks`` is the most that a lane has in each.

    >>> [(band.label, round(band.right - band.left)) for band in axis({2014: 4, 2017: 1}, 0, 118)]
    [('2014', 66), ('2015–2016', 18), ('2017', 34)]
    """
    spans = _spans(sorted(peaks))
    weights = [math.sqrt(peaks.get(first, 0)) for first, _ in spans]
    least = sum(GAP if weight == 0 else LEAST for weight in weights)
    if least >= right - left:
        widths = [GAP if weight == 0 else LEAST for weight in weights]
    else:
        widths = _shared(weights, right - left)
    found, at = [], left
    for (first, last), width in zip(spans, widths, strict=True):
        found.append(Band(first, last, at, at + width))
        at += width
    return tuple(found)


def _spans(years: list[int]) -> list[tuple[int, int]]:
    """Years with works one by one, those between them together."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and year > found[-1][1] + 1:
            found.append((found[-1][1] + 1, year - 1))
        found.append((year, year))
    return found


def _shared(weights: list[float], room: float) -> list[float]:
    """The room by weight, nobody below the least; what that takes is taken from the wide."""
    widths = [GAP if weight == 0 else 0.0 for weight in weights]
    open_ = [i for i, weight in enumerate(weights) if weight > 0]
    left = room - sum(widths)
    while open_:
        total = sum(weights[i] for i in open_)
        narrow = [i for i in open_ if left * weights[i] / total < LEAST]
        if not narrow:
            for i in open_:
                widths[i] = left * weights[i] / total
            break
        for i in narrow:
            widths[i] = LEAST
        left -= LEAST * len(narrow)
        open_ = [i for i in open_ if i not in narrow]
    return widths
