"""Learning curves: the mean over seeds, every seed behind it, and what the paper says as a dashed line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from reproductions.pictures import svg

__all__ = ["Series", "curves"]

Series = Mapping[str, tuple[np.ndarray, np.ndarray]]  # label -> x [n], y [seeds, n]
COLOURS = ("#2563bd", "#c2571a", "#1a8a6a", "#a04a9c", "#8a6d00", "#5b6472")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4")  # told apart without colour, too
LEFT, RIGHT, TOP, BOTTOM = 62.0, 640.0, 34.0, 300.0
PAPER = 'class="a" stroke-dasharray="3 3"'  # what the paper says
Place = Callable[[float, float], str]


def curves(
    series: Series, title: str, *, x: str = "", y: str = "", reference: Mapping[str, float] | None = None
) -> str:
    """An SVG of some curves; a value that is not finite is left out of its line."""
    reference = dict(reference or {})
    (x0, x1), (y0, y1) = _ranges(series, reference)
    place: Place = lambda at, value: (  # noqa: E731
        f"{LEFT + (at - x0) / (x1 - x0) * (RIGHT - LEFT):.1f},"
        f"{BOTTOM - (value - y0) / (y1 - y0) * (BOTTOM - TOP):.1f}"
    )
    body, keys = _axes((x0, x1), (y0, y1), x, y), []
    for k, (label, (at, values)) in enumerate(series.items()):
        body += _curve(np.asarray(at), np.atleast_2d(values), k, place)
        keys.append((label, _stroke(k)))
    for label, value in reference.items():
        ends = f"{place(x0, value)} {place(x1, value)}"
        body.append(f'<polyline {PAPER} points="{ends}"/>')
        keys.append((f"{label}: {svg.number(value)}", PAPER))
    legend, bottom = _legend(keys)
    return svg.document(RIGHT + 30, bottom + 14, title, [*body, *legend])


def _ranges(
    series: Series, reference: Mapping[str, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    at = np.concatenate([np.asarray(x, float).ravel() for x, _ in series.values()])
    values = np.concatenate([np.asarray(y, float).ravel() for _, y in series.values()])
    values = np.concatenate([values[np.isfinite(values)], list(reference.values()), [0.0]])
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) or 1.0
    return (float(at.min()), float(max(at.max(), at.min() + 1))), (low - margin * (low < 0), high + margin)


def _axes(across: tuple[float, float], up: tuple[float, float], x: str, y: str) -> list[str]:
    body = [svg.line(LEFT, BOTTOM, RIGHT, BOTTOM), svg.line(LEFT, TOP, LEFT, BOTTOM)]
    for value in svg.ticks(*up):
        height = BOTTOM - (value - up[0]) / (up[1] - up[0]) * (BOTTOM - TOP)
        body.append(svg.line(LEFT, height, RIGHT, height, "g"))
        body.append(svg.text(LEFT - 6, height + 4, svg.number(value), "end"))
    for value in svg.ticks(*across):
        right = LEFT + (value - across[0]) / (across[1] - across[0]) * (RIGHT - LEFT)
        body.append(svg.text(right, BOTTOM + 15, svg.number(value), "middle"))
    body.append(svg.text((LEFT + RIGHT) / 2, BOTTOM + 31, x, "middle", "q"))
    body.append(svg.text(14, (TOP + BOTTOM) / 2, y, "middle", "q", turn=-90))
    return body


def _stroke(k: int) -> str:
    """Colour and dash of the k-th curve."""
    dash = f' stroke-dasharray="{DASHES[k % len(DASHES)]}"' if DASHES[k % len(DASHES)] else ""
    return f'stroke="{COLOURS[k % len(COLOURS)]}" stroke-width="2"{dash}'


def _curve(at: np.ndarray, values: np.ndarray, k: int, place: Place) -> list[str]:
    thin = f'stroke="{COLOURS[k % len(COLOURS)]}" stroke-opacity=".3" stroke-width="1"'
    behind = [_line(at, seed, thin, place) for seed in values] if len(values) > 1 else []
    return [*behind, _line(at, values.mean(0), _stroke(k), place)]


def _line(at: np.ndarray, values: np.ndarray, stroke: str, place: Place) -> str:
    points = " ".join(place(float(a), float(v)) for a, v in zip(at, values, strict=True) if np.isfinite(v))
    return f'<polyline fill="none" {stroke} points="{points}"/>'


def _legend(keys: list[tuple[str, str]]) -> tuple[list[str], float]:
    """A mark and a label for each curve, in lines that break before the edge; and where they end."""
    body: list[str] = []
    left, height = LEFT, BOTTOM + 52
    for label, stroke in keys:
        width = 54 + svg.width_of(label)
        if left > LEFT and left + width > RIGHT + 30:
            left, height = LEFT, height + 18
        ends = f'x1="{left:.1f}" y1="{height - 4:.1f}" x2="{left + 24:.1f}" y2="{height - 4:.1f}"'
        body += [f"<line {stroke} {ends}/>", svg.text(left + 30, height, label)]
        left += width
    return body, height
