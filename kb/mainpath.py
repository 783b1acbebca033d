"""The main path: the chain of works through which most of the ways from the oldest to the newest run.

Search path count (SPC): the weight of an edge is the number of different ways from any source (a work with
nothing before it) to any sink (nothing after it) that use this edge. N. P. Hummon and P. Doreian,
Connectivity in a citation network, Social Networks 11 (1989); SPC as in V. Batagelj, arXiv:cs/0309023 (2003);
key routes as in J. S. Liu and L. Y. Y. Lu, JASIST 63 (2012).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.network import Edge, Over, appearance, checked_work, network, without_circles


@dataclass(frozen=True)
class Step:
    """One edge of a route; ``spc`` ways from a source to a sink use it."""

    earlier: str
    later: str
    spc: int


@dataclass(frozen=True)
class MainPath:
    """Routes from a source to a sink, best first, out of ``ways`` ways in all.

    ``works`` is how many works lie on any way; ``left_out`` are the edges dropped so that there is no circle.
    """

    over: Over
    routes: tuple[tuple[Step, ...], ...]
    ways: int
    works: tuple[str, ...]
    left_out: tuple[Edge, ...]


def search_path_counts(net: nx.DiGraph[str]) -> dict[Edge, int]:
    """The SPC of every edge of a network without circles; whole numbers, however large.

    >>> search_path_counts(nx.DiGraph([("a", "c"), ("b", "c"), ("c", "d")]))["c", "d"]
    2
    """
    order = list(nx.topological_sort(net))
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for work in order:
        before[work] = sum(before[a] for a in net.predecessors(work)) or 1
    for work in reversed(order):
        after[work] = sum(after[b] for b in net.successors(work)) or 1
    return {(a, b): before[a] * after[b] for a, b in net.edges()}


def main_path(
    base: KnowledgeBase,
    over: Over = "citations",
    *,
    start: str | None = None,
    end: str | None = None,
    key_routes: int = 0,
) -> MainPath:
    """The global main path: the route from a source to a sink with the largest sum of SPC.

    ``start`` and ``end`` keep only the ways that begin or end there. With ``key_routes`` = k it is instead,
    for each of the k edges of largest SPC, the best route through that edge (a route that is best for two
    edges is told once). Of equal routes the one whose works appeared earlier is taken. No routes where no way
    leads from start to end. Raises UnknownId, and UsageError for a negative k or equal ends.

    >>> [route] = main_path(base, "influence", start="lstm", end="transformer").routes
    >>> route[0].earlier, route[-1].later
    ('lstm', 'transformer')
    """
    start, end = (checked_work(base, work) if work else None for work in (start, end))
    if start and start == end:
        raise UsageError(f"a main path needs two works, got {start} twice")
    if key_routes < 0:
        raise UsageError(f"key routes must be 0 or more (got {key_routes})")
    whole, left_out = without_circles(base, network(base, over))
    net = _between(whole, start, end)
    counts = search_path_counts(net)
    ways = sum(n for (a, _), n in counts.items() if not net.in_degree(a))
    routes = _routes(base, net, counts, key_routes)
    works = tuple(sorted({work for edge in counts for work in edge}))
    inside = tuple((a, b) for a, b in left_out if a in net and b in net)
    return MainPath(over, tuple(_steps(route, counts) for route in routes), ways, works, inside)


def _between(net: nx.DiGraph[str], start: str | None, end: str | None) -> nx.DiGraph[str]:
    """The works on the ways from start to end, whichever of the two is given."""
    kept = set(net)
    if start is not None:
        kept &= nx.descendants(net, start) | {start}
    if end is not None:
        kept &= nx.ancestors(net, end) | {end}
    between: nx.DiGraph[str] = nx.DiGraph()
    between.add_edges_from((a, b) for a, b in net.edges() if a in kept and b in kept)
    return between


def _routes(
    base: KnowledgeBase, net: nx.DiGraph[str], counts: Mapping[Edge, int], key_routes: int
) -> list[tuple[str, ...]]:
    heads, tails = _best(base, net, counts)
    if not counts:
        return []
    if not key_routes:
        sinks = [heads[work] for work in net if not net.out_degree(work)]
        return [min(sinks, key=_preferred(base))[1]]
    edges = sorted(counts, key=lambda edge: (-counts[edge], *(appearance(base, work) for work in edge)))
    return list(dict.fromkeys(heads[a][1] + tails[b][1] for a, b in edges[:key_routes]))


_Scored = tuple[int, tuple[str, ...]]


def _best(
    base: KnowledgeBase, net: nx.DiGraph[str], counts: Mapping[Edge, int]
) -> tuple[dict[str, _Scored], dict[str, _Scored]]:
    """For each work the best route from a source to it and from it to a sink, with their sums."""
    heads: dict[str, _Scored] = {}
    tails: dict[str, _Scored] = {}
    order, preferred = list(nx.topological_sort(net)), _preferred(base)
    for work in order:
        options = [(heads[a][0] + counts[a, work], (*heads[a][1], work)) for a in net.predecessors(work)]
        heads[work] = min(options, key=preferred, default=(0, (work,)))
    for work in reversed(order):
        options = [(tails[b][0] + counts[work, b], (work, *tails[b][1])) for b in net.successors(work)]
        tails[work] = min(options, key=preferred, default=(0, (work,)))
    return heads, tails


def _preferred(base: KnowledgeBase) -> Any:
    return lambda scored: (-scored[0], [appearance(base, work) for work in scored[1]])


def _steps(route: tuple[str, ...], counts: Mapping[Edge, int]) -> tuple[Step, ...]:
    return tuple(Step(a, b, counts[a, b]) for a, b in pairwise(route))


def as_data(base: KnowledgeBase, found: MainPath) -> dict[str, Any]:
    """The main path as plain data; ``share`` is the part of all ways that use a step.

    >>> as_data(base, main_path(base, "influence", start="lstm"))["routes"][0]["works"][0]["label"]
    'LSTM'
    """
    from kb.cards import reference

    return {
        "over": found.over,
        "ways": found.ways,
        "works": len(found.works),
        "routes": [
            {
                "route": number,
                "spc": sum(step.spc for step in route),
                "works": [reference(base, work) for work in [route[0].earlier, *(s.later for s in route)]],
                "steps": [
                    {
                        "from": reference(base, step.earlier),
                        "to": reference(base, step.later),
                        "spc": step.spc,
                        "share": round(step.spc / found.ways, 4),
                    }
                    for step in route
                ],
            }
            for number, route in enumerate(found.routes, 1)
        ],
        "left_out": [{"from": a, "to": b} for a, b in found.left_out],
    }
