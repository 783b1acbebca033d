"""Which work a reference means: by identifier, by name, or by a title that is almost the same.

Nothing is guessed: where a year, the authors or a number speak against a match, or several works fit, the
reference is ambiguous and its candidates are named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kb.base import KnowledgeBase
from kb.paper import Paper
from kb.person import Person
from kb.reference import Reference, identifiers
from kb.spelling import fold

ALIKE = 92  # of 100: what two titles must have in common, as rapidfuzz counts it
NEAR = 80  # from here on, a work is named as what may have been meant
SHORT = 6  # letters; below, one letter makes another word


@dataclass(frozen=True)
class Match:
    """What a reference means. ``work`` is set where it is matched, ``candidates`` where it is not."""

    reference: Reference
    status: Literal["matched", "ambiguous", "unmatched"]
    reason: str
    work: str | None = None
    candidates: tuple[str, ...] = ()


def match(base: KnowledgeBase, references: Iterable[Reference]) -> tuple[Match, ...]:
    """What each reference means, in their order.

    >>> right = Reference(1, "vaswani17", ids=("1706.03762",))
    >>> doubtful = Reference(2, "vaswani90", "Attention Is All You Need", year=1990)
    >>> [(found.status, found.work, found.reason) for found in match(base, [right, doubtful])]
    [('matched', 'transformer', '1706.03762'), ('ambiguous', None, 'called so, but 1990 is not 2017')]
    """
    known = _Known(base)
    return tuple(_by_identifier(known, r) or _by_name(known, r) or _by_likeness(known, r) for r in references)


class _Known:
    """What works are called, prepared once for many references."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """Works by every identifier of every version, in normal form."""
        papers = self.base.papers.values()
        every = ((v, p.id) for p in papers for version in p.versions for v in version.ids.values())
        return {key: work for value, work in every for key in (value.lower(), *identifiers([value]))}

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Works by folded id, title and alias."""
        found: dict[str, list[str]] = defaultdict(list)
        for paper in self.base.papers.values():
            names = (paper.id, *_titles(paper), *paper.aliases, *paper.ambiguous_aliases)
            for key in dict.fromkeys(map(fold, names)):
                found[key].append(paper.id)
        return dict(found)

    @cached_property
    def titles(self) -> list[tuple[str, str]]:
        """Every folded title with its work."""
        return [(fold(title), p.id) for p in self.base.papers.values() for title in _titles(p)]


def _titles(paper: Paper) -> tuple[str, ...]:
    return (paper.title, paper.title_zh) if paper.title_zh else (paper.title,)


def _by_identifier(known: _Known, reference: Reference) -> Match | None:
    found = {known.identifiers[i]: i for i in reference.ids if i in known.identifiers}
    named = known.names.get(fold(reference.title), []) if reference.title else []
    if len(found) > 1:
        return Match(reference, "ambiguous", "its identifiers are of several works", None, tuple(found))
    for work, identifier in found.items():
        if named and work not in named:
            reason = f"{identifier} is another work's than the title"
            return Match(reference, "ambiguous", reason, None, (work, *named))
        return Match(reference, "matched", identifier, work)
    return None


def _by_name(known: _Known, reference: Reference) -> Match | None:
    works = known.names.get(fold(reference.title), []) if reference.title else []
    return _chosen(known, reference, dict.fromkeys(works, "title or alias"))


def _by_likeness(known: _Known, reference: Reference) -> Match:
    likeness = _likeness(known, fold(reference.title))
    alike = {work: f"title {score:.0f}%" for work, score in likeness.items() if score >= ALIKE}
    near = tuple(work for work, score in likeness.items() if score >= NEAR)
    nothing = Match(reference, "unmatched", "no work is called so", None, near)
    return _chosen(known, reference, alike) or nothing


def _likeness(known: _Known, title: str) -> dict[str, float]:
    """The three works whose titles are most like this one, best first."""
    from rapidfuzz import fuzz, process

    if len(title) < SHORT:
        return {}
    best: dict[str, float] = {}
    titles = [key for key, _ in known.titles]
    for _, score, at in process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=NEAR, limit=6):
        best.setdefault(known.titles[at][1], score)
    return dict(list(best.items())[:3])


def _chosen(known: _Known, reference: Reference, works: dict[str, str]) -> Match | None:
    """The one of these works that nothing speaks against; None where there is no work at all."""
    if not works:
        return None
    against = {work: _against(known.base, reference, known.base.papers[work]) for work in works}
    fitting = [work for work, reason in against.items() if not reason]
    if len(fitting) == 1:
        return Match(reference, "matched", works[fitting[0]], fitting[0])
    if fitting:
        return Match(reference, "ambiguous", "several works are called so", None, tuple(fitting))
    reason = next(iter(against.values()))
    return Match(reference, "ambiguous", reason, None, tuple(works))


def _against(base: KnowledgeBase, reference: Reference, paper: Paper) -> str:
    """What speaks against it, in words; nothing where an entry does not say."""
    first, last = paper.year, int(paper.last_date[:4])
    if reference.year is not None and not first - 1 <= reference.year <= last + 1:
        span = str(first) if first == last else f"{first} to {last}"
        return f"called so, but {reference.year} is not {span}"
    if _numbers(reference.title) not in map(_numbers, (*_titles(paper), paper.id, *paper.aliases)):
        return "called so, but with other numbers"
    authors = [base.people[person] for person in paper.people]
    if reference.people and authors and not _share(reference.people, authors):
        return "called so, but no author in common"
    return ""


def _numbers(title: str) -> set[str]:
    """What tells one of a series from the next: GPT-2, part II."""
    return set(re.findall(r"\d+|\b[ivx]+\b", fold(title)))


def _share(written: Iterable[str], authors: Iterable[Person]) -> bool:
    """Whether any author's family name (or whole name) stands in any name as written; no name is split."""
    names = [fold(name) for name in written]
    return any(_stands_in(called, name) for person in authors for called in _called(person) for name in names)


def _called(person: Person) -> list[str]:
    return [fold(name) for name in (person.family, person.name, person.native, *person.variants) if name]


def _stands_in(called: str, name: str) -> bool:
    together = called.replace(" ", "")
    words = set(called.split()) <= set(name.split())
    long = len(together) >= SHORT or not called.isascii()
    return words or (long and together in name.replace(" ", ""))
