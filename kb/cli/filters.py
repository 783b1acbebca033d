"""Filters that several commands share: years, topics."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.errors import UsageError
from kb.names import NameIndex
from kb.spelling import nearest

YEARS_FROM = Annotated[
    int | None, typer.Option("--from-year", help="Nothing before this year.", show_default=False)
]
YEARS_TO = Annotated[
    int | None, typer.Option("--to-year", help="Nothing after this year.", show_default=False)
]


def year_range(first: int | None, last: int | None) -> tuple[int, int] | None:
    """Both ends as one range, or None where neither is given. Raises UsageError for a range turned round."""
    if first is None and last is None:
        return None
    low, high = (0 if first is None else first), (9999 if last is None else last)
    if low > high:
        raise UsageError(f"--from-year {low} lies after --to-year {high}; swap them")
    return low, high


def checked_topic(names: NameIndex, topic: str | None) -> str | None:
    """The topic if any work has it. Raises UsageError with the topics there are."""
    topics = sorted({s.topic for s in names.subjects.values() if s.topic})
    if topic is not None and topic not in topics:
        near = nearest(topic, topics, 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(topics)}"
        raise UsageError(f"no work has the topic {topic!r}; {tip}")
    return topic
