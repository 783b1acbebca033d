"""What a service's answer suggests about our facts. It proposes; what is right, a person looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from kb.base import KnowledgeBase
from kb.paper import Paper, Scheme
from kb.sources.asking import Answer
from kb.sources.authors import compare
from kb.sources.citing import Identifier, cited_works
from kb.sources.found import Found, normal
from kb.spelling import fold

Kind = Literal["add", "check"]
_ALIKE = 90  # of 100: titles less alike may be another work's


@dataclass(frozen=True)
class Proposal:
    """One difference. ``kind`` is add where we have nothing, check where we have something else."""

    work: str
    field: str
    ours: str
    theirs: str
    service: str
    retrieved: str
    kind: Kind
    do: str


def propose(
    base: KnowledgeBase, answers: Iterable[Answer], known: Mapping[Identifier, str]
) -> list[Proposal]:
    """Every difference between our facts and what services found, in the order of the answers.

    >>> found = Found("s2", "", "Attention Is All You Need", date="2018-03-01")
    >>> [one] = propose(base, [Answer("transformer", "s2", "found", found)], {})
    >>> one.field, one.theirs, one.do
    ('date', '2018-03-01', 'another date: find out which appearance it is of')
    """
    found = ((base.papers[answer.work], answer.found) for answer in answers if answer.found)
    return [
        Proposal(paper.id, field, ours, theirs, answer.service, answer.retrieved, kind, do)
        for paper, answer in found
        for field, ours, theirs, kind, do in _differences(base, paper, answer, known)
    ]


_Difference = tuple[str, str, str, Kind, str]


def _differences(
    base: KnowledgeBase, paper: Paper, found: Found, known: Mapping[Identifier, str]
) -> Iterator[_Difference]:
    yield from _title(paper, found)
    yield from _identifiers(paper, found)
    yield from _date(paper, found)
    for ours, theirs, do in compare([base.people[person] for person in paper.people], found.authors):
        yield "people", ours, theirs, "check", do
    for work in cited_works(base, paper.id, found, known):
        if work not in paper.cites:
            yield "cites", "", work, "add", "add it to cites once you saw it in the paper's own list"


def _title(paper: Paper, found: Found) -> Iterator[_Difference]:
    from rapidfuzz import fuzz

    names = [fold(name) for name in (paper.title, paper.title_zh, *paper.aliases) if name]
    theirs = fold(found.title)
    if theirs and max(fuzz.ratio(theirs, name) for name in names) < _ALIKE:
        yield "title", paper.title, found.title, "check", "see whether it is the same work at all"


def _identifiers(paper: Paper, found: Found) -> Iterator[_Difference]:
    written = [(scheme, value) for v in paper.versions for scheme, value in v.ids.items()]
    ours = [pair for scheme, value in written for pair in (normal(scheme, value) or {scheme: value}).items()]
    known = {(scheme, value.lower()) for scheme, value in ours}  # a DOI of arXiv counts as its number
    for scheme, value in found.ids.items():
        if scheme not in get_args(Scheme) or (scheme, value.lower()) in known:
            continue
        same = ", ".join(other for name, other in ours if name == scheme)
        do = _MERGED if same and scheme in ("openalex", "s2") else _OTHER if same else _MISSING
        yield f"ids.{scheme}", same, value, "check" if same else "add", do


_MISSING = "add it to the version that it is of"
_OTHER = "add it to another version, or see which is right"
_MERGED = "the service may have merged two works: replace ours if theirs is the same work"


def _date(paper: Paper, found: Found) -> Iterator[_Difference]:
    dates = list(dict.fromkeys(version.date for version in paper.versions))
    theirs = found.date
    if not theirs or any(ours.startswith(theirs) for ours in dates):
        return
    coarse = [ours for ours in dates if theirs.startswith(ours)]
    if coarse:
        yield "date", ", ".join(coarse), theirs, "check", "more exact than ours: look it up at the publisher"
    else:
        yield "date", ", ".join(dates), theirs, "check", "another date: find out which appearance it is of"
