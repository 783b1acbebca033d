"""The look: one style sheet an area. ``ground.css`` comes first; the others stand side by side."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def sheet() -> str:
    """All style sheets as one text."""
    files = sorted(Path(__file__).parent.glob("*.css"), key=lambda file: (file.stem != "ground", file.stem))
    return "\n".join(file.read_text("utf-8") for file in files)
