"""Cypher, held against the same question asked of the records in plain Python."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from kb import cypher
from kb.base import KnowledgeBase
from kb.cypher import RELATIONS, host_graph, query
from kb.errors import CannotRun, UsageError
from kb.link import LINK_TYPES

needs_library = pytest.mark.skipif(
    not cypher.find_spec("grandcypher"), reason="grand-cypher is an extra (query) and not installed here"
)


def pairs(base: KnowledgeBase, text: str, **options: bool) -> Counter[tuple[object, ...]]:
    answer = query(base, text, **options)  # type: ignore[arg-type]
    return Counter(tuple(row[name] for name in answer.columns) for row in answer.rows)


@needs_library
@pytest.mark.parametrize("relation", RELATIONS)
def test_each_relation_is_what_the_records_say(real: KnowledgeBase, relation: str) -> None:
    found = pairs(real, f"MATCH (a)-[r:{relation}]->(b) RETURN a.id, b.id")

    if relation.lower() in LINK_TYPES:
        shown = ("accepted", "refuted" if relation == "MISATTRIBUTED" else "accepted")
        expected = [
            (v.subject, v.object)
            for v in real.links.values()
            if v.type == relation.lower() and v.status in shown
        ]
    elif relation == "CITES":
        expected = [(p.id, cited) for p in real.papers.values() for cited in p.cites]
    elif relation == "WROTE":
        expected = [(person, p.id) for p in real.papers.values() for person in p.people]
    else:
        expected = [(a.id, prized) for a in real.awards.values() for prized in real.prized(a)]
    assert found == Counter(expected)


@needs_library
def test_the_question_of_the_help(real: KnowledgeBase) -> None:
    found = pairs(real, "MATCH (a:Paper)-[r:IMPROVES]->(b:Paper) WHERE b.year < 2015 RETURN a.id, b.id")

    assert found == Counter(
        (v.subject, v.object)
        for v in real.links.values()
        if v.type == "improves" and v.status == "accepted"
        if real.papers[v.object].year < 2015
        if real.papers[v.subject].kind == real.papers[v.object].kind == "paper"
    )


@needs_library
def test_hops_are_counted_way_by_way(real: KnowledgeBase) -> None:
    one = Counter((v.subject, v.object) for v in real.links.values() if v.type == "builds_on" and v.passes_on)
    two = Counter((a, d) for a, b in one.elements() for c, d in one.elements() if b == c)

    assert pairs(real, "MATCH (a)-[:BUILDS_ON*2]->(b) RETURN a.id, b.id") == two
    assert pairs(real, "MATCH (a)-[:BUILDS_ON*1..2]->(b) RETURN a.id, b.id") == one + two
    assert pairs(real, "MATCH (a)-[:BUILDS_ON]->(x)-[:BUILDS_ON]->(b) RETURN a.id, b.id") == two


@needs_library
def test_counting_is_right_with_a_limit_too(real: KnowledgeBase) -> None:
    """grand-cypher itself applies LIMIT before it counts."""
    cited = Counter(c for p in real.papers.values() for c in p.cites)

    answer = query(
        real, "MATCH (a:Work)-[r:CITES]->(b:Work) RETURN b.id, COUNT(r) ORDER BY COUNT(r) DESC LIMIT 3"
    )

    assert [row["COUNT(r)"] for row in answer.rows] == [n for _, n in cited.most_common(3)]
    assert all(cited[row["b.id"]] == row["COUNT(r)"] for row in answer.rows)
    assert query(real, "MATCH (a:Work) RETURN COUNT(a) limit 1").rows == ({"COUNT(a)": len(real.papers)},)


@needs_library
def test_skip_and_limit_cut_the_ordered_rows(miniature: KnowledgeBase) -> None:
    text = "MATCH (a:Work) RETURN a.id ORDER BY a.year"
    whole = [row["a.id"] for row in query(miniature, text).rows]

    assert whole[0] == "tallow-candle"
    assert [row["a.id"] for row in query(miniature, f"{text} SKIP 1 LIMIT 2").rows] == whole[1:3]
    assert [row["a.id"] for row in query(miniature, f"{text} SKIP 4;").rows] == whole[4:]


@needs_library
def test_disputed_and_refuted_links_only_on_demand_and_misattributions_always(
    miniature: KnowledgeBase,
) -> None:
    text = "MATCH (a)-[r:INSPIRED_BY|MISATTRIBUTED]->(b) RETURN a.id, type(r), r.status"

    assert pairs(miniature, text) == Counter([("electric-lamp", "MISATTRIBUTED", "refuted")])
    assert ("electric-lamp", "INSPIRED_BY", "disputed") in pairs(miniature, text, include_disputed=True)


@needs_library
def test_nodes_and_relations_come_as_their_properties(miniature: KnowledgeBase) -> None:
    (row,) = query(miniature, "MATCH (a:Award)-[r:PRIZES]->(p:Person {id: 'ada-wick'}) RETURN a, r, p").rows

    assert (row["a"]["series"], row["a"]["labels"]) == ("golden-wick", ["Award"])
    assert row["p"] == {
        "id": "ada-wick", "kind": "person", "label": "Ada Wick", "label_zh": "艾达·威克", "labels": ["Person"]
    }  # fmt: skip
    assert row["r"]["labels"] == ["PRIZES"]


@needs_library
def test_quotes_of_both_kinds_and_a_quote_inside(miniature: KnowledgeBase) -> None:
    for text in ("a.id = 'oil-lamp'", 'a.id = "oil-lamp"', "a.title CONTAINS 'Oil'", "a.label_zh = '油灯'"):
        assert pairs(miniature, f"MATCH (a:Work) WHERE {text} RETURN a.id") == Counter([("oil-lamp",)])
    assert pairs(miniature, """MATCH (a) WHERE a.id = 'say "x"' RETURN a.id""") == Counter()
    assert pairs(miniature, r"MATCH (a) WHERE a.id = 'it\'s' RETURN a.id") == Counter()


REFUSED = {
    "": "empty",
    "MATCH (a:Papr) RETURN a.id": "did you mean Paper",
    "MATCH (a:paper) RETURN a.id": "did you mean Paper",
    "MATCH (a)-[:IMPROVE]->(b) RETURN a.id": "did you mean IMPROVES",
    "MATCH (a)-[r:CITES|CITED]->(b) RETURN a.id": "did you mean CITES",
    "MATCH (a:Paper) RETURN a.yaer": "did you mean year",
    "MATCH (a {nmae: 'x'}) RETURN a.id": "unknown property 'nmae'",
    "MATCH (a)-[*]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)-[r*1..]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)-[*..3]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)-[:CITES*1..7]->(b) RETURN a.id": "6 at most",
    "MATCH (a)-[r]-(b) RETURN a.id": "needs a direction",
    "MATCH (a)--(b) RETURN a.id": "needs a direction",
    "MATCH (a)<-[:CITES]->(b) RETURN a.id": "needs a direction",
    "MATCH (a)-[:CITES]->(b) MATCH (a)-[:BUILDS_ON]->(b) RETURN a.id": "two relations from a to b",
    "MATCH (a)-[:CITES]->(b) MATCH (b)<-[:BUILDS_ON]-(a) RETURN a.id": "two relations from a to b",
}
UNREADABLE = {
    "MATCH (a:Paper": "ends too early",
    "CREATE (a:Paper) RETURN a": "line 1, column 1",
    "MATCH (a:Paper) RETURN *": "column 24",
    "MATCH (a)-[:CITES]->(b), (b)-[:CITES]->(c) RETURN a.id": "', (b)-[:CITES]",
    "MATCH (a:Paper) RETURN b.id": "Unknown entity name: b.id",
    "MATCH (a:Paper) WHERE a.year < 'x' RETURN a.id": "not supported",
    "nonsense": "line 1",
}


@needs_library
@pytest.mark.parametrize("text", REFUSED)
def test_what_would_be_answered_wrongly_or_never_is_refused(miniature: KnowledgeBase, text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        query(miniature, text)
    assert REFUSED[text] in str(refusal.value)
    assert "\n" not in str(refusal.value)


@needs_library
@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_one_line_that_says_where(miniature: KnowledgeBase, text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        query(miniature, text)
    assert UNREADABLE[text] in str(refusal.value)
    assert "\n" not in str(refusal.value)


@needs_library
def test_a_query_that_takes_too_long_is_stopped(real: KnowledgeBase) -> None:
    with pytest.raises(CannotRun, match="longer than 1 s"):
        query(real, "MATCH (a) MATCH (b) MATCH (c) MATCH (d) RETURN COUNT(a)", seconds=1)


@needs_library
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process")
def test_a_query_that_needs_too_much_memory_is_stopped(real: KnowledgeBase) -> None:
    text = "MATCH (a) MATCH (b) MATCH (c) MATCH (d) RETURN a.id, b.id, c.id, d.id"
    with pytest.raises(CannotRun, match="more memory"):
        query(real, text, seconds=60, memory=400 * 1024**2)


def test_without_the_library_it_says_how_to_get_it(
    miniature: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher, "find_spec", lambda name: None)

    with pytest.raises(CannotRun, match=r"pip install 'timetested\[query\]'") as refusal:
        query(miniature, "MATCH (a) RETURN a.id")
    assert refusal.value.code == 6


def test_the_host_graph_has_a_node_for_each_work_person_and_award(miniature: KnowledgeBase) -> None:
    host = host_graph(miniature, include_disputed=True)

    assert set(host) == {*miniature.papers, *miniature.people, *miniature.awards}
    links = [key for *_, key in host.edges(keys=True) if key in miniature.links]
    assert sorted(links) == sorted(miniature.links)
