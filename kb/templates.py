"""Blocks to fill in: a new work, person, link or claim, with everything that can be known beforehand."""

from __future__ import annotations

import datetime
import re
from typing import Any

from kb.base import KnowledgeBase
from kb.canonical import block
from kb.errors import UsageError
from kb.link import LINK_TYPES
from kb.spelling import fold, nearest

TODO = "TODO"
_BOTH = {"en": TODO, "zh": TODO}


def paper(base: KnowledgeBase, id_: str, title: str = TODO, arxiv: str | None = None) -> str:
    """A block for papers.yaml. Raises UsageError for an id that is taken.

    >>> found = paper(base, "my-idea", "My Idea", arxiv="2401.00001")
    >>> 'date: "2024-01"' in found
    True
    """
    _free(base, id_)
    version: dict[str, Any] = {
        "kind": "preprint",
        "venue": "arXiv",
        "date": _month(arxiv),
        "checked": "recalled",
    }
    if arxiv:
        version["ids"] = {"arxiv": arxiv, "doi": f"10.48550/arxiv.{arxiv}"}
        version["url"] = f"https://arxiv.org/abs/{arxiv}"
    return block(
        "papers.yaml",
        {
            "id": id_,
            "title": title,
            "people": [TODO.lower()],
            "topic": "theory",
            "versions": [version],
            "aliases": {"en": [title], "zh": [TODO]},
            "summary": _BOTH,
            "cites": [],
        },
    )


def _month(arxiv: str | None) -> str:
    """The month that an arXiv number of today's form says; the current year without one."""
    match = re.match(r"(\d\d)(\d\d)\.", arxiv or "")
    return f"20{match[1]}-{match[2]}" if match else f"{datetime.date.today():%Y}"


def person(base: KnowledgeBase, name: str) -> str:
    """A block for people.yaml; the id is made of the name. Raises UsageError where it is taken.

    >>> print(person(base, "Jane Example"), end="")
    - id: jane-example
      name: Jane Example
      given: Jane
      family: Example
    """
    id_ = "-".join(fold(name).split())
    _free(base, id_)
    given, _, family = name.rpartition(" ")
    return block("people.yaml", {"id": id_, "name": name, "given": given, "family": family})


def link(base: KnowledgeBase, subject: str, type_: str, object_: str) -> str:
    """A block for links.yaml. Raises UnknownId for a work that is not here, UsageError for a wrong type.

    >>> link(base, "GAN", "applies", "LSTM").splitlines()[0]
    '- id: gan-applies-lstm'
    """
    ends = [base.names.resolve(end) for end in (subject, object_)]
    if type_ not in LINK_TYPES:
        near = nearest(type_, LINK_TYPES, 1)
        raise UsageError(
            f"unknown link type {type_!r}; " + (f"did you mean {near[0]}?" if near else ", ".join(LINK_TYPES))
        )
    id_ = f"{ends[0]}-{type_.replace('_', '-')}-{ends[1]}"
    if id_ in base.links:
        raise UsageError(f"link {id_} already stands; add evidence to it instead")
    evidence = {"source": ends[0], "where": TODO, "says": _BOTH, "checked": "recalled", "date": _today()}
    status = "refuted" if type_ == "misattributed" else "accepted"
    data = {"id": id_, "subject": ends[0], "type": type_, "object": ends[1], "status": status}
    return block("links.yaml", {**data, "why": _BOTH, "evidence": [evidence]})


def claim(base: KnowledgeBase, work: str) -> str:
    """A block for claims.yaml with the next free id of that work. Raises UnknownId.

    >>> claim(base, "GAN").splitlines()[1]
    '  paper: gan'
    """
    id_ = base.names.resolve(work)
    taken = [c.id for c in base.claims_of(id_)]
    key = taken[0].rpartition("-")[0] if taken else re.sub(r"[^A-Z0-9]", "", id_.upper())[:8]
    number = max((int(c.rpartition("-")[2]) for c in taken), default=0) + 1
    data = {"id": f"{key}-{number}", "paper": id_, "statement": _BOTH, "metric": TODO, "value": TODO}
    return block("claims.yaml", {**data, "where": {"table": TODO}, "kind": "value", "checked": "recalled"})


def _today() -> str:
    return datetime.date.today().isoformat()


def _free(base: KnowledgeBase, id_: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_):
        raise UsageError(f"an id is lower case a-z, 0-9 and single hyphens, got {id_!r}")
    if id_ in base:
        raise UsageError(f"id {id_} is taken (by {base[id_].name_in('en')}); choose another")
