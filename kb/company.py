"""Two or more works side by side: what all of them share, what each pair does, and what each has alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.claim import Claim
from kb.comparison import Comparison, compare
from kb.errors import UsageError
from kb.lineage import Lineage, Member
from kb.link import Link
from kb.network import checked_work, network

NEAREST = 8  # shared ancestors on a picture, with the works between them and the compared ones


@dataclass(frozen=True)
class Common:
    """A work in the line of all of them, with its number of steps of influence to each, in their order."""

    work: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Alone:
    """What one of them cites, and what it directly builds on, and none of the others does."""

    cites: tuple[str, ...]
    came_from: tuple[str, ...]


@dataclass(frozen=True)
class SameMeasure:
    """What several of them claim of one metric on one data set: the claims of each, in their order."""

    metric: str
    dataset: str | None
    claims: tuple[tuple[Claim, ...], ...]


@dataclass(frozen=True)
class Company:
    """The answer of `company`; ``pairs`` are in the order of ``works``, ``alone`` is one a work."""

    works: tuple[str, ...]
    ancestors: tuple[Common, ...]
    descendants: tuple[Common, ...]
    pairs: tuple[Comparison, ...]
    alone: tuple[Alone, ...]
    measures: tuple[SameMeasure, ...]


def company(base: KnowledgeBase, works: Sequence[str]) -> Company:
    """Works side by side, over accepted influence. Raises UnknownId, and UsageError for fewer than two.

    A compared work counts as shared where the others came from it (or it from them).

    >>> [common.work for common in company(base, ["bert", "gpt-3", "vit"]).ancestors][:1]
    ['transformer']
    """
    works = [checked_work(base, work) for work in works]
    if len(works) < 2 or len(set(works)) < len(works):
        raise UsageError(
            f"a comparison needs two works or more, each once (got {', '.join(works) or 'none'})"
        )
    net = network(base, "influence")
    return Company(
        tuple(works),
        _common(net.reverse(), works),
        _common(net, works),
        tuple(compare(base, a, b) for a, b in combinations(works, 2)),
        tuple(_alone(base, net, work, works) for work in works),
        _measures(base, works),
    )


def _common(net: nx.DiGraph[str], works: Sequence[str]) -> tuple[Common, ...]:
    """Works that every one of them reaches, the nearest to all together first."""
    reached = [nx.single_source_shortest_path_length(net, work) for work in works]
    found = [
        Common(work, tuple(steps[work] for steps in reached))
        for work in reached[0]
        if all(work in steps for steps in reached)
    ]
    return tuple(sorted(found, key=lambda common: (sum(common.steps), common.work)))


def _alone(base: KnowledgeBase, net: nx.DiGraph[str], work: str, works: Sequence[str]) -> Alone:
    others = [other for other in works if other != work]
    cited = set(base.papers[work].cites) - {id_ for other in others for id_ in base.papers[other].cites}
    built = set(net.predecessors(work)) - {id_ for other in others for id_ in net.predecessors(other)}
    return Alone(_in_time(base, cited - {*works}), _in_time(base, built - {*works}))


def _in_time(base: KnowledgeBase, works: set[str]) -> tuple[str, ...]:
    return tuple(sorted(works, key=lambda id_: (base.papers[id_].date, id_)))


def _measures(base: KnowledgeBase, works: Sequence[str]) -> tuple[SameMeasure, ...]:
    """By metric and data set, those that two works or more made claims of."""
    sides: dict[tuple[str, str | None], list[list[Claim]]] = {}
    for place, work in enumerate(works):
        for claim in base.claims_of(work):
            sides.setdefault((claim.metric, claim.dataset), [[] for _ in works])[place].append(claim)
    return tuple(
        SameMeasure(*key, tuple(tuple(some) for some in side))
        for key, side in sides.items()
        if sum(map(bool, side)) > 1
    )


def as_lineage(base: KnowledgeBase, found: Company, nearest: int = NEAREST) -> Lineage:
    """The works, their ``nearest`` shared ancestors, what lies between, and the links among all of these.

    The first work stands as the centre; links that are not accepted are there between compared works only.

    >>> family = as_lineage(base, company(base, ["bert", "gpt-3"]))
    >>> "transformer" in family, family.centre
    (True, 'bert')
    """
    net = network(base, "influence")
    members = {work: Member(work, 0, False, None) for work in found.works}
    shared = {common.work: sum(common.steps) for common in found.ancestors}
    for pair in found.pairs:
        for one in pair.ancestors:
            shared.setdefault(one.work, one.steps_a + one.steps_b)
    chosen = sorted(shared, key=lambda work: (shared[work], work))[:nearest]
    for ancestor in chosen:
        for work in found.works:
            if nx.has_path(net, ancestor, work):
                _between(base, members, nx.shortest_path(net, ancestor, work))
    among = [link for link in base.links.values() if {link.subject, link.object} <= members.keys()]
    return Lineage(
        found.works[0],
        tuple(members.values()),
        tuple(link for link in among if link.status == "accepted" or _between_works(link, found.works)),
        len(shared) - len(chosen),
    )


def _between_works(link: Link, works: Sequence[str]) -> bool:
    return link.subject in works and link.object in works


def _between(base: KnowledgeBase, members: dict[str, Member], way: list[str]) -> None:
    """The works on a way down, each with the link that leads on from it."""
    for steps, (later, earlier) in enumerate(pairwise(reversed(way)), 1):
        if earlier not in members:
            link = next(k.id for k in base.links_from(later) if k.object == earlier and k.passes_on)
            members[earlier] = Member(earlier, -steps, False, link)


def as_data(base: KnowledgeBase, found: Company) -> dict[str, Any]:
    """The answer as plain data: the works, what all share, each pair as `kb compare` gives it, the rest.

    >>> as_data(base, company(base, ["ddpm", "edm", "restart"]))["works"][1]["id"]
    'edm'
    """
    from kb.cards import reference
    from kb.comparison import as_data as pair_as_data
    from kb.statements import claims_as_data

    def common(items: tuple[Common, ...]) -> list[dict[str, Any]]:
        return [{**reference(base, c.work), "steps": list(c.steps)} for c in items]

    return {
        "works": [reference(base, work) for work in found.works],
        "shared_ancestors": common(found.ancestors),
        "shared_descendants": common(found.descendants),
        "pairs": [pair_as_data(base, pair) for pair in found.pairs],
        "alone": [
            {
                "cites": [reference(base, id_) for id_ in one.cites],
                "came_from": [reference(base, id_) for id_ in one.came_from],
            }
            for one in found.alone
        ],
        "claims": [
            {
                "metric": same.metric,
                "dataset": same.dataset,
                "claims": [claims_as_data(base, some) for some in same.claims],
            }
            for same in found.measures
        ],
    }
