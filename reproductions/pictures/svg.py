"""The frame of a drawing with axes: text that follows the reader's theme, round numbers on the axes."""

from __future__ import annotations

import math
from html import escape
from textwrap import wrap

__all__ = ["document", "line", "number", "text", "ticks", "width_of"]

HEADING = 17  # px from one line of a heading to the next
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#3d434d}.h{font-size:13px;font-weight:600}.q{fill:#6b7280}"
    ".a{stroke:#9aa1ac;stroke-width:1;fill:none}.g{stroke:#9aa1ac;stroke-opacity:.25}"
    "@media(prefers-color-scheme:dark){text{fill:#d7dae0}.q{fill:#9aa1ac}}"
)


def document(width: float, height: float, title: str, body: list[str]) -> str:
    """A whole SVG document with its title as heading and as name for screen readers.

    `body` is drawn below a heading of one line; where the title takes more lines, all of it moves down.
    """
    lines = wrap(title, max(12, int((width - 16) / width_of("x", heading=True)))) or [""]
    down = HEADING * (len(lines) - 1)
    size = f'width="{width:.0f}" height="{height + down:.0f}" viewBox="0 0 {width:.0f} {height + down:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
    titles = [text(8, 18 + HEADING * k, said, kind="h") for k, said in enumerate(lines)]
    drawn = [f'<g transform="translate(0 {down})">', *body, "</g>"] if down else body
    return "\n".join([head, f"<style>{STYLE}</style>", *titles, *drawn, "</svg>\n"])


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "", turn: float = 0) -> str:
    """One line of text; `turn` in degrees about its own start."""
    turned = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}{turned}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "a") -> str:
    """A straight line of the axes."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def width_of(words: str, heading: bool = False) -> float:
    """About how wide a line of text is, in pixels."""
    return (8.0 if heading else 6.2) * len(words)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten apart) from low to high, `most` at most."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [step * k for k in range(first, math.floor(high / step + 1e-9) + 1)]


def number(value: float) -> str:
    """A number for an axis: 15,000; 0.05; 1e-06."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return f"{value:,.6g}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:.0e}"
