"""Questions about short stories, each with the statements that support its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Question", "Stories"]


@dataclass(frozen=True)
class Question:
    """A question after the statements before it, oldest first; `support` are places in `story`.

    Words are lower case, without punctuation; an answer of several words is one token ("apple,football").
    """

    story: tuple[tuple[str, ...], ...]
    question: tuple[str, ...]
    answer: str
    support: tuple[int, ...]


@dataclass(frozen=True)
class Stories:
    """Questions by the number of their task, to train on and to test; `record` says where they are from."""

    tasks: dict[int, str]
    train: dict[int, list[Question]]
    test: dict[int, list[Question]]
    record: dict[str, Any]
