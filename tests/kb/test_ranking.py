"""PageRank against a solution by hand and igraph; betweenness against counting every shortest way."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, permutations

import networkx as nx
import pytest

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.network import network
from kb.ranking import as_data, pagerank, rank
from tests.kb.small import base_of

SEVENTH = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "a"), ("d", "c")]


def solved(edges: list[tuple[str, str]], nodes: str, damping: float = 0.85) -> dict[str, float]:
    """PageRank as a system of linear equations, solved by elimination."""
    n = len(nodes)
    out = {node: [b for a, b in edges if a == node] or list(nodes) for node in nodes}
    rows = [
        [float(i == j) - damping * out[b].count(a) / len(out[b]) for j, b in enumerate(nodes)]
        + [(1 - damping) / n]
        for i, a in enumerate(nodes)
    ]
    for i in range(n):
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(n):
            if k != i:
                rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i], strict=True)]
    return {node: row[-1] for node, row in zip(nodes, rows, strict=True)}


@pytest.mark.parametrize("edges", [SEVENTH, [("a", "b"), ("b", "c"), ("a", "d")], []])
def test_pagerank_is_the_solution_of_its_equations(edges: list[tuple[str, str]]) -> None:
    net: nx.DiGraph[str] = nx.DiGraph(edges)
    net.add_nodes_from("abcd")

    assert pagerank(net) == pytest.approx(solved(edges, "abcd"), abs=1e-11)


def test_pagerank_by_hand() -> None:
    """One node pointing to another: x = (1 - d + d y) / 2 for the first, y = x + d x for the second."""
    scores = pagerank(nx.DiGraph([("a", "b")]))

    assert scores["a"] == pytest.approx(1 / 2.85, abs=1e-12)
    assert scores["b"] == pytest.approx(1.85 / 2.85, abs=1e-12)
    assert pagerank(nx.DiGraph()) == {}


@pytest.mark.parametrize("over", ["citations", "influence"])
def test_igraph_agrees_on_the_real_works(real: KnowledgeBase, over: str) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is a reference for this test and no dependency")
    net = network(real, over)  # type: ignore[arg-type]
    ids = sorted(net)
    back = igraph.Graph(
        n=len(ids), edges=[(ids.index(b), ids.index(a)) for a, b in net.edges()], directed=True
    )
    forward = igraph.Graph(
        n=len(ids), edges=[(ids.index(a), ids.index(b)) for a, b in net.edges()], directed=True
    )
    most = (len(ids) - 1) * (len(ids) - 2)

    ranked = {r.work: r.score for r in rank(real, "pagerank", over)}  # type: ignore[arg-type]
    between = {r.work: r.score for r in rank(real, "betweenness", over)}  # type: ignore[arg-type]

    assert ranked == pytest.approx(dict(zip(ids, back.pagerank(damping=0.85), strict=True)), abs=1e-9)
    assert between == pytest.approx(
        {work: score / most for work, score in zip(ids, forward.betweenness(), strict=True)}
    )


def test_betweenness_is_the_share_of_shortest_ways_through_a_work() -> None:
    base = base_of("abcdefg", influence=["ac", "bc", "cd", "ce", "df", "ef", "ag", "gf"])
    net = network(base, "influence")
    counted: dict[str, float] = defaultdict(float)
    for start, end in permutations(net, 2):
        ways = _simple(set(net.edges()), (start,), end)
        shortest = [w for w in ways if len(w) == min(map(len, ways))]
        for way in shortest:
            for work in way[1:-1]:
                counted[work] += 1 / len(shortest)

    found = {r.work: r.score for r in rank(base, "betweenness", "influence")}

    assert found == pytest.approx({work: counted[work] / (6 * 5) for work in net})
    assert found["c"] > found["d"] == found["e"] > found["a"] == 0


def _simple(edges: set[tuple[str, str]], done: tuple[str, ...], end: str) -> list[tuple[str, ...]]:
    if done[-1] == end:
        return [done]
    following = sorted(b for a, b in edges if a == done[-1] and b not in done)
    found = [way for b in following for way in _simple(edges, (*done, b), end)]
    assert all(edge in edges for way in found for edge in pairwise(way))
    return found


def test_citations_counts_those_who_cite_and_equal_counts_share_a_rank(miniature: KnowledgeBase) -> None:
    found = [(r.rank, r.work, r.score) for r in rank(miniature, "citations")]

    assert found == [
        (1, "tallow-candle", 2.0), (2, "brass-lamp", 1.0), (2, "fog-images", 1.0), (2, "oil-lamp", 1.0),
        (5, "electric-lamp", 0.0), (5, "gas-lamp", 0.0),
    ]  # fmt: skip
    assert as_data(miniature, rank(miniature, "citations"))[0]["label"] == "Tallow"


def test_credit_flows_to_what_is_cited() -> None:
    assert rank(base_of("abc", cites=["ab", "ac"]))[0].work == "a"


def test_an_unknown_measure_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="pagerank, betweenness, citations"):
        rank(miniature, "fame")  # type: ignore[arg-type]
