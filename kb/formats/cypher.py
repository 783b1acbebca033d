"""Cypher statements, for Neo4j and Memgraph: works and people as nodes, links as typed relations.

MERGE, so that running the file twice changes nothing. A relation runs from the later work to the earlier one,
as the link does; one statement a line, and every text is a literal.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from kb.base import KnowledgeBase
from kb.link import IRI, Link
from kb.paper import Paper

ABOUT = "Cypher statements that build the graph"
EXTENSION = ".cypher"
Value = str | int | None
#: What a node or a relation carries besides its id.
OF_WORK = ("kind", "label", "label_zh", "title", "date", "year", "topic", "venue", "arxiv", "doi")
OF_PERSON = ("name", "name_zh")
OF_LINK = ("status", "why", "why_zh", "iri", "evidence")


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None), their people, and the links among them.

    >>> print(write(base, ["gan", "dcgan"])[:30])
    MERGE (w:Work {id: "gan"}) SET
    >>> "MERGE (a)-[r:BUILDS_ON" in write(base, ["gan", "dcgan"])
    True
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    return "".join(f"{statement};\n" for statement in _statements(base, papers))


def _statements(base: KnowledgeBase, papers: list[Paper]) -> Iterator[str]:
    for paper in papers:
        yield _node("Work", "w", paper.id, _work(paper))
    for id_ in dict.fromkeys(person for paper in papers for person in paper.people):
        person = base.people[id_]
        yield _node("Person", "p", id_, {"name": person.name, "name_zh": person.name_in("zh")})
    for paper in papers:
        for place, person_id in enumerate(paper.people, 1):
            ends = f"MATCH (p:Person {_key(person_id)}), (w:Work {_key(paper.id)})"
            yield f"{ends} MERGE (p)-[:WROTE {{place: {place}}}]->(w)"
    chosen = {paper.id for paper in papers}
    for link in base.links.values():
        if link.subject in chosen and link.object in chosen:
            yield _relation(link)


def _work(paper: Paper) -> dict[str, Value]:
    return {
        "kind": paper.kind,
        "label": paper.name,
        "label_zh": paper.name_in("zh"),
        "title": paper.title,
        "date": paper.date,
        "year": paper.year,
        "topic": paper.topic,
        "venue": paper.venue,
        "arxiv": paper.ids.get("arxiv"),
        "doi": paper.ids.get("doi"),
    }


def _node(label: str, name: str, id_: str, values: dict[str, Value]) -> str:
    return f"MERGE ({name}:{label} {_key(id_)}) SET {_settings(name, values)}"


def _relation(link: Link) -> str:
    evidence = " | ".join(f"{e.source}, {e.where}: {e.says.en} ({e.checked})" for e in link.evidence)
    values: dict[str, Value] = {"status": link.status, "why": link.why.en, "why_zh": link.why.zh}
    values |= {"iri": IRI[link.type], "evidence": evidence}
    ends = f"MATCH (a:Work {_key(link.subject)}), (b:Work {_key(link.object)})"
    merged = f"MERGE (a)-[r:{link.type.upper()} {_key(link.id)}]->(b)"
    return f"{ends} {merged} SET {_settings('r', values)}"


def _key(id_: str) -> str:
    return f"{{id: {literal(id_)}}}"


def _settings(name: str, values: dict[str, Value]) -> str:
    return ", ".join(f"{name}.{key} = {literal(value)}" for key, value in values.items() if value is not None)


def literal(value: str | int) -> str:
    r"""A value as Cypher writes it; its escapes in texts are those of JSON.

    >>> print(literal('say "hi"\\n'))
    "say \"hi\"\\n"
    """
    return json.dumps(value, ensure_ascii=False)
