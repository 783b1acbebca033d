"""Two works side by side: what they share, how one led to the other, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.claim import Claim
from kb.errors import UsageError
from kb.link import Link
from kb.network import checked_work, network
from kb.paths import Answer, paths
from kb.paths import as_data as paths_as_data


@dataclass(frozen=True)
class Shared:
    """A work in the line of both, with its number of steps of influence to each."""

    work: str
    steps_a: int
    steps_b: int


@dataclass(frozen=True)
class Measured:
    """What both claim of one metric on one data set (None: none named); one side may be empty."""

    metric: str
    dataset: str | None
    a: tuple[Claim, ...]
    b: tuple[Claim, ...]


@dataclass(frozen=True)
class Comparison:
    """The answer of `compare`; ``paths`` run from the earlier of both, where there are any.

    ``disagreements`` are links between the two that are disputed or refuted, that have evidence against them,
    or by which one contrasts itself with the other.
    """

    a: str
    b: str
    ancestors: tuple[Shared, ...]
    descendants: tuple[Shared, ...]
    paths: Answer
    authors: tuple[str, ...]
    claims: tuple[Measured, ...]
    links: tuple[Link, ...]
    disagreements: tuple[Link, ...]


def compare(base: KnowledgeBase, a: str, b: str) -> Comparison:
    """Two works side by side, over accepted influence. Raises UnknownId, and UsageError for equal works.

    >>> compare(base, "gan", "predictability-minimization").disagreements[0].id
    'gan-contrasts-predictability-minimization'
    """
    a, b = checked_work(base, a), checked_work(base, b)
    if a == b:
        raise UsageError(f"a comparison needs two works, got {a} twice")
    net = network(base, "influence")
    between = tuple(link for link in base.links.values() if {link.subject, link.object} == {a, b})
    forward = paths(base, a, b)
    return Comparison(
        a,
        b,
        _shared(net.reverse(), a, b),
        _shared(net, a, b),
        paths(base, b, a) if forward.turned_round else forward,
        tuple(person for person in base.papers[a].people if person in base.papers[b].people),
        _measured(base, a, b),
        between,
        tuple(link for link in between if _disagrees(link)),
    )


def _shared(net: nx.DiGraph[str], a: str, b: str) -> tuple[Shared, ...]:
    """Works that both reach, the nearest first; one of the two counts where the other reaches it."""
    from_a, from_b = (nx.single_source_shortest_path_length(net, work) for work in (a, b))
    both = [Shared(work, from_a[work], from_b[work]) for work in from_a if work in from_b]
    return tuple(sorted(both, key=lambda s: (s.steps_a + s.steps_b, s.work)))


def _measured(base: KnowledgeBase, a: str, b: str) -> tuple[Measured, ...]:
    """By metric and data set: what both measured first, then the rest."""
    sides: dict[tuple[str, str | None], tuple[list[Claim], list[Claim]]] = {}
    for side, work in enumerate((a, b)):
        for claim in base.claims_of(work):
            sides.setdefault((claim.metric, claim.dataset), ([], []))[side].append(claim)
    found = [Measured(*key, tuple(of_a), tuple(of_b)) for key, (of_a, of_b) in sides.items()]
    return tuple(sorted(found, key=lambda m: not (m.a and m.b)))


def _disagrees(link: Link) -> bool:
    against = any(not item.supports for item in link.evidence)
    return link.status != "accepted" or link.type == "contrasts" or against


def as_data(base: KnowledgeBase, found: Comparison) -> dict[str, Any]:
    """The comparison as plain data.

    >>> as_data(base, compare(base, "graves-2013", "ntm"))["shared_authors"][0]["id"]
    'alex-graves'
    """
    from kb.cards import link_card, reference
    from kb.statements import claims_as_data

    def shared(items: tuple[Shared, ...]) -> list[dict[str, Any]]:
        return [{**reference(base, s.work), "steps_a": s.steps_a, "steps_b": s.steps_b} for s in items]

    return {
        "a": reference(base, found.a),
        "b": reference(base, found.b),
        "shared_ancestors": shared(found.ancestors),
        "shared_descendants": shared(found.descendants),
        "paths": paths_as_data(base, found.paths)["paths"],
        "shared_authors": [reference(base, person) for person in found.authors],
        "claims": [
            {
                "metric": m.metric,
                "dataset": m.dataset,
                "a": claims_as_data(base, m.a),
                "b": claims_as_data(base, m.b),
            }
            for m in found.claims
        ],
        "links": [link_card(base, link) for link in found.links],
        "disagreements": [link_card(base, link) for link in found.disagreements],
    }
