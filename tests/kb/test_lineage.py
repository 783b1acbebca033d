"""Lineage, held against networkx as an independent reference."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.lineage import as_data, lineage
from kb.link import PASSES_ON


def line(base: KnowledgeBase, work: str, direction: str, **options: object) -> set[str]:
    found = lineage(base, work, direction=direction, depth=50, limit=1000, **options)  # type: ignore[arg-type]
    return {m.id for m in found.members if not m.side and m.id != work}


def reference(base: KnowledgeBase, disputed: bool = False) -> nx.DiGraph[str]:
    """Later work -> earlier work, built here from the links themselves."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(base.papers)
    for link in base.links.values():
        if link.type in PASSES_ON and (disputed or link.status == "accepted"):
            graph.add_edge(link.subject, link.object)
    return graph


@pytest.mark.parametrize("disputed", [False, True])
def test_ancestors_and_descendants_are_those_of_networkx(real: KnowledgeBase, disputed: bool) -> None:
    graph = reference(real, disputed)

    for work in real.papers:
        assert line(real, work, "ancestors", include_disputed=disputed) == nx.descendants(graph, work)
        assert line(real, work, "descendants", include_disputed=disputed) == nx.ancestors(graph, work)


def test_steps_are_the_shortest_distances(real: KnowledgeBase) -> None:
    graph = reference(real)

    for work in real.papers:
        distances = nx.single_source_shortest_path_length(graph, work)
        for member in lineage(real, work, direction="ancestors", depth=50, limit=1000).members:
            if not member.side:
                assert -member.steps == distances[member.id]


@given(st.data())
def test_a_is_an_ancestor_of_b_exactly_if_b_is_a_descendant_of_a(
    real: KnowledgeBase, data: st.DataObject
) -> None:
    a, b = (data.draw(st.sampled_from(sorted(real.papers))) for _ in "ab")

    assert (a in line(real, b, "ancestors")) == (b in line(real, a, "descendants"))


def test_the_miniature_lineage_of_the_brass_lamp(miniature: KnowledgeBase) -> None:
    found = lineage(miniature, "brass-lamp")

    assert [(m.id, m.steps, m.side) for m in found.members] == [
        ("brass-lamp", 0, False),
        ("oil-lamp", -1, False),
        ("electric-lamp", 1, False),
        ("fog-images", -1, True),
        ("gas-lamp", 1, True),
        ("tallow-candle", -2, False),
    ]
    assert found.left_out == 0


def test_disputed_and_refuted_links_come_only_when_asked_for(miniature: KnowledgeBase) -> None:
    plain = lineage(miniature, "electric-lamp", depth=1)
    full = lineage(miniature, "electric-lamp", depth=1, include_disputed=True)

    assert "gas-lamp" not in plain
    assert "gas-lamp" in full
    assert {link.status for link in plain.links} == {"accepted"}
    assert {link.status for link in full.links} == {"accepted", "disputed", "refuted"}


def test_types_years_and_limit_cut(miniature: KnowledgeBase) -> None:
    def ids(**options: object) -> list[str]:
        return [m.id for m in lineage(miniature, "brass-lamp", **options).members]  # type: ignore[arg-type]

    assert ids(types=["builds_on"]) == ["brass-lamp", "oil-lamp"]
    assert ids(years=(2000, 2006)) == ["brass-lamp", "oil-lamp", "gas-lamp"]
    assert ids(depth=0) == ["brass-lamp"]
    assert lineage(miniature, "brass-lamp", limit=2).left_out == 4


def test_what_cannot_be_asked_is_refused_with_what_to_do(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        lineage(miniature, "ada-wick")
    with pytest.raises(UsageError, match="did you mean improves"):
        lineage(miniature, "brass-lamp", types=["improvs"])
    with pytest.raises(UsageError, match="depth"):
        lineage(miniature, "brass-lamp", depth=-1)


def test_as_data_names_both_ends_of_every_link(real: KnowledgeBase) -> None:
    data = as_data(real, lineage(real, "gan", depth=2))

    ids = {work["id"] for work in data["works"]}
    assert data["centre"]["id"] == "gan"
    assert all({link["subject"]["id"], link["object"]["id"]} <= ids for link in data["links"])
    assert all(link["evidence"] for link in data["links"])
