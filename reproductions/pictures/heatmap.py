"""A matrix as shades of one colour, with its rows and columns named: attention, memory, traces of heads."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np

from reproductions.pictures import png, svg

__all__ = ["heatmap"]

COLOUR = (37, 99, 189)  # its strength is the value, so that the ground of the page shows through at 0
NARROWEST = 360  # px that a title may take before it goes on in a second line


def heatmap(
    matrix: np.ndarray,
    title: str,
    *,
    rows: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
    x: str = "",
    y: str = "",
) -> str:
    """An SVG of matrix [rows, columns], from 0 (clear) to its largest value (full colour).

    `rows` and `columns` name every row and column; `x` and `y` are the names of the axes.
    """
    n, m = matrix.shape
    cell = max(3.0, min(22.0, 640 / max(m, 1), 480 / max(n, 1))) if not rows else 18.0
    wide = max(cell, 30.0) if columns and m <= 8 else cell
    left = 34 + max([svg.width_of(label) for label in rows or ()], default=0)
    top = 34 + (max(svg.width_of(label) for label in columns) * 0.75 if columns else 0)
    right, bottom = left + m * wide, top + n * cell
    body = [_pixels(matrix, left, top, m * wide, n * cell)]
    body.append(
        f'<rect class="a" x="{left:.1f}" y="{top:.1f}" width="{m * wide:.1f}" height="{n * cell:.1f}"/>'
    )
    for k, label in enumerate(rows or ()):
        body.append(svg.text(left - 6, top + (k + 0.5) * cell + 4, label, "end"))
    for k, label in enumerate(columns or ()):
        body.append(svg.text(left + (k + 0.5) * wide, top - 6, label, turn=-45))
    body += [svg.text((left + right) / 2, bottom + 18, x, "middle", "q")]
    if svg.width_of(y) < bottom - top:  # a label longer than its axis would run into the title
        body.append(svg.text(16, (top + bottom) / 2, y, "middle", "q", turn=-90))
    body += [svg.text(right, bottom + 34, f"0 (clear) to {svg.number(float(matrix.max()))}", "end", "q")]
    width = max(right + 40, min(svg.width_of(title, heading=True) + 16, NARROWEST))
    return svg.document(width, bottom + 44, title, body)


def _pixels(matrix: np.ndarray, x: float, y: float, width: float, height: float) -> str:
    top = float(matrix.max())
    shade = np.clip(matrix / top if top > 0 else matrix * 0, 0, 1)
    picture = np.empty((*matrix.shape, 4), np.uint8)
    picture[..., :3], picture[..., 3] = COLOUR, np.rint(shade * 255)
    data = base64.b64encode(png.encode(picture)).decode("ascii")
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )
