"""Which works are central: PageRank, betweenness, and plain counts. Pure Python, no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Any, Literal, get_args

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.network import Over, network

By = Literal["pagerank", "betweenness", "citations"]
BY: tuple[str, ...] = get_args(By)
DAMPING = 0.85
TOLERANCE = 1e-12  # sum of absolute changes over all works, not per work


@dataclass(frozen=True)
class Ranked:
    """A work with its score; works of equal score (to 12 digits) share a rank."""

    rank: int
    work: str
    score: float

    @property
    def id(self) -> str:
        """The same as ``work``, as members of a lineage have it."""
        return self.work


def rank(base: KnowledgeBase, by: By = "pagerank", over: Over = "citations") -> tuple[Ranked, ...]:
    """All works by score, the highest first, then by id.

    ``pagerank``: credit flows from a citing (influenced) work to what it cites (came from); the scores add up
    to 1. ``betweenness``: the part of all shortest ways from earlier to later works that pass through a
    work, 0 to 1. ``citations``: by how many works it is cited (how many it influenced directly).
    Raises UsageError for another word.

    >>> "transformer" in [ranked.work for ranked in rank(base, "citations")[:10]]
    True
    """
    if by not in BY:
        raise UsageError(f"by must be one of {', '.join(BY)} (got {by!r})")
    net = network(base, over)
    if by == "pagerank":
        scores = pagerank(net.reverse())
    elif by == "betweenness":
        scores = dict(nx.betweenness_centrality(net))
    else:
        scores = {work: float(net.out_degree(work)) for work in net}
    return _ranked(scores)


def pagerank(net: nx.DiGraph[str], damping: float = DAMPING) -> dict[str, float]:
    """PageRank along the edges of a network, by power iteration until nothing moves by more than TOLERANCE.

    What a node without outgoing edges holds is spread over all nodes alike. {} for an empty network.

    >>> scores = pagerank(nx.DiGraph([("wgan", "gan"), ("dcgan", "gan")]))  # who cites, what is cited
    >>> {work: round(score, 2) for work, score in scores.items()}
    {'wgan': 0.21, 'gan': 0.57, 'dcgan': 0.21}
    """
    if not net:
        return {}
    count = len(net)
    scores = dict.fromkeys(net, 1 / count)
    while True:
        dangling = fsum(score for node, score in scores.items() if not net.out_degree(node))
        everyone = (1 - damping + damping * dangling) / count
        fresh = {
            node: everyone + damping * fsum(scores[a] / net.out_degree(a) for a in net.predecessors(node))
            for node in net
        }
        if fsum(abs(fresh[node] - scores[node]) for node in net) <= TOLERANCE:
            return fresh
        scores = fresh


def _ranked(scores: dict[str, float]) -> tuple[Ranked, ...]:
    order = sorted(scores, key=lambda work: (-round(scores[work], 12), work))
    found: list[Ranked] = []
    for place, work in enumerate(order, 1):
        equal = found and round(found[-1].score, 12) == round(scores[work], 12)
        found.append(Ranked(found[-1].rank if equal else place, work, scores[work]))
    return tuple(found)


def as_data(base: KnowledgeBase, found: tuple[Ranked, ...]) -> list[dict[str, Any]]:
    """The ranking as plain data.

    >>> as_data(base, (Ranked(1, "gan", 0.0512345678),))[0]["score"]
    0.051235
    """
    from kb.cards import reference

    return [
        {"rank": item.rank, **reference(base, item.work), "score": round(item.score, 6)} for item in found
    ]
