"""The main path, held against counting every way one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.mainpath import MainPath, as_data, main_path, search_path_counts
from kb.network import Over, network, without_circles
from tests.kb.small import base_of

Edges = set[tuple[str, str]]


def every_way(edges: Edges, start: str | None = None, end: str | None = None) -> list[tuple[str, ...]]:
    """All ways from a source to a sink (or from start, or to end), by depth-first search."""
    later = {b for _, b in edges}
    earlier = {a for a, _ in edges}

    def walk(done: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if done[-1] == end or (end is None and done[-1] not in earlier):
            yield done
        else:
            for a, b in sorted(edges):
                if a == done[-1]:
                    yield from walk((*done, b))

    sources = [start] if start else sorted(earlier - later)
    return [way for source in sources for way in walk((source,)) if len(way) > 1]


def routes(found: MainPath) -> list[str]:
    return ["".join([route[0].earlier, *(step.later for step in route)]) for route in found.routes]


FORWARD = st.sets(
    st.sampled_from([a + b for a in "abcdefg" for b in "abcdefg" if a < b]), min_size=1, max_size=14
)


@settings(max_examples=80)
@given(FORWARD)
def test_the_weight_of_an_edge_is_the_number_of_ways_that_use_it(pairs: set[str]) -> None:
    base = base_of("abcdefg", cites=pairs)
    edges = {(a, b) for a, b in pairs}
    counted = Counter(edge for way in every_way(edges) for edge in pairwise(way))

    assert search_path_counts(network(base, "citations")) == counted


@settings(max_examples=80)
@given(FORWARD, st.integers(1, 4), st.sampled_from([(None, None), ("b", None), (None, "f"), ("a", "g")]))
def test_routes_are_the_best_of_all_ways(
    pairs: set[str], k: int, ends: tuple[str | None, str | None]
) -> None:
    base = base_of("abcdefg", cites=pairs)
    ways = every_way({(a, b) for a, b in pairs}, *ends)
    weight = Counter(edge for way in ways for edge in pairwise(way))
    total = {way: sum(weight[edge] for edge in pairwise(way)) for way in ways}

    found = main_path(base, start=ends[0], end=ends[1])
    key = main_path(base, start=ends[0], end=ends[1], key_routes=k)

    assert found.ways == len(ways)
    assert routes(found) == ["".join(way) for way in sorted(ways, key=lambda w: (-total[w], w))][:1]
    heaviest = sorted(weight, key=lambda edge: (-weight[edge], edge))[:k]
    assert len(key.routes) <= k
    for edge in heaviest:
        through = [way for way in ways if edge in pairwise(way)]
        best = max(total[way] for way in through)
        assert any(
            edge in [(s.earlier, s.later) for s in route] and sum(s.spc for s in route) == best
            for route in key.routes
        )


def test_an_example_by_hand() -> None:
    """a and b lead to c, c to d and e: four ways, and every edge at c is on two of them."""
    base = base_of("abcdef", cites=["ac", "bc", "cd", "ce"])

    found = main_path(base)

    assert (found.ways, found.works, routes(found)) == (4, ("a", "b", "c", "d", "e"), ["acd"])
    assert [step.spc for step in found.routes[0]] == [2, 2]
    data = as_data(base, found)
    assert data["routes"][0]["steps"][0]["share"] == 0.5
    assert data["routes"][0]["spc"] == 4


def test_influence_and_citations_are_counted_apart() -> None:
    base = base_of("abcd", influence=["ab", "bd"], cites=["ac", "cd"])

    assert routes(main_path(base, "influence")) == ["abd"]
    assert routes(main_path(base, "citations")) == ["acd"]


def test_a_circle_is_opened_by_the_rule_and_told() -> None:
    base = base_of("abcd", cites=["ab", "bc", "cb", "cd"])

    found = main_path(base)

    assert (routes(found), found.left_out) == (["abcd"], (("c", "b"),))


@pytest.mark.parametrize("over", ["citations", "influence"])
def test_the_real_works_by_counting_walks_of_each_length(real: KnowledgeBase, over: Over) -> None:
    """In a network without circles every walk is a way; walks of n + 1 edges are those of n, one edge on."""
    net, _ = without_circles(real, network(real, over))
    net.remove_nodes_from([work for work in list(net) if not net.degree(work)])
    before, after = _walks(net), _walks(net.reverse())
    weights = {(a, b): before[a] * after[b] for a, b in net.edges()}
    nx.set_edge_attributes(net, weights, "spc")

    found = main_path(real, over)

    assert search_path_counts(net) == weights
    assert found.ways == sum(before[work] for work in net if not net.out_degree(work))
    assert sum(step.spc for step in found.routes[0]) == nx.dag_longest_path_length(net, weight="spc")


def _walks(net: nx.DiGraph[str]) -> Counter[str]:
    """How many walks from a source end at each work."""
    ending = Counter({work: 1 for work in net if not net.in_degree(work)})
    total = Counter(ending)
    while ending:
        longer: Counter[str] = Counter()
        for work, n in ending.items():
            longer.update(dict.fromkeys(net.successors(work), n))
        total += longer
        ending = longer
    return total


def test_where_nothing_leads_there_is_no_route(miniature: KnowledgeBase) -> None:
    found = main_path(miniature, "influence", start="electric-lamp", end="oil-lamp")

    assert (found.routes, found.ways, found.works) == ((), 0, ())


def test_what_cannot_be_asked_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        main_path(miniature, start="ada-wick")
    with pytest.raises(UsageError, match="twice"):
        main_path(miniature, start="oil-lamp", end="oil-lamp")
    with pytest.raises(UsageError, match="key routes"):
        main_path(miniature, key_routes=-1)
