"""Questions in Cypher over works, people and awards, answered by the library grand-cypher (extra ``query``).

Nodes: ``Work`` (every work; also ``Paper``, ``Dataset``, ``System`` or ``Film``), ``Person``, ``Award``.
Relations run as the facts say: ``(later)-[:BUILDS_ON]->(earlier)`` and so for every link type,
``(citing)-[:CITES]->(cited)``, ``(person)-[:WROTE]->(work)``, ``(award)-[:PRIZES]->(work or person)``.

A query runs in a process of its own with a limit of time and memory, since one line of Cypher can ask for
more pairs than there is memory for, and no thread could stop it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import CannotRun, UsageError
from kb.graph import link_attributes, work_attributes
from kb.link import LINK_TYPES
from kb.spelling import nearest

MOST_HOPS = 6
SECONDS = 10.0
MEMORY = 2 * 1024**3  # bytes of address space; a query over a few thousand works needs a tenth of it
LABELS = ("Work", "Paper", "Dataset", "System", "Film", "Person", "Award")
RELATIONS = (*(name.upper() for name in LINK_TYPES), "CITES", "WROTE", "PRIZES")
PROPERTIES = (
    "id", "kind", "label", "label_zh", "title", "date", "year", "topic", "series", "organisation",
    "type", "status", "why", "checked",
)  # fmt: skip
OUT_OF_MEMORY = 3  # the exit code by which the process says so
#: Names in the data of the graph on its way to the process; none may be a property.
NODE_LINK: dict[str, Any] = {"edges": "edges", "name": "__node__", "key": "__key__"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """What a query returned: columns in the order of RETURN, and rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def query(
    base: KnowledgeBase,
    text: str,
    *,
    include_disputed: bool = False,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Table:
    """The answer to a query that begins with MATCH and ends with RETURN (and ORDER BY, SKIP, LIMIT).

    Links are the accepted ones, and MISATTRIBUTED; with ``include_disputed`` all. Strings stand in single or
    double quotes. Refused with UsageError, rather than answered wrongly or never: labels, relations and
    properties that do not exist, relations without a direction, two relations from one variable to another,
    more than MOST_HOPS hops, and what grand-cypher cannot read (there is no OPTIONAL MATCH, WITH, UNWIND,
    comma between patterns, unbounded ``*``, RETURN *, or anything that writes). Two variables never mean the
    same node. Raises CannotRun where grand-cypher is not installed or a limit is reached.

    >>> query(base, "MATCH (a:Paper {id: 'gan'}) RETURN a.label, a.year").rows  # doctest: +SKIP
    ({'a.label': 'GAN', 'a.year': 2014},)
    """
    if find_spec("grandcypher") is None:
        raise CannotRun("grand-cypher is not installed, and Cypher needs it: pip install 'timetested[query]'")
    asked = _double_quoted(text).rstrip().removesuffix(";")
    _check(asked)
    asked, skip, limit = _without_limit(asked)
    host = host_graph(base, include_disputed=include_disputed)
    question = {"query": asked, "graph": nx.node_link_data(host, **NODE_LINK), "memory": memory}
    answer = _in_a_process(question, seconds)
    rows = answer["rows"][skip:] if limit is None else answer["rows"][skip : skip + limit]
    return Table(_as_returned(asked, answer["columns"]), tuple(rows))


def host_graph(base: KnowledgeBase, *, include_disputed: bool = False) -> nx.MultiDiGraph[str]:
    """The labelled graph that queries run over; labels are lists under ``__labels__``.

    >>> host_graph(base).edges["alex-graves", "ntm", "alex-graves WROTE ntm"]["__labels__"]
    ['WROTE']
    """
    host: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    host.add_nodes_from(_nodes(base))
    for link in base.links.values():
        if include_disputed or link.status == "accepted" or link.type == "misattributed":
            told = {**link_attributes(link), "id": link.id, "__labels__": [link.type.upper()]}
            host.add_edge(link.subject, link.object, key=link.id, **told)
    for source, relation, target, checked in _relations(base):
        told = {"__labels__": [relation], "type": relation.lower(), "checked": checked}
        host.add_edge(source, target, key=f"{source} {relation} {target}", **told)
    return host


def _nodes(base: KnowledgeBase) -> Iterator[tuple[str, dict[str, Any]]]:
    for paper in base.papers.values():
        labels = ["Work", paper.kind.capitalize()]
        told = {"id": paper.id, **work_attributes(paper), "label_zh": paper.name_in("zh")}
        yield paper.id, {**told, "__labels__": labels}
    for person in base.people.values():
        told = {"id": person.id, "kind": "person", "label": person.name, "label_zh": person.name_in("zh")}
        yield person.id, {**told, "__labels__": ["Person"]}
    for award in base.awards.values():
        yield (
            award.id,
            {
                "id": award.id,
                "kind": "award",
                "label": award.name.en,
                "label_zh": award.name.zh,
                "date": award.date,
                "year": int(award.date[:4]),
                "series": award.series,
                "organisation": award.organisation,
                "__labels__": ["Award"],
            },
        )


def _relations(base: KnowledgeBase) -> Iterator[tuple[str, str, str, str | None]]:
    for paper in base.papers.values():
        yield from ((paper.id, "CITES", cited, paper.cites_checked) for cited in dict.fromkeys(paper.cites))
        yield from ((person, "WROTE", paper.id, None) for person in dict.fromkeys(paper.people))
    for award in base.awards.values():
        yield from ((award.id, "PRIZES", prized, None) for prized in base.prized(award))


def _double_quoted(text: str) -> str:
    """Strings in single quotes become strings in double quotes, the only ones that grand-cypher reads.

    >>> _double_quoted("a.id = 'gan'")
    'a.id = "gan"'
    """
    parts = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", text)
    return "".join(_quoted(part[1:-1]) if part.startswith("'") else part for part in parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\'", "'").replace('"', '\\"') + '"'


def _without_limit(text: str) -> tuple[str, int, int | None]:
    """The query without SKIP and LIMIT, and these: grand-cypher 1.2 applies LIMIT before it counts.

    >>> _without_limit("MATCH (a) RETURN COUNT(a) SKIP 0 LIMIT 1")
    ('MATCH (a) RETURN COUNT(a)', 0, 1)
    """
    ending = re.search(r"(?:\s+skip\s+(\d+))?(?:\s+limit\s+(\d+))?\s*$", text, re.IGNORECASE)
    assert ending is not None
    return text[: ending.start()], int(ending[1] or 0), int(ending[2]) if ending[2] else None


def _as_returned(text: str, columns: list[str]) -> tuple[str, ...]:
    """Columns in the order of RETURN; grand-cypher puts functions first.

    >>> _as_returned("MATCH (a)-[r]->(b) RETURN a.id, type( r ), b.id AS c", ["type(r)", "a.id", "c"])
    ('a.id', 'type(r)', 'c')
    """
    clause = re.split(r"\breturn\b", text, flags=re.IGNORECASE)[-1]
    clause = re.sub(r"^\s*distinct\b|\border\s+by\b.*", "", clause, flags=re.IGNORECASE | re.DOTALL)
    items = [re.split(r"\bas\b", item, flags=re.IGNORECASE)[-1] for item in re.split(r",(?![^(]*\))", clause)]
    asked = ["".join(item.split()).lower() for item in items]
    place = {name: asked.index(name.lower()) if name.lower() in asked else len(asked) for name in columns}
    return tuple(sorted(columns, key=lambda name: place[name]))


def _check(text: str) -> None:
    """Refuse what grand-cypher would answer with silence (no rows) or not within a lifetime."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    if not bare.strip():
        raise UsageError("the query is empty; try MATCH (a:Paper) RETURN a.id")
    for hops in re.findall(r"\*\s*(\d*\s*(?:\.\.)?\s*\d*)\s*\]", bare):
        last = re.fullmatch(r"\d+|\d+\s*\.\.\s*(\d+)", hops.strip())
        if last is None or int(last[1] or hops) > MOST_HOPS:
            raise UsageError(
                f"*{hops.strip()} may run too long; give a first and a last number of hops, "
                f"as in *1..{MOST_HOPS}, and {MOST_HOPS} at most"
            )
    if re.search(r"(?<![<-])-(?:\[[^\]]*\])?-(?![->])|<-(?:\[[^\]]*\])?->", bare):
        raise UsageError("a relation needs a direction: write -[r]-> or <-[r]-, or ask twice")
    _check_pairs(bare)
    for names in re.findall(r"\(\s*\w*\s*:\s*([\w|]+)", bare):
        _known(names, LABELS, "label")
    for names in re.findall(r"\[\s*\w*\s*:\s*([\w|]+)", bare):
        _known(names, RELATIONS, "relation")
    for name in re.findall(r"\b[A-Za-z_]\w*\.([A-Za-z_]\w*)|[{,]\s*(\w+)\s*:", bare):
        _known(name[0] or name[1], PROPERTIES, "property")


def _check_pairs(bare: str) -> None:
    """Refuse two relations from one variable to another: grand-cypher 1.2 forgets one of them in silence."""
    seen: set[tuple[str, str]] = set()
    for pattern in re.findall(
        r"\bmatch\b(.*?)(?=\b(?:match|where|return)\b|$)", bare, re.IGNORECASE | re.DOTALL
    ):
        nodes = list(re.finditer(r"\(\s*(\w*)[^()]*\)", pattern))
        for left, right in pairwise(nodes):
            ends = (left[1], right[1])
            pair = ends[::-1] if "<" in pattern[left.end() : right.start()] else ends
            if all(pair) and pair in seen:
                raise UsageError(
                    f"two relations from {pair[0]} to {pair[1]} in one query are not answered; "
                    "give types in one relation, as in -[r:CITES|IMPROVES]->, or ask twice"
                )
            seen.add(pair)


def _known(names: str, known: tuple[str, ...], what: str) -> None:
    for name in names.split("|"):
        if name not in known:
            alike = next((k for k in known if k.lower() == name.lower()), None)
            near = [alike] if alike else nearest(name, known, 1)
            tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
            raise UsageError(f"unknown {what} {name!r} in the query; {tip}")


def _in_a_process(question: Row, seconds: float) -> Row:
    """What `kb.cypher_process` answers. Raises UsageError for its refusal, CannotRun at a limit."""
    package = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kb.cypher_process"],
            input=json.dumps(question),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRun(
            f"the query took longer than {seconds:g} s and was stopped; "
            "join its patterns, name labels and relations, or ask for fewer hops"
        ) from None
    if ended.returncode == OUT_OF_MEMORY or ended.returncode < 0:  # or killed by the system for it
        raise CannotRun("the query needed more memory than a query may have; ask for less at once")
    if ended.returncode:
        raise CannotRun(f"grand-cypher failed: {(ended.stderr.splitlines() or ['no message'])[-1]}")
    answer: Row = json.loads(ended.stdout)
    if "refused" in answer:
        raise UsageError(answer["refused"])
    return answer
