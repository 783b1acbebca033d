"""What can go wrong, as one small tree.

KnowledgeBaseError          exit code 1
├── UsageError              2   an option or a value that does not fit
├── SourceError             3   a network or a file outside could not be read
├── UnknownId               4   no such object; carries the nearest names
│   └── WrongKind               4   a thing of another kind than was asked for; carries what belongs to it
├── Ambiguous               4   several objects answer to the name; carries them
├── FactsInvalid            5   the facts contradict their format; carries every problem
└── CannotRun               6   this machine cannot do it now (no torch, disk full, run limit)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Candidate:
    """An object that may have been meant."""

    id: str
    kind: str
    label: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong in the facts: where (file, line, field), what, got what, and what to do."""

    file: str
    line: int
    field: str
    value: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.said}" + (f"; {self.suggestion}" if self.suggestion else "")

    @property
    def where(self) -> str:
        """File, line and field."""
        return f"{self.file}:{self.line}" + (f": {self.field}" if self.field else "")

    @property
    def said(self) -> str:
        """What is wrong, and what stands there."""
        return self.message + (f" (got {self.value})" if self.value else "")


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


class KnowledgeBaseError(Exception):
    """Base of every error of this package; ``code`` is the exit code of the command line."""

    code = 1

    @property
    def details(self) -> dict[str, object]:
        """What a program needs besides the message."""
        return {}


class UsageError(KnowledgeBaseError):
    """An option or a value that does not fit."""

    code = 2


class SourceError(KnowledgeBaseError):
    """A network or a file outside the facts could not be read or written."""

    code = 3


class UnknownId(KnowledgeBaseError, KeyError):
    """No object answers to this name."""

    code = 4

    def __init__(self, name: str, candidates: Sequence[Candidate] = (), what: str = "object") -> None:
        self.name, self.candidates = name, tuple(candidates)
        near = ", ".join(f"{c.id} ({c.label})" for c in self.candidates)
        super().__init__(f"no {what} is called {name!r}" + (f"; nearest: {near}" if near else ""))

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the repr

    @property
    def details(self) -> dict[str, object]:
        return {"name": self.name, "candidates": [asdict(c) for c in self.candidates]}


class WrongKind(UnknownId):
    """The name is known, but as a thing of another kind; carries what belongs to it and is of that kind."""

    def __init__(self, id_: str, kind: str, wanted: str, candidates: Sequence[Candidate] = ()) -> None:
        super().__init__(id_, candidates)
        many = {"work": "works", "person": "people", "story": "stories"}[wanted]
        shown = ", ".join(c.id for c in self.candidates[:8]) + (" ..." if len(self.candidates) > 8 else "")
        tip = f"; {many}: {shown}" if shown else ""
        self.args = (f"{id_} is {_a(kind)}, not {_a(wanted)}{tip}",)


class Ambiguous(KnowledgeBaseError):
    """Several objects answer to this name; the caller has to choose."""

    code = 4

    def __init__(self, name: str, candidates: Sequence[Candidate]) -> None:
        self.name, self.candidates = name, tuple(candidates)
        them = ", ".join(f"{c.id} ({c.label})" for c in self.candidates)
        super().__init__(f"{name!r} may mean {them}; use one of these ids")

    @property
    def details(self) -> dict[str, object]:
        return {"name": self.name, "candidates": [asdict(c) for c in self.candidates]}


class FactsInvalid(KnowledgeBaseError):
    """The facts contradict their format or each other; ``problems`` holds all of them."""

    code = 5

    def __init__(self, problems: Sequence[Problem], what: str = "the facts are") -> None:
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem" + ("s" if len(self.problems) != 1 else "")
        super().__init__("\n".join([f"{what} not valid: {count}", *map(str, self.problems)]))

    @property
    def details(self) -> dict[str, object]:
        return {"problems": [asdict(p) for p in self.problems]}


class CannotRun(KnowledgeBaseError):
    """This machine cannot do it now: a part is not installed, the disk is full, or a limit is reached."""

    code = 6
