"""Works side by side, held against ancestors counted by networkx."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from kb.base import KnowledgeBase
from kb.company import as_data, as_lineage, company
from kb.errors import UnknownId, UsageError
from kb.network import network
from tests.kb.small import base_of


def test_what_three_works_share_is_the_intersection_of_their_lines(real: KnowledgeBase) -> None:
    net = network(real, "influence")
    works = sorted(real.papers)
    for three in list(zip(works, works[7:], works[40:], strict=False))[::9]:
        found = company(real, three)
        up = set.intersection(*(nx.ancestors(net, work) | {work} for work in three))
        down = set.intersection(*(nx.descendants(net, work) | {work} for work in three))
        assert {common.work for common in found.ancestors} == up
        assert {common.work for common in found.descendants} == down
        for common in found.ancestors:
            assert common.steps == tuple(nx.shortest_path_length(net, common.work, to) for to in three)


def test_pairs_are_compared_as_pairs_in_the_order_of_the_works() -> None:
    base = base_of("abcde", influence=["ab", "ac", "ad", "be", "ce"])
    found = company(base, ("d", "b", "c"))

    assert [(common.work, common.steps) for common in found.ancestors] == [("a", (1, 1, 1))]
    assert found.descendants == ()
    assert [(pair.a, pair.b) for pair in found.pairs] == [("d", "b"), ("d", "c"), ("b", "c")]
    assert [shared.work for shared in found.pairs[2].descendants] == ["e"]


def test_what_only_one_has_is_what_no_other_cites_or_came_from() -> None:
    base = base_of("abcdxy", influence=["ax", "bx", "by", "xy"], cites=["ax", "bx", "by", "cy", "dy"])
    x, y = company(base, ("x", "y")).alone

    assert (x.came_from, x.cites) == (("a",), ("a",))
    assert (y.came_from, y.cites) == ((), ("c", "d"))  # x itself is one of the two, and no third


def test_claims_stand_beside_each_other_only_where_two_make_them(miniature: KnowledgeBase) -> None:
    claim = miniature.claims["BRASS-1"]
    same = claim.model_copy(update={"id": "OIL-1", "paper": "oil-lamp"})
    other = claim.model_copy(update={"id": "OIL-2", "paper": "oil-lamp", "metric": "weight"})
    base = KnowledgeBase({"papers.yaml": [*miniature.papers.values()], "claims.yaml": [claim, same, other]})
    (measure,) = company(base, ("electric-lamp", "oil-lamp", "brass-lamp")).measures

    assert (measure.metric, measure.dataset) == (claim.metric, claim.dataset)
    assert [[c.id for c in some] for some in measure.claims] == [[], ["OIL-1"], ["BRASS-1"]]


def test_the_picture_holds_the_works_their_nearest_ancestors_and_what_lies_between() -> None:
    base = base_of("abcdef", influence=["ab", "bc", "cd", "ce", "af"])
    picture = as_lineage(base, company(base, ("d", "e")), nearest=1)

    assert picture.centre == "d"
    assert [(m.id, m.steps) for m in picture.members] == [("d", 0), ("e", 0), ("c", -1)]
    assert {link.id for link in picture.links} == {"d-builds-on-c", "e-builds-on-c"}
    assert picture.left_out == 2  # a and b lie further back
    far = as_lineage(base, company(base, ("e", "f")))
    assert {m.id for m in far.members} == set("abcef")


def test_every_picture_of_the_real_facts_has_only_links_between_its_works(real: KnowledgeBase) -> None:
    for pair in list(combinations(sorted(real.papers), 2))[::401]:
        picture = as_lineage(real, company(real, pair))
        assert set(pair) <= {member.id for member in picture.members}
        assert all(link.subject in picture and link.object in picture for link in picture.links)


def test_the_answer_as_data_names_everything(real: KnowledgeBase) -> None:
    data = as_data(real, company(real, ("moco", "simclr", "byol")))

    assert [work["label"] for work in data["works"]] == ["MoCo", "SimCLR", "BYOL"]
    assert data["shared_ancestors"][0]["id"] == "resnet"
    assert len(data["pairs"]) == len(data["alone"]) == 3
    assert [len(some) for some in data["claims"][0]["claims"]] == [2, 1, 2]


@pytest.mark.parametrize("works", [(), ("gan",), ("gan", "wgan", "gan")])
def test_fewer_than_two_works_or_one_twice_is_refused(real: KnowledgeBase, works: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        company(real, works)


def test_an_unknown_work_is_refused_with_the_nearest_names(real: KnowledgeBase) -> None:
    with pytest.raises(UnknownId) as refused:
        company(real, ("gan", "wgann"))
    assert next(c.id for c in refused.value.candidates) == "wgan"
