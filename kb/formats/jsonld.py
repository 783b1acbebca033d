"""JSON-LD: works as schema.org ScholarlyArticle, influence in CiTO and PROV; the context is inline.

Every link is a reified statement with its status and evidence, so that a disputed or refuted one asserts
nothing; only an accepted one also stands as a plain triple. A link is a cito:Citation where its type is one
of CiTO's or under it: an influence without a citation stays an influence. Our own IRIs are URNs, which lead
nowhere; ``sameAs`` leads to the paper.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from kb.base import KnowledgeBase
from kb.evidence import Evidence
from kb.link import IRI, Link
from kb.paper import RESOLVERS, Paper
from kb.person import Person
from kb.record import Text
from kb.source import Source

ABOUT = "linked data: schema.org, CiTO and PROV"
EXTENSION = ".jsonld"
Node = dict[str, Any]

_CONTEXT: Node = {
    "@vocab": "http://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "kb": "urn:timetested:term:",
    "thing": "urn:timetested:id:",
    "author": {"@container": "@list"},  # their order is a fact
    "sameAs": {"@type": "@id"},
    "url": {"@type": "@id"},
}
_TYPES = {"paper": "ScholarlyArticle", "dataset": "Dataset", "system": "SoftwareApplication", "film": "Movie"}
#: Our own types under the wider word of CiTO, and what an improvement is besides an update.
_ALSO = {"improves": "cito:extends"}
_WIDER = {"generalizes": "cito:extends", "contrasts": "cito:discusses", "evaluates": "cito:discusses"}


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None), their people, the links among them and the sources of those.

    >>> work = json.loads(write(base, ["dcgan", "gan"]))["@graph"][0]
    >>> work["@id"], work["cito:extends"]
    ('thing:dcgan', [{'@id': 'thing:gan'}])
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    nodes = {"@context": _CONTEXT, "@graph": list(_nodes(base, papers))}
    return json.dumps(nodes, ensure_ascii=False, indent=1) + "\n"


def _nodes(base: KnowledgeBase, papers: list[Paper]) -> Iterator[Node]:
    chosen = {paper.id for paper in papers}
    links = [x for x in base.links.values() if x.subject in chosen and x.object in chosen]
    for paper in papers:
        yield _work(base, paper, [link for link in links if link.subject == paper.id])
    for person in dict.fromkeys(person for paper in papers for person in paper.people):
        yield _person(base.people[person])
    for link in links:
        yield _statement(link)
    for source in dict.fromkeys(item.source for link in links for item in link.evidence):
        if source in base.sources:  # else it is a work
            yield _source(base.sources[source])
    for type_, wider in _WIDER.items():
        yield {"@id": IRI[type_], "@type": "rdf:Property", "rdfs:subPropertyOf": {"@id": wider}}


def _work(base: KnowledgeBase, paper: Paper, links: list[Link]) -> Node:
    cites = [_thing(cited) for cited in paper.cites]
    node: Node = {
        **_thing(paper.id),
        "@type": [_TYPES[paper.kind], "prov:Entity"],
        "name": [paper.title, *_chinese(paper.title_zh)],
        "alternateName": [*paper.aliases.en, *(node for name in paper.aliases.zh for node in _chinese(name))],
        "author": [_thing(person) for person in paper.people],
        "datePublished": paper.date,
        "isPartOf": {"@type": "CreativeWork", "name": paper.venue},
        "identifier": [_identifier(scheme, value) for scheme, value in paper.ids.items()],
        "sameAs": _addresses(paper),
        "description": _in_both(paper.summary),
        "award": [award.name.en for award in base.awards_for(paper.id)],
        "citation": cites,
        "cito:cites": cites,
    }
    for link in links:
        if link.status == "accepted":
            node.setdefault(_predicate(link), []).append(_thing(link.object))
    return {key: value for key, value in node.items() if value}


def _statement(link: Link) -> Node:
    """A link as an rdf:Statement, and as a citation in CiTO's words where it is one."""
    predicate = {"@id": _predicate(link)}
    node: Node = {
        "@id": f"urn:timetested:link:{link.id}",
        "@type": ["rdf:Statement", "prov:Entity"],
        "rdf:subject": _thing(link.subject),
        "rdf:predicate": predicate,
        "rdf:object": _thing(link.object),
        "kb:status": link.status,
        "description": _in_both(link.why),
        "kb:evidence": [_evidence(item) for item in link.evidence],
        "prov:wasDerivedFrom": [_thing(s) for s in dict.fromkeys(e.source for e in link.evidence)],
    }
    if "/cito/" in IRI[link.type] or link.type in _WIDER:
        node["@type"].append("cito:Citation")
        node["cito:hasCitingEntity"] = node["rdf:subject"]
        node["cito:hasCitedEntity"] = node["rdf:object"]
        also = [{"@id": _ALSO[link.type]}] if link.type in _ALSO else []
        node["cito:hasCitationCharacterization"] = [predicate, *also]
    return node


def _evidence(item: Evidence) -> Node:
    return {
        "@type": "prov:Entity",
        "prov:hadPrimarySource": _thing(item.source),
        "kb:where": item.where,
        "description": _in_both(item.says),
        "kb:supports": item.supports,
        "kb:checked": item.checked,
        "dateModified": item.date,
    }


def _person(person: Person) -> Node:
    other = [
        *person.variants,
        *_chinese(person.name_in("zh") if person.name_in("zh") != person.name else None),
    ]
    node: Node = {
        **_thing(person.id),
        "@type": ["Person", "prov:Person"],
        "name": person.name,
        "givenName": person.given,
        "familyName": person.family,
        "alternateName": [*([person.native] if person.native else []), *other],
    }
    return {key: value for key, value in node.items() if value}


def _source(source: Source) -> Node:
    node: Node = {
        **_thing(source.id),
        "@type": ["CreativeWork", "prov:Entity"],
        "name": _in_both(source.title),
        "kb:authorName": source.author,
        "datePublished": source.date,
        "inLanguage": source.language,
        "url": _address(source.url) if source.url else None,
    }
    return {key: value for key, value in node.items() if value}


def _thing(id_: str) -> Node:
    return {"@id": f"thing:{id_}"}


def _predicate(link: Link) -> str:
    """The IRI of a link's type, short where the context has a prefix."""
    iri = IRI[link.type]
    for prefix in ("cito", "prov"):
        iri = iri.replace(str(_CONTEXT[prefix]), f"{prefix}:")
    return iri


def _in_both(text: Text) -> list[Node]:
    return [{"@value": text[language], "@language": language} for language in ("en", "zh")]


def _chinese(text: str | None) -> list[Node]:
    return [{"@value": text, "@language": "zh"}] if text else []


def _identifier(scheme: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _addresses(paper: Paper) -> list[str]:
    known: Iterable[str] = (RESOLVERS[s].format(v) for s, v in paper.ids.items() if s in RESOLVERS)
    return list(dict.fromkeys(map(_address, (*known, *(v.url for v in paper.versions if v.url)))))


def _address(url: str) -> str:
    """An address as an IRI: what an IRI may not hold (< > " space in some DOIs) is percent-encoded."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~", encoding="utf-8")
