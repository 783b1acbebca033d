"""Two works side by side."""

from __future__ import annotations

import networkx as nx
import pytest

from kb.base import KnowledgeBase
from kb.comparison import as_data, compare
from kb.errors import UnknownId, UsageError
from kb.network import network
from tests.kb.small import base_of, link


def test_shared_ancestors_and_descendants_are_the_intersections(real: KnowledgeBase) -> None:
    net = network(real, "influence")
    works = sorted(real.papers)
    for a, b in zip(works, works[1:] + works[:1], strict=True):
        found = compare(real, a, b)
        up = (nx.ancestors(net, a) | {a}) & (nx.ancestors(net, b) | {b})
        down = (nx.descendants(net, a) | {a}) & (nx.descendants(net, b) | {b})
        assert {s.work for s in found.ancestors} == up
        assert {s.work for s in found.descendants} == down


def test_nearest_first_with_steps_to_both() -> None:
    found = compare(base_of("abcdef", influence=["ab", "bc", "bd", "ce", "de", "af"]), "c", "d")

    assert [(s.work, s.steps_a, s.steps_b) for s in found.ancestors] == [("b", 1, 1), ("a", 2, 2)]
    assert [s.work for s in found.descendants] == ["e"]
    assert (found.paths.paths, found.links) == ((), ())


def test_paths_run_from_the_earlier_work_whichever_is_named_first(miniature: KnowledgeBase) -> None:
    for pair in (("oil-lamp", "electric-lamp"), ("electric-lamp", "oil-lamp")):
        (path,) = compare(miniature, *pair).paths.paths
        assert [hop.later for hop in path] == ["brass-lamp", "electric-lamp"]


def test_authors_claims_and_a_contrast(miniature: KnowledgeBase) -> None:
    found = compare(miniature, "brass-lamp", "electric-lamp")
    data = as_data(miniature, found)

    assert found.authors == ("zhang-deng",)
    (measured,) = data["claims"]
    assert ([c["id"] for c in measured["a"]], measured["b"]) == (["BRASS-1"], [])
    assert [link["type"] for link in data["links"]] == ["generalizes"]
    assert data["disagreements"] == []
    contrast = compare(miniature, "oil-lamp", "electric-lamp").disagreements
    assert [link.type for link in contrast] == ["contrasts"]


def test_what_both_measured_comes_first(miniature: KnowledgeBase) -> None:
    claim = miniature.claims["BRASS-1"]
    more = [
        claim.model_copy(update={"id": "OIL-1", "paper": "oil-lamp", "metric": "weight"}),
        claim.model_copy(update={"id": "OIL-2", "paper": "oil-lamp"}),
    ]
    base = KnowledgeBase({"papers.yaml": [*miniature.papers.values()], "claims.yaml": [*more, claim]})

    found = compare(base, "oil-lamp", "brass-lamp").claims

    assert [(m.metric, [c.id for c in m.a], [c.id for c in m.b]) for m in found] == [
        ("distance", ["OIL-2"], ["BRASS-1"]), ("weight", ["OIL-1"], [])
    ]  # fmt: skip


def test_disputed_and_refuted_links_are_disagreements() -> None:
    papers = list(base_of("ab").papers.values())
    links = [link("a", "b", "improves"), link("a", "b", "builds_on", "disputed"),
             link("a", "b", "misattributed", "refuted")]  # fmt: skip

    found = compare(KnowledgeBase({"papers.yaml": papers, "links.yaml": links}), "a", "b")

    assert len(found.links) == 3
    assert [v.status for v in found.disagreements] == ["disputed", "refuted"]


def test_what_cannot_be_asked_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="twice"):
        compare(miniature, "oil-lamp", "oil-lamp")
    with pytest.raises(UnknownId):
        compare(miniature, "oil-lamp", "ada-wick")
