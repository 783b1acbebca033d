"""The terminal that answers are drawn on; text of others can neither steer it nor turn its direction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from kb.characters import visible


class PlainConsole(Console):
    """A console that shows an escape, a control character or a mark of direction as what it is.

    rich takes the escapes of its own styles apart from text, and lets those inside a text through.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__(file=file, highlight=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable, their text made visible."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)
