"""The ledger as entries: every claim of the facts, and how it stands after all recorded runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb import KnowledgeBase
from kb.claim import Claim
from reproductions.ledger import NOT_RUN, WORDS, Standing


@dataclass(frozen=True)
class Entry:
    """A claim and its standing; ``runnable`` says whether a reproduction of its paper is here."""

    claim: Claim
    standing: Standing
    runnable: bool


def entries(base: KnowledgeBase, standings: Mapping[str, Mapping[str, Standing]]) -> list[Entry]:
    """Every claim once: those of papers that can be run first, then by date of the paper and number."""
    found = [
        Entry(
            claim,
            standings.get(claim.paper, {}).get(claim.id) or Standing(claim.paper, claim.id, NOT_RUN, ""),
            claim.paper in standings,
        )
        for claim in base.claims.values()
    ]
    return sorted(found, key=lambda entry: (not entry.runnable, *_place(base, entry.claim)))


def _place(base: KnowledgeBase, claim: Claim) -> tuple[str, str, int]:
    return base.papers[claim.paper].date, claim.paper, int(claim.id.rpartition("-")[2])


def by_paper(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by the id of their paper, in their order."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.claim.paper, []).append(entry)
    return groups


def counts(found: Iterable[Entry]) -> dict[str, int]:
    """How many claims came to each verdict, in the order of verdicts; those that none came to as 0."""
    counted = Counter(entry.standing.verdict for entry in found)
    return {word: counted[word] for word in WORDS}
