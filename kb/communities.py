"""Communities: groups of works with many influence links among themselves and few to others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.network import appearance, network


@dataclass(frozen=True)
class Community:
    """A group of works in order of appearance; ``centre`` has most links inside, ``links`` counts these."""

    works: tuple[str, ...]
    centre: str
    links: int


@dataclass(frozen=True)
class Division:
    """All communities, the largest first; ``alone`` are works without influence links, in none.

    ``modularity`` is how much better the division is than chance (0: not at all; above 0.3: clear groups).
    """

    communities: tuple[Community, ...]
    alone: tuple[str, ...]
    modularity: float


def communities(base: KnowledgeBase) -> Division:
    """The works divided by greedy modularity (Clauset, Newman and Moore, 2004), directions forgotten.

    Always the same for the same facts, in whatever order the files hold them.

    >>> communities(base).modularity > 0.3
    True
    """
    net = network(base, "influence").to_undirected()
    names = sorted(work for work in net if net.degree(work))
    alone = tuple(sorted(set(net) - set(names)))
    if not names:
        return Division((), alone, 0.0)
    numbers = {name: n for n, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()  # numbers hash alike in every process; names do not
    plain.add_nodes_from(range(len(names)))
    plain.add_edges_from(
        sorted((min(ends), max(ends)) for ends in ((numbers[a], numbers[b]) for a, b in net.edges()))
    )
    groups = [set(group) for group in nx.community.greedy_modularity_communities(plain)]
    found = [_community(base, net, [names[n] for n in group]) for group in groups]
    found.sort(key=lambda c: (-len(c.works), c.works))
    return Division(tuple(found), alone, float(nx.community.modularity(plain, groups)))


def _community(base: KnowledgeBase, net: nx.Graph[str], works: list[str]) -> Community:
    inside = net.subgraph(works)
    centre = min(works, key=lambda work: (-inside.degree(work), appearance(base, work)))
    ordered = tuple(sorted(works, key=lambda work: appearance(base, work)))
    return Community(ordered, centre, inside.number_of_edges())


def as_data(base: KnowledgeBase, found: Division) -> dict[str, Any]:
    """The division as plain data; a community bears the name of its centre and its most frequent topic.

    >>> largest = as_data(base, communities(base))["communities"][0]
    >>> largest["centre"]["id"] in [work["id"] for work in largest["works"]]
    True
    """
    from kb.cards import reference

    return {
        "modularity": round(found.modularity, 4),
        "communities": [
            {
                "community": number,
                "centre": reference(base, group.centre),
                "topic": _topic(base, group),
                "links": group.links,
                "works": [reference(base, work) for work in group.works],
            }
            for number, group in enumerate(found.communities, 1)
        ],
        "alone": [reference(base, work) for work in found.alone],
    }


def _topic(base: KnowledgeBase, group: Community) -> str:
    counted = Counter(str(base.papers[work].topic) for work in group.works)
    return min(counted, key=lambda topic: (-counted[topic], topic))
