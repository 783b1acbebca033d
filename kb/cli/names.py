"""Names on the command line: `-` for stdin, and the works that a name stands for. Imports nothing heavy."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.belonging import works_of, wrong_kind
from kb.errors import Ambiguous, UnknownId, UsageError, WrongKind

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
            except WrongKind as error:
                if word != "-":
                    raise
                out.warn(f"left out: {error}")
    return list(works)


def works_meant(base: KnowledgeBase, name: str) -> list[str]:
    """The works that a name stands for: itself, or those of a person, an award, an event, a claim, a link ...

    Raises UnknownId or Ambiguous, and WrongKind for a source, which stands for no work.
    """
    kind, id_ = meant(base, name)
    if kind == "source":
        raise wrong_kind(base, kind, id_, "work")
    return works_of(base, kind, id_)


def work_meant(base: KnowledgeBase, name: str) -> str:
    """The one work that a name or a claim's id means. Raises UnknownId, Ambiguous and WrongKind."""
    kind, id_ = meant(base, name)
    if kind == "claim":
        return str(base.claims[id_].paper)
    if id_ not in base.papers:
        raise wrong_kind(base, kind, id_, "work")
    return id_


def person_meant(base: KnowledgeBase, name: str) -> str:
    """The one person that a name means. Raises UnknownId, Ambiguous and WrongKind."""
    return _of_kind(base, name, "person")


def people_meant(base: KnowledgeBase, name: str) -> list[str]:
    """The people whom a name may mean, several where they share it. Raises UnknownId and WrongKind."""
    try:
        return [person_meant(base, name)]
    except Ambiguous as error:
        people = [candidate.id for candidate in error.candidates if candidate.kind == "person"]
        if not people:
            raise
        return people


def story_meant(base: KnowledgeBase, name: str) -> str:
    """The one story that a name means. Raises UnknownId, Ambiguous and WrongKind."""
    return _of_kind(base, name, "story")


def _of_kind(base: KnowledgeBase, name: str, wanted: str) -> str:
    kind, id_ = meant(base, name)
    if kind != wanted:
        raise wrong_kind(base, kind, id_, wanted)
    return id_


def thing_meant(base: KnowledgeBase, name: str) -> str:
    """The thing that a name means; for a claim its work. Raises UnknownId, Ambiguous and WrongKind."""
    kind, id_ = meant(base, name)
    return id_ if id_ in base else works_of(base, kind, id_)[0]


def meant(base: KnowledgeBase, name: str) -> tuple[str, str]:
    """Kind and id of what a name means: a thing by any of its names; a claim, link or press check by id."""
    try:
        id_ = base.names.resolve(name)
    except UnknownId:
        for kind, known in (("claim", base.claims), ("link", base.links), ("press check", base.press)):
            for spelt in (name.strip().upper(), name.strip().lower()):
                if spelt in known:
                    return kind, spelt
        raise
    return base.names.subjects[id_].kind, id_
