"""JSON-LD: an RDF library finds works, influence and evidence, and nothing that nobody claims."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.formats import jsonld
from kb.link import IRI

rdflib = pytest.importorskip("rdflib")
#: rdflib's own reader of JSON-LD still uses what rdflib has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CITO = "http://purl.org/spar/cito/"
SCHEMA = "http://schema.org/"


def graph(text: str) -> Any:
    return rdflib.Graph().parse(data=text, format="json-ld")


def thing(id_: str) -> Any:
    return rdflib.URIRef(f"urn:timetested:id:{id_}")


def full(type_: str) -> str:
    return IRI[type_].replace("kb:", "urn:timetested:term:")


def test_nothing_is_fetched_to_read_it(miniature: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a context was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert len(graph(jsonld.write(miniature)))
    assert isinstance(json.loads(jsonld.write(miniature))["@context"], dict)


def test_every_work_has_its_titles_and_its_authors_in_order(real: KnowledgeBase) -> None:
    found = graph(jsonld.write(real))

    for paper in real.papers.values():
        names = {str(name) for name in found.objects(thing(paper.id), rdflib.URIRef(f"{SCHEMA}name"))}
        assert names == {paper.title, *([paper.title_zh] if paper.title_zh else [])}
        lists = list(found.objects(thing(paper.id), rdflib.URIRef(f"{SCHEMA}author")))
        authors = [list(rdflib.collection.Collection(found, node)) for node in lists]
        assert authors == ([[thing(person) for person in paper.people]] if paper.people else [])


def test_every_link_is_a_statement_with_its_status_and_evidence(real: KnowledgeBase) -> None:
    found = graph(jsonld.write(real))
    query = """SELECT ?s ?p ?o ?status (COUNT(?e) AS ?items) WHERE {
        ?link a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
              <urn:timetested:term:status> ?status ; <urn:timetested:term:evidence> ?e .
        ?e <http://www.w3.org/ns/prov#hadPrimarySource> ?source . } GROUP BY ?link ?s ?p ?o ?status"""

    rows = sorted((str(s), str(p), str(o), str(status), int(n)) for s, p, o, status, n in found.query(query))

    assert rows == sorted(
        (str(thing(x.subject)), full(x.type), str(thing(x.object)), x.status, len(x.evidence))
        for x in real.links.values()
    )


def test_only_an_accepted_link_is_asserted(real: KnowledgeBase) -> None:
    found = graph(jsonld.write(real))

    asserted = {
        (s, str(p), o)
        for s, p, o in found
        if str(p) in {full(type_) for type_ in IRI} and str(s).startswith("urn:timetested:id:")
    }

    accepted = [x for x in real.links.values() if x.status == "accepted"]
    assert asserted == {(thing(x.subject), full(x.type), thing(x.object)) for x in accepted}


def test_a_citation_in_cito_is_a_link_that_cites(miniature: KnowledgeBase) -> None:
    found = graph(jsonld.write(miniature))

    citations = {
        str(link).removeprefix("urn:timetested:link:")
        for link in found.subjects(rdflib.RDF.type, rdflib.URIRef(f"{CITO}Citation"))
    }

    influence_only = ("inspired_by", "independent_concurrent", "misattributed")
    assert citations == {x.id for x in miniature.links.values() if x.type not in influence_only}
    improves = rdflib.URIRef("urn:timetested:link:oil-lamp-improves-tallow-candle")
    kinds = found.objects(improves, rdflib.URIRef(f"{CITO}hasCitationCharacterization"))
    assert {str(kind) for kind in kinds} == {f"{CITO}updates", f"{CITO}extends"}


def test_the_reference_list_is_cito_cites_and_schema_citation(real: KnowledgeBase) -> None:
    found = graph(jsonld.write(real))

    for predicate in (f"{CITO}cites", f"{SCHEMA}citation"):
        pairs = {(s, o) for s, o in found.subject_objects(rdflib.URIRef(predicate))}
        assert pairs == {(thing(p.id), thing(c)) for p in real.papers.values() for c in p.cites}


def test_hostile_text_and_hostile_addresses_survive(hostile: KnowledgeBase, hostile_text: str) -> None:
    lamp = hostile.papers["brass-lamp"]
    sici = "10.1002/(sici)1097-4571(199401)45:1<1::aid-asi1>3.0.co;2-8"
    version = lamp.versions[0].model_copy(update={"ids": {"doi": sici}})
    records = {file: list(kind.values()) for file, kind in hostile.by_file().items()}
    changed = lamp.model_copy(update={"versions": (version,)})
    records["papers.yaml"] = [changed if p is lamp else p for p in hostile.papers.values()]

    found = graph(jsonld.write(KnowledgeBase(records), ["brass-lamp"]))

    assert (thing("brass-lamp"), rdflib.URIRef(f"{SCHEMA}name"), rdflib.Literal(hostile_text)) in found
    addresses = found.objects(thing("brass-lamp"), rdflib.URIRef(f"{SCHEMA}sameAs"))
    assert any("%3C1::aid-asi1%3E" in address for address in addresses)
    assert graph(found.serialize(format="json-ld")).isomorphic(found)
