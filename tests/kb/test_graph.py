"""The base as a networkx graph, and what is counted."""

from __future__ import annotations

import networkx as nx

from kb.base import KnowledgeBase
from kb.graph import graph, influence
from kb.stats import CHECKED, stats


def test_every_work_is_a_node_and_every_link_an_edge_under_its_id(real: KnowledgeBase) -> None:
    whole = graph(real)

    assert set(whole) == set(real.papers)
    assert {key: (a, b) for a, b, key in whole.edges(keys=True)} == {
        link.id: (link.subject, link.object) for link in real.links.values()
    }


def test_types_and_status_choose_edges(miniature: KnowledgeBase) -> None:
    keys = {key for *_, key in graph(miniature, types=["contrasts", "inspired_by"]).edges(keys=True)}
    accepted = {d["status"] for *_, d in graph(miniature, include_disputed=False).edges(data=True)}

    assert keys == {"electric-lamp-contrasts-oil-lamp", "electric-lamp-inspired-by-gas-lamp"}
    assert accepted == {"accepted"}


def test_influence_runs_from_the_earlier_work_to_the_later(miniature: KnowledgeBase) -> None:
    assert sorted(influence(miniature).edges()) == [
        ("brass-lamp", "electric-lamp"), ("oil-lamp", "brass-lamp"), ("tallow-candle", "oil-lamp")
    ]  # fmt: skip
    assert influence(miniature, include_disputed=True).has_edge("gas-lamp", "electric-lamp")


def test_influence_among_the_real_works_has_no_circle(real: KnowledgeBase) -> None:
    assert nx.is_directed_acyclic_graph(influence(real))


def test_what_is_counted_of_the_miniature(miniature: KnowledgeBase) -> None:
    found = stats(miniature)

    assert found["facts"] == {
        "works": 6, "people": 4, "awards": 1, "events": 1, "sources": 1,
        "links": 8, "claims": 1, "press": 1, "stories": 1, "citations": 5,
    }  # fmt: skip
    assert found["kind"] == {"paper": 5, "dataset": 1}
    assert found["evidence checked"] == {"read": 10, "reported": 0, "recalled": 0}
    assert found["coverage"]["with a reference list that was read"] == 2
    assert found["coverage"]["with people"] == 5
    assert found["reference lists"] == {"whole": 2, "partial": 0, "unknown": 4}


def test_the_parts_add_up_to_the_whole(real: KnowledgeBase) -> None:
    found = stats(real)

    assert sum(found["kind"].values()) == sum(found["topic"].values()) == found["facts"]["works"]
    assert sum(found["link type"].values()) == sum(found["link status"].values()) == found["facts"]["links"]
    holders = (*real.links.values(), *real.awards.values(), *real.events.values())
    assert sum(found["evidence checked"].values()) == sum(len(h.evidence) for h in holders)
    assert tuple(found["evidence checked"]) == CHECKED
    assert max(found["coverage"].values()) <= found["facts"]["works"]


def test_an_award_for_some_authors_of_a_work_honours_these_alone(miniature: KnowledgeBase) -> None:
    (award,) = miniature.awards.values()
    (prize, *_) = award.prizes
    work = prize.work or "brass-lamp"
    authors = miniature.papers[work].people

    def honoured(people: tuple[str, ...]) -> list[str]:
        named = prize.model_copy(update={"work": work, "people": people})
        return miniature.prized(award.model_copy(update={"prizes": (named,)}))

    assert honoured(()) == [work, *authors]
    assert honoured(authors[:1]) == [work, authors[0]]
