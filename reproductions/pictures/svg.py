"""The frame of a drawing with axes: text that follows the reader's theme, round numbers on the axes."""

from __future__ import annotations

import math
from html import escape

__all__ = ["document", "line", "number", "text", "ticks", "width_of"]

STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#3d434d}.h{font-size:13px;font-weight:600}.q{fill:#6b7280}"
    ".a{stroke:#9aa1ac;stroke-width:1;fill:none}.g{stroke:#9aa1ac;stroke-opacity:.25}"
    "@media(prefers-color-scheme:dark){text{fill:#d7dae0}.q{fill:#9aa1ac}}"
)


def document(width: float, height: float, title: str, body: list[str]) -> str:
    """A whole SVG document with its title as heading and as name for screen readers."""
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
    return "\n".join([head, f"<style>{STYLE}</style>", text(8, 18, title, kind="h"), *body, "</svg>\n"])


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
    return (7.6 if heading else 6.2) * len(words)


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
