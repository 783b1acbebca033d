"""All works at once, by year and topic: the map of the explorer, as one deterministic SVG.

What stands on it (spots), where (axis, sheet), which names are seen from which scale on (labels), and the
picture (ink). Works never move when somebody points at one; names never lie on each other at any scale.
"""

from __future__ import annotations

from kb.atlas.ink import svg
from kb.atlas.sheet import LEVELS, Sheet, arrange
from kb.atlas.spots import MOST, OUTSIDE, Spot, narrowed, references, works, years

__all__ = [
    "LEVELS", "MOST", "OUTSIDE", "Sheet", "Spot",
    "arrange", "narrowed", "references", "svg", "works", "years",
]  # fmt: skip
