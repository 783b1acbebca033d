"""The look: one style sheet an area. ``ground.css`` comes first; the others stand side by side.

``first.css`` holds what must be so before Streamlit has drawn anything.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def sheet() -> str:
    """All style sheets as one text."""
    files = sorted(_HERE.glob("*.css"), key=lambda file: (file.stem not in ("first", "ground"), file.stem))
    return "\n".join(file.read_text("utf-8") for file in files)


@lru_cache(maxsize=1)
def version() -> str:
    """A name for the sheet as it is: other content, another name."""
    return hashlib.sha256(sheet().encode()).hexdigest()[:16]
