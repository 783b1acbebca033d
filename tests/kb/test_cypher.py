"""Cypher, held against the same question asked of the records in plain Python."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import pytest

from kb import cypher
from kb.base import KnowledgeBase
from kb.cypher import RELATIONS, graph, query, table
from kb.cypher_process import Engine
from kb.cypher_text import read
from kb.errors import CannotRun, UsageError
from kb.link import LINK_TYPES
from kb.paper import Paper

needs_library = pytest.mark.skipif(
    not cypher.find_spec("ladybug"), reason="ladybug is an extra (query) and not installed here"
)


@pytest.fixture(scope="module")
def engine(real: KnowledgeBase) -> Engine:
    """The engine that the process would start, over the facts."""
    return Engine(graph(real), 10)


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
    "MATCH (a:Paper:Person) RETURN a.id": "nothing is Paper and Person",
    "MATCH (a:!Paper) RETURN a.id": "NOT a:Label",
    "MATCH (a)-[:IMPROVE]->(b) RETURN a.id": "did you mean IMPROVES",
    "MATCH (a)-[r:CITES|CITED]->(b) RETURN a.id": "did you mean CITES",
    "MATCH (a)-[r:CITES:IMPROVES]->(b) RETURN a.id": "a relation has one type",
    "MATCH (a)-[*]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)-[r*1..]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)-[:CITES*1..7]->(b) RETURN a.id": "6 at most",
    "MATCH (a)-[:CITES*3..2]->(b) RETURN a.id": "as in *1..6",
    "MATCH (a)<-[:CITES]->(b) RETURN a.id": "needs a direction",
    "MATCH (a)-[r]->(b)-[r]->(c) RETURN a.id": "stands twice",
    "MATCH (a) WHERE (a)-[:CITES]->()-[:CITES]->() RETURN a.id": "EXISTS {",
    "MATCH (a) WHERE EXISTS { MATCH (a)-[:CITES]->()<-[:CITES]-() } RETURN a.id": "over one arrow",
    "MATCH (a) OPTIONAL MATCH (a)-->(b)-->(c) RETURN a.id": "over one arrow",
    "MATCH (a:Paper) SET a.year = 1 RETURN a": "SET is no question",
    "MATCH (b) DELETE b": "DELETE is no question",
    "LOAD FROM 'facts.csv' RETURN *": "LOAD is no question",
    "COPY (MATCH (a) RETURN a.id) TO 'out.csv'": "COPY is no question",
    "CALL show_tables() RETURN *": "CALL is no question",
    "INSTALL httpfs": "INSTALL is no question",
    "MATCH (a:Paper) RETURN a.id; RETURN 1": "one query at a time",
    "MATCH (a {id: $id}) RETURN a": "no parameters",
    "MATCH (a) RETURN id(a)": "write a.id",
    "MATCH p = shortestPath((a)-[*1..3]->(b)) RETURN p": "SHORTEST 1..6",
    "MATCH (a:Paper) RETURN a.id, a.id": "two columns are called a.id",
    "MATCH (a:Paper)": "no RETURN",
    "MATCH (a:Paper) WHERE RETURN a.id": "no condition stands after WHERE",
    "MATCH (a:Paper) WHERE a.id = 'x RETURN a.id": "opened and not closed",
    "MATCH (a:Paper)) RETURN a": "')' too many",
    "nonsense": "begins with MATCH",
}
UNREADABLE = {
    "MATCH (a:Paper": "ends too early",
    "MATCH (a:Paper) RETURN": "ends too early",
    "MATCH (a:Paper) RETURN a.id LIMIT": "ends too early",
    "MATCH (a:Work) WHERE a.id = = 3 RETURN a": "line 1, column 29: '= 3 RETURN a'",
    "MATCH (a:Work)\nWHERE a.id = = 3 RETURN a": "line 2, column 14: '= 3 RETURN a'",
    "MATCH (a:Paper) RETURN b.id": "'b' is not known here",
    "MATCH (a:Paper) RETURN DISTINCT a.topic ORDER BY a.year": "after DISTINCT",
    "MATCH (a:Paper) RETURN a.yaer": "did you mean year",
    "MATCH (a {nmae: 'x'}) RETURN a.id": "no property 'nmae'",
    "MATCH (a:Person) RETURN a.year": "belongs to Work, Award",
    "MATCH (a)-[r:CITES]->() RETURN r.year": "belongs to Work, Award",
    "MATCH (a:Paper) WHERE a.year < 'x' RETURN a.id": "write numbers bare",
    "MATCH (a:Paper) RETURN foo(a.id)": "no function foo()",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_would_be_answered_wrongly_or_never_is_refused_before_the_engine_sees_it(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read(text, frozenset(RELATIONS))
    assert REFUSED[text] in str(refusal.value)
    assert "\n" not in str(refusal.value)


@needs_library
@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_one_line_that_says_where(engine: Engine, text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        asked = read(text, frozenset(RELATIONS))
        table(asked, engine.run(asked.text))
    assert UNREADABLE[text] in str(refusal.value)
    assert "\n" not in str(refusal.value)


#: Questions of the documents, and of those who were answered "nothing" once: what the records say.
QUESTIONS: dict[str, Callable[[KnowledgeBase], list[tuple[object, ...]]]] = {
    "MATCH (p:Person {id:'kyunghyun-cho'})-[:WROTE]->(w:Work) WHERE w.year < 2016 RETURN w.id": lambda base: [
        (work.id,) for work in base.works_by("kyunghyun-cho") if work.year < 2016
    ],
    "MATCH (a:Work)-[:BUILDS_ON]->(b:Work) WHERE a.year >= 2014 AND b.year < 2000 RETURN a.id, b.id": (
        lambda base: [(a.id, b.id) for a, b in built(base) if a.year >= 2014 and b.year < 2000]
    ),
    "MATCH (a:Work)-[:BUILDS_ON]->(b:Work) WHERE a.year>=2014 OR b.year<2000 RETURN a.id, b.id": (
        lambda base: [(a.id, b.id) for a, b in built(base) if a.year >= 2014 or b.year < 2000]
    ),
    "MATCH (a:Work)-[r]->(b) WHERE r.type = 'builds_on' AND NOT b.year IN [1997, 2014] RETURN a.id, b.id": (
        lambda base: [(a.id, b.id) for a, b in built(base) if b.year not in (1997, 2014)]
    ),
    "MATCH (a)-[:WROTE]->()<-[:WROTE]-(b {id: 'alex-graves'}) RETURN DISTINCT a.id": lambda base: [
        (id_,)
        for id_ in sorted({p for w in base.works_by("alex-graves") for p in w.people} - {"alex-graves"})
    ],
    "MATCH (a:Work {id: 'gan'})-[:BUILDS_ON]-(b) RETURN b.id": lambda base: [
        (b.id if a.id == "gan" else a.id,) for a, b in built(base) if "gan" in (a.id, b.id)
    ],
}


def built(base: KnowledgeBase) -> list[tuple[Paper, Paper]]:
    """Both ends of all accepted links of the type builds_on."""
    links = [v for v in base.links.values() if v.type == "builds_on" and v.status == "accepted"]
    return [(base.papers[v.subject], base.papers[v.object]) for v in links]


@needs_library
@pytest.mark.parametrize("text", QUESTIONS)
def test_conditions_over_several_variables_are_answered(
    engine: Engine, real: KnowledgeBase, text: str
) -> None:
    asked = read(text, frozenset(RELATIONS))
    found = table(asked, engine.run(asked.text))

    expected = QUESTIONS[text](real)
    assert expected
    assert Counter(tuple(row.values()) for row in found.rows) == Counter(expected)


@needs_library
def test_six_hops_are_counted_way_by_way(engine: Engine, real: KnowledgeBase) -> None:
    one = Counter((a.id, b.id) for a, b in built(real))
    asked = read("MATCH (a)-[:BUILDS_ON*6]->(b) RETURN a.id, b.id", frozenset(RELATIONS))

    found = Counter(tuple(row) for row in engine.run(asked.text)["rows"])

    six = one
    for _ in range(5):
        longer: Counter[tuple[str, str]] = Counter()
        for (a, b), n in six.items():
            for (c, d), m in one.items():
                if b == c:
                    longer[a, d] += n * m
        six = longer
    assert found == six


@needs_library
def test_a_query_that_takes_too_long_is_stopped(real: KnowledgeBase) -> None:
    text = "MATCH (a), (b), (c), (d) WHERE a.label < b.label AND c.label < d.label RETURN COUNT(*)"
    with pytest.raises(CannotRun, match="longer than 1 s"):
        query(real, text, seconds=1)


@needs_library
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process")
def test_a_query_that_needs_too_much_memory_is_stopped(real: KnowledgeBase) -> None:
    with pytest.raises(CannotRun, match="more memory"):
        query(real, "MATCH (a)-[*1..6]->(b) RETURN COUNT(*)", seconds=60)


@needs_library
def test_more_rows_than_anybody_reads_are_refused(engine: Engine) -> None:
    asked = read("MATCH (a), (b) RETURN a.id, b.id", frozenset(RELATIONS))
    with pytest.raises(UsageError, match="100,000 rows; add LIMIT"):
        table(asked, engine.run(asked.text))


def test_without_the_library_it_says_how_to_get_it(
    miniature: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cypher, "find_spec", lambda name: None)

    with pytest.raises(CannotRun, match=r"pip install 'timetested\[query\]'") as refusal:
        query(miniature, "MATCH (a) RETURN a.id")
    assert refusal.value.code == 6


def test_the_graph_has_a_node_for_each_work_person_and_award(miniature: KnowledgeBase) -> None:
    told = graph(miniature, include_disputed=True)

    ids = [row[0] for rows in told["nodes"].values() for row in rows]
    assert sorted(ids) == sorted([*miniature.papers, *miniature.people, *miniature.awards])
    relations = [row for of in told["relations"].values() for *_, rows in of["rows"] for row in rows]
    assert sorted(row[2] for row in relations if row[2] in miniature.links) == sorted(miniature.links)
