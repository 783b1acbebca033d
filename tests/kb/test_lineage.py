"""Lineage, held against networkx as an independent reference."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.lineage import Lineage, as_data, chain, lineage
from kb.link import LINK_TYPES, PASSES_ON
from tests.kb.small import base_of


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


@settings(deadline=None)
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


# -- the ranking --------------------------------------------------------------------------------------------


def carried(base: KnowledgeBase, found: Lineage) -> dict[str, int]:
    """How many further members have a shortest way to the centre through each: by going all of these ways."""
    graph = reference(base)
    count = dict.fromkeys((m.id for m in found.members), 0)
    for member in found.members:
        if member.side or member.steps == 0:
            continue
        ends = (found.centre, member.id) if member.steps < 0 else (member.id, found.centre)
        on_the_way = {work for way in nx.all_shortest_paths(graph, *ends) for work in way}
        for work in on_the_way - {found.centre, member.id}:
            if work in count:
                count[work] += 1
    return count


@pytest.mark.parametrize("work", ["transformer", "gan", "lstm", "resnet", "ddpm"])
def test_among_equally_near_ones_those_that_carry_more_come_first(real: KnowledgeBase, work: str) -> None:
    whole = lineage(real, work, depth=4, limit=1000)
    count = carried(real, whole)

    ranks = [(abs(m.steps), m.side, -count[m.id]) for m in whole.members]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 2


def test_a_work_that_leads_to_more_is_kept_before_one_with_more_links_of_its_own() -> None:
    # From a to b and c; from b on to d and e. The work c has links to others beside a, but leads to none.
    base = base_of("abcdexyz", ["ab", "ac", "bd", "be", "xc", "yc", "zc"])

    found = lineage(base, "a", direction="descendants", limit=2)

    assert [m.id for m in found.members] == ["a", "b"]
    assert found.left_out == 3


LIMITS = (1, 2, 5, 20, 50, 70)


@settings(deadline=None)
@given(st.data())
def test_a_larger_limit_shows_the_same_works_and_more(real: KnowledgeBase, data: st.DataObject) -> None:
    work = data.draw(st.sampled_from(sorted(real.papers)))
    options = {"depth": data.draw(st.integers(0, 4)), "include_disputed": data.draw(st.booleans())}
    whole = lineage(real, work, limit=1000, **options)
    for limit in LIMITS:
        found = lineage(real, work, limit=limit, **options)
        assert found.members == whole.members[:limit]
        assert found.left_out == len(whole.members) - len(found.members)
        ids = {m.id for m in found.members}
        ends = {link.id: {link.subject, link.object} for link in found.links}
        for member in found.members:  # whoever is shown is shown with the link that brought it in
            assert member.because is None if member.steps == 0 else ends[str(member.because)] <= ids


# -- why it is here -----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.data())
def test_a_chain_leads_from_the_work_to_the_centre(real: KnowledgeBase, data: st.DataObject) -> None:
    work = data.draw(st.sampled_from(sorted(real.papers)))
    found = lineage(
        real,
        work,
        depth=data.draw(st.integers(1, 4)),
        types=data.draw(st.sets(st.sampled_from(LINK_TYPES))) or None,
        years=data.draw(st.sampled_from([None, (2015, 2020), (1990, 2012)])),
        include_disputed=data.draw(st.booleans()),
        limit=data.draw(st.sampled_from(LIMITS)),
    )
    for member in found.members:
        links = chain(found, member.id)
        assert len(links) == abs(member.steps)
        assert (links[0].id if links else None) == member.because
        at = member.id
        for link in links:
            assert at in (link.subject, link.object)
            at = link.object if link.subject == at else link.subject
        assert at == work


def test_a_chain_goes_through_works_that_the_years_leave_out(real: KnowledgeBase) -> None:
    found = lineage(real, "rnnsearch", years=(2018, 2020))

    assert "transformer" not in found
    assert [link.id for link in chain(found, "bert")] == [
        "bert-builds-on-transformer",
        "transformer-generalizes-rnnsearch",
    ]


def test_only_a_member_has_a_chain(real: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        chain(lineage(real, "gan", depth=1), "lstm")


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
    chains = {work["id"]: work["because_chain"] for work in data["works"]}
    assert chains["gan"] == []
    assert all(chain[0] == work["because"] for work in data["works"] if (chain := chains[work["id"]]))
    assert max(map(len, chains.values())) == 2
