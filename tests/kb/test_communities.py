"""Communities: known groups are found, always the same ones, and modularity is what its formula says."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kb.base import KnowledgeBase
from kb.communities import Division, as_data, communities
from kb.network import network
from tests.kb.small import base_of

TWO = ["ab", "ac", "bc", "de", "df", "ef", "cd"]


def modularity(base: KnowledgeBase, division: Division) -> float:
    """Newman's formula, summed over all pairs of works."""
    edges = {frozenset(edge) for edge in network(base, "influence").edges()}
    degree = {work: sum(work in edge for edge in edges) for work in base.papers}
    total = 0.0
    for group in division.communities:
        for a in group.works:
            for b in group.works:
                total += (frozenset((a, b)) in edges) - degree[a] * degree[b] / (2 * len(edges))
    return total / (2 * len(edges))


def test_two_triangles_joined_by_one_link_are_two_communities() -> None:
    division = communities(base_of("abcdefg", influence=TWO))

    assert [(c.works, c.centre, c.links) for c in division.communities] == [
        (("a", "b", "c"), "a", 3), (("d", "e", "f"), "d", 3)
    ]  # fmt: skip
    assert division.alone == ("g",)
    assert division.modularity == pytest.approx(modularity(base_of("abcdefg", influence=TWO), division))


def test_every_work_is_in_one_community_or_alone(real: KnowledgeBase) -> None:
    division = communities(real)
    placed = [work for group in division.communities for work in group.works]

    assert sorted([*placed, *division.alone]) == sorted(real.papers)
    assert division.modularity == pytest.approx(modularity(real, division))


def test_the_order_of_the_facts_does_not_matter() -> None:
    assert communities(base_of("abcdefg", influence=TWO)) == communities(
        base_of("gfedcba", influence=TWO[::-1])
    )


def test_each_process_finds_the_same() -> None:
    """Texts hash differently in each process; what is found must not follow them."""
    code = (
        "from kb.base import KnowledgeBase; from kb.communities import communities; "
        "print(communities(KnowledgeBase.load()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_without_links_everything_is_alone() -> None:
    assert communities(base_of("ab")) == Division((), ("a", "b"), 0.0)


def test_as_data_names_centre_and_topic(miniature: KnowledgeBase) -> None:
    data = as_data(miniature, communities(miniature))

    assert [(c["topic"], c["centre"]["id"], [w["id"] for w in c["works"]]) for c in data["communities"]] == [
        ("vision", "brass-lamp", ["brass-lamp", "electric-lamp"]),
        ("theory", "tallow-candle", ["tallow-candle", "oil-lamp"]),
    ]
    assert {work["id"] for work in data["alone"]} == {"gas-lamp", "fog-images"}
