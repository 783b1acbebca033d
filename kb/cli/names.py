"""Names on the command line: `-` for stdin, and the works that a name stands for. Imports nothing heavy."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.cli.output import Output


def given_names(words: Iterable[str]) -> list[str]:
    """The names of an argument list; ``-`` stands for stdin, one name or object with an ``id`` a line."""
    names: list[str] = []
    for word in words:
        names += _from_stdin() if word == "-" else [word]
    return names


def _from_stdin() -> list[str]:
    names = []
    for number, line in enumerate(sys.stdin, 1):
        text = line.strip()
        if text.startswith("{"):
            try:
                names.append(str(json.loads(text)["id"]))
            except (json.JSONDecodeError, KeyError) as error:
                raise UsageError(
                    f"stdin, line {number}: expected a JSON object with an id, got {text[:60]}"
                ) from error
        elif text:
            names.append(text)
    return names


def works_given(base: KnowledgeBase, words: Iterable[str], out: Output) -> list[str]:
    """The works that an argument list means, each once.

    What comes through a pipe (`kb search attention --jsonl | kb export -`) may hold things that stand for
    no work, such as the source of a fact: they are left out, and the reader is told. Typed, it is an error.
    """
    works: dict[str, None] = {}
    for word in words:
        for name in given_names([word]):
            try:
                works |= dict.fromkeys(works_meant(base, name))
            except UsageError as error:
                if word != "-":
                    raise
                out.warn(f"left out: {error}")
    return list(works)


def works_meant(base: KnowledgeBase, name: str) -> list[str]:
    """The works that a name stands for: itself, or those of a person, an award or an event.

    Raises UnknownId or Ambiguous, and UsageError for a thing that stands for no work.
    """
    id_ = base.names.resolve(name)
    if id_ in base.papers:
        return [id_]
    if id_ in base.people:
        return [work.id for work in base.works_by(id_)]
    if id_ in base.awards:
        return [prize.work for prize in base.awards[id_].prizes if prize.work]
    if id_ in base.events:
        return list(base.events[id_].works)
    raise UsageError(
        f"{id_} is a {base.names.subjects[id_].kind}, not a work; name a work, person, award or event"
    )
