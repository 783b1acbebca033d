"""Formats for graph programs: GEXF, Cypher, VOSviewer; what is written is read by somebody else's rules."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kb.base import KnowledgeBase
from kb.errors import FactsInvalid
from kb.formats import cypher, cypher_kuzu, gexf, graphml, vosviewer

GEXF = "{http://gexf.net/1.3}"


def content(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    edges = {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    return dict(graph.nodes(data=True)), edges


# -- GEXF ------------------------------------------------------------------------------------------


def test_the_graph_goes_out_as_gexf_and_comes_in_again(real: KnowledgeBase, hostile: KnowledgeBase) -> None:
    for base in (real, hostile):
        back, written = gexf.read(gexf.write(base)), gexf.flat(base)
        for *_, attributes in written.edges(data=True):
            attributes.pop("id")
        assert content(back) == content(written)
        assert {key for *_, key in back.edges(keys=True)} == set(base.links)


def test_gexf_calls_a_type_a_relation_and_stays_no_film(real: KnowledgeBase) -> None:
    root = ElementTree.fromstring(gexf.write(real))

    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert (graph.get("mode"), graph.get("defaultedgetype")) == ("static", "directed")
    titles = {attribute.get("title") for attribute in graph.iter(f"{GEXF}attribute")}
    assert {"relation", "year", "topic", "label_zh", "evidence"} <= titles
    assert not {"type", "start", "end"} & titles
    edges = list(graph.iter(f"{GEXF}edge"))
    assert {edge.get("type") for edge in edges} == {None}
    assert sorted(str(edge.get("id")) for edge in edges) == sorted(real.links)


def test_gexf_weighs_a_link_by_the_evidence_for_it_and_shows_no_inner_column(real: KnowledgeBase) -> None:
    root = ElementTree.fromstring(gexf.write(real))

    weights = {edge.get("id"): edge.get("weight") for edge in root.iter(f"{GEXF}edge")}
    assert weights == {
        link.id: str(sum(item.supports for item in link.evidence)) for link in real.links.values()
    }
    columns = {attribute.get("id"): attribute.get("title") for attribute in root.iter(f"{GEXF}attribute")}
    assert "networkx_key" not in columns.values()
    assert {value.get("for") for value in root.iter(f"{GEXF}attvalue")} == set(columns)
    assert root.get("version") == "1.3"


def test_gexf_names_no_day_and_no_program(real: KnowledgeBase) -> None:
    assert "<meta" not in gexf.write(real)


@pytest.mark.parametrize("text", ["", "junk", "<html></html>", "<gexf>"])
def test_text_that_is_no_gexf_is_refused(text: str) -> None:
    with pytest.raises(FactsInvalid, match="not GEXF"):
        gexf.read(text)


def test_another_library_reads_our_graphml(real: KnowledgeBase, tmp_path: Any) -> None:
    igraph = pytest.importorskip("igraph")
    place = tmp_path / "base.graphml"
    place.write_text(graphml.write(real), encoding="utf-8")

    graph = igraph.Graph.Read_GraphML(str(place))

    assert graph.is_directed()
    assert sorted(graph.vs["id"]) == sorted(real.papers)
    ids = graph.vs["id"]
    edges = [(ids[edge.source], edge["type"], ids[edge.target]) for edge in graph.es]
    assert sorted(edges) == sorted((x.subject, x.type, x.object) for x in real.links.values())


# -- Cypher ----------------------------------------------------------------------------------------

LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
STATEMENT = re.compile(
    r"MERGE \((w:Work|p:Person) \{id: §\}\) SET (\w\.\w+ = (§|\d+)(, )?)+;"
    r"|MATCH \(p:Person \{id: §\}\), \(w:Work \{id: §\}\) MERGE \(p\)-\[:WROTE \{place: \d+\}\]->\(w\);"
    r"|MATCH \(a:Work \{id: §\}\), \(b:Work \{id: §\}\) "
    r"MERGE \(a\)-\[r:[A-Z_]+ \{id: §\}\]->\(b\) SET (r\.\w+ = §(, )?)+;"
)


def test_every_statement_of_cypher_has_one_shape_once_its_texts_are_taken_out(
    real: KnowledgeBase, hostile: KnowledgeBase
) -> None:
    for base in (real, hostile):
        for line in cypher.write(base).splitlines():
            assert STATEMENT.fullmatch(LITERAL.sub("§", line)), line


def test_hostile_text_comes_out_of_cypher_as_it_went_in(hostile: KnowledgeBase, hostile_text: str) -> None:
    literals = {json.loads(text) for text in LITERAL.findall(cypher.write(hostile))}

    assert hostile_text in literals
    assert {*hostile.papers, *hostile.links} <= literals


def test_relations_of_cypher_are_the_links(real: KnowledgeBase) -> None:
    found = re.findall(
        r'a:Work \{id: "(\S+)"\}.*b:Work \{id: "(\S+)"\}.*r:(\w+) \{id: "(\S+)"', cypher.write(real)
    )

    assert sorted(found) == sorted((x.subject, x.object, x.type.upper(), x.id) for x in real.links.values())


def test_a_database_takes_our_statements_twice_and_holds_them_once(hostile: KnowledgeBase) -> None:
    ladybug = pytest.importorskip("ladybug")  # what succeeds Kuzu
    database = ladybug.Connection(ladybug.Database(":memory:"))

    for statement in cypher_kuzu.write(hostile).splitlines() * 2:
        database.execute(statement)

    assert database.execute("MATCH (w:Work) RETURN count(*)").get_next() == [len(hostile.papers)]
    assert database.execute("MATCH (:Work)-[r]->(:Work) RETURN count(*)").get_next() == [len(hostile.links)]


# -- VOSviewer -------------------------------------------------------------------------------------


def test_a_vosviewer_network_holds_works_and_their_pairs(real: KnowledgeBase) -> None:
    network = json.loads(vosviewer.write(real))["network"]

    items = {item["id"]: item for item in network["items"]}
    assert set(items) == set(real.papers)
    assert all(1 <= item["cluster"] <= 1000 and item["label"] for item in items.values())
    clusters = {cluster["cluster"]: cluster["label"] for cluster in network["clusters"]}
    assert all(clusters[item["cluster"]] == real.papers[id_].topic for id_, item in items.items())
    pairs = {frozenset((link["source_id"], link["target_id"])) for link in network["links"]}
    kept = [link for link in real.links.values() if link.status != "refuted"]
    assert pairs == {frozenset((link.subject, link.object)) for link in kept}
    assert len(pairs) == len(network["links"])
    assert sum(link["strength"] for link in network["links"]) == len(kept)
    assert all(item["weights"]["Links"] == sum(id_ in pair for pair in pairs) for id_, item in items.items())


def test_a_description_for_vosviewer_is_safe_html(hostile: KnowledgeBase, hostile_text: str) -> None:
    items = {item["id"]: item for item in json.loads(vosviewer.write(hostile))["network"]["items"]}

    table = ElementTree.fromstring(items["brass-lamp"]["description"])

    assert hostile_text in [cell.text for cell in table.iter("td")]
    assert set(table.iter()) - {table} == {*table.iter("tr"), *table.iter("td")}
