"""Reference lists of one work held against each other: ours and those of services, from stored answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.base import KnowledgeBase
from kb.beside import beside
from kb.cache import home
from kb.errors import SourceError
from kb.paper import Paper
from kb.sources.asking import SERVICES, Answer, Status
from kb.sources.citing import Identifier, cited_works

#: The services that have reference lists.
LISTING = tuple(service for name, service in SERVICES.items() if name != "arxiv")


@dataclass(frozen=True)
class Listing:
    """What one source has of a work's references. ``references`` is None where it was not asked or failed.

    ``ours_among`` are the works here that it names, ``misses`` those that another source names and it does
    not. Our own list only ever holds works of this base.
    """

    work: str
    source: str
    status: Status
    references: int | None
    ours_among: tuple[str, ...]
    misses: tuple[str, ...]
    retrieved: str
    note: str


def audit(
    base: KnowledgeBase, paper: Paper, answers: Sequence[Answer], known: Mapping[Identifier, str]
) -> list[Listing]:
    """The lists of a work: ours first, then one of each answer.

    >>> from kb.sources.found import Found
    >>> empty = Answer("transformer", "crossref", "found", Found("crossref", "", "Attention Is All You Need"))
    >>> lists = audit(base, base.papers["transformer"], [empty], {})
    >>> [(one.source, "seq2seq" in one.misses) for one in lists]
    [('ours', False), ('crossref', True)]
    """
    named = {a.service: cited_works(base, paper.id, a.found, known) for a in answers if a.found}
    every = dict.fromkeys(work for works in (paper.cites, *named.values()) for work in works)
    misses = tuple(work for work in every if work not in paper.cites)
    note = f"checked: {paper.cites_checked}" if paper.cites else "we list none"
    ours = Listing(paper.id, "ours", "found", len(paper.cites), paper.cites, misses, "", note)
    return [ours, *(_listing(answer, answers, named, every) for answer in answers)]


def _listing(
    answer: Answer, answers: Sequence[Answer], named: Mapping[str, tuple[str, ...]], every: Mapping[str, None]
) -> Listing:
    if not answer.found:
        return Listing(
            answer.work, answer.service, answer.status, None, (), (), answer.retrieved, answer.problem
        )
    among = named[answer.service]
    missing = tuple(work for work in every if work not in among)
    return Listing(
        answer.work,
        answer.service,
        "found",
        len(answer.found.references),
        among,
        missing,
        answer.retrieved,
        _note(answer, answers),
    )


def _note(answer: Answer, answers: Sequence[Answer]) -> str:
    """What is odd about a list: it is empty while others are not, or shorter than the service counts."""
    listed, counted = (len(answer.found.references), answer.found.counted or 0) if answer.found else (0, 0)
    others = [(a.service, len(a.found.references)) for a in answers if a.found and a is not answer]
    told = ", ".join(f"{service} has {count}" for service, count in others if count)
    if not listed and told:
        return f"0 references, but {told}"
    if counted > listed:
        return f"lists {listed} of the {counted} references that it counts"
    return "" if listed else "0 references"


# -- reasons why our list lacks a work ------------------------------------------------------------------


def accepted() -> dict[str, dict[str, dict[str, str]]]:
    """Reasons by work and by the work that its list lacks. Raises SourceError where they cannot be read.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, KB_HOME=folder):
    ...     accepted()  # nothing was recorded in a new home
    {}
    """
    path = home() / "accepted.json"
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read {path}: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(reasons, dict) for reasons in data.values()):
        raise SourceError(f"{path} does not hold reasons by work; mend it, or move it away")
    return data


def accept(work: str, lacking: str, reason: str) -> None:
    """Record why our list of a work rightly lacks another. Raises SourceError where it cannot be written.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, KB_HOME=folder):
    ...     accept("transformer", "gan", "Crossref mixes up two papers")
    ...     accepted()["transformer"]["gan"]["reason"]
    'Crossref mixes up two papers'
    """
    data: dict[str, Any] = accepted()
    data.setdefault(work, {})[lacking] = {"reason": reason, "date": date.today().isoformat()}
    path = home() / "accepted.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path) as part:
            part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
            part.replace(path)
    except OSError as error:
        raise SourceError(f"cannot write {path}: {error.strerror or error}") from error


def unexplained(listings: Sequence[Listing]) -> list[tuple[str, str, str]]:
    """What our lists lack without a recorded reason, as (work, lacking, the services that name it).

    >>> ours = Listing("gan", "ours", "found", 0, (), ("lenet",), "", "we list none")
    >>> theirs = Listing("gan", "s2", "found", 1, ("lenet",), (), "2026-01-05T09:00:00Z", "")
    >>> unexplained([ours, theirs])
    [('gan', 'lenet', 's2')]
    """
    reasons = accepted()
    theirs = [listing for listing in listings if listing.source != "ours"]
    return [
        (
            ours.work,
            lacking,
            ", ".join(t.source for t in theirs if t.work == ours.work and lacking in t.ours_among),
        )
        for ours in listings
        if ours.source == "ours"
        for lacking in ours.misses
        if lacking not in reasons.get(ours.work, {})
    ]
