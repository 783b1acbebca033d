"""How far a long list has come, for people at a terminal: how many, how fast, when it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

LONG = 1000  # items; a shorter list is done before anyone wonders
LARGE = 500_000  # bytes; about as many
Item = TypeVar("Item")


def watched(items: Sequence[Item]) -> Iterable[Item]:
    """The items one by one; of a long list at a terminal, a line on stderr tells how far they have come."""
    if len(items) <= LONG or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items)


def while_reading(name: str, size: int) -> AbstractContextManager[object]:
    """What is shown at a terminal while a large file is read, whose entries nobody can count yet."""
    if size <= LARGE or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"{name} ({size / 1e6:.1f} MB)")
