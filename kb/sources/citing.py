"""Which works of this base a service's reference list names: by identifier, else by title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.base import KnowledgeBase
from kb.matching import match
from kb.record import earliest, latest
from kb.reference import Reference
from kb.sources.asking import Answer
from kb.sources.found import Cited, Found

Identifier = tuple[str, str]


def identifiers_of(base: KnowledgeBase, answers: Iterable[Answer] = ()) -> dict[Identifier, str]:
    """Works by (scheme, value) of every version, and by what services call the works that they found.

    Many reference lists hold nothing but a service's own ids, which the facts need not know.

    >>> identifiers_of(base)["arxiv", "1706.03762"]
    'transformer'
    """
    known = {
        (scheme, value.lower()): paper.id
        for paper in base.papers.values()
        for version in paper.versions
        for scheme, value in version.ids.items()
    }
    for answer in answers:
        for scheme, value in (answer.found.ids if answer.found else {}).items():
            known.setdefault((scheme, value.lower()), answer.work)
    return known


def cited_works(
    base: KnowledgeBase, work: str, found: Found, known: Mapping[Identifier, str]
) -> tuple[str, ...]:
    """The works here that a list names, each once, in the order of the list.

    What is unsure is left out, and what cannot be: a work that came after the newest version of this one.

    >>> listed = (Cited("Long Short-Term Memory", 1997), Cited(ids={"arxiv": "1409.3215"}), Cited("Lost"))
    >>> found = Found("s2", "", "Attention Is All You Need", references=listed)
    >>> cited_works(base, "transformer", found, identifiers_of(base))
    ('lstm', 'seq2seq')
    """
    last = latest(base.papers[work].last_date)
    by_id = [_by_identifier(entry, known) for entry in found.references]
    open_ = [entry for entry, named in zip(found.references, by_id, strict=True) if not named]
    matches = iter(match(base, [_reference(entry) for entry in open_]))
    named = [hit or next(matches).work for hit in by_id]
    able = (hit for hit in named if hit and hit != work and earliest(base.papers[hit].date) <= last)
    return tuple(dict.fromkeys(able))


def _by_identifier(entry: Cited, known: Mapping[Identifier, str]) -> str | None:
    hits = {known.get((scheme, value.lower())) for scheme, value in entry.ids.items()} - {None}
    return hits.pop() if len(hits) == 1 else None


def _reference(entry: Cited) -> Reference:
    return Reference(0, "", title=entry.title, year=entry.year, ids=tuple(entry.ids.values()))
