"""Questions in Cypher over works, people and awards, answered by the engine ladybug (extra ``query``).

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
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.cypher_patterns import WORKS
from kb.cypher_process import OUT_OF_MEMORY, OUT_OF_TIME
from kb.cypher_text import read
from kb.cypher_tokens import Query
from kb.errors import CannotRun, UsageError
from kb.link import LINK_TYPES
from kb.spelling import nearest

SECONDS = 10.0
MEMORY = 2 * 1024**3  # bytes of address space; a query over a few thousand works needs a tenth of it
RELATIONS = (*(name.upper() for name in LINK_TYPES), "CITES", "WROTE", "PRIZES")
_NAMED = dict.fromkeys(("id", "kind", "label", "label_zh"), "STRING")
_WORK = {**_NAMED, "title": "STRING", "date": "STRING", "year": "INT64", "topic": "STRING"}
#: What a node of each label has, and what a relation has.
COLUMNS = {
    **dict.fromkeys(WORKS, _WORK),
    "Person": _NAMED,
    "Award": {**_NAMED, "date": "STRING", "year": "INT64", "series": "STRING", "organisation": "STRING"},
}
OF_RELATIONS = dict.fromkeys(("id", "type", "status", "why", "checked"), "STRING")
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

    Links are the accepted ones, and MISATTRIBUTED; with ``include_disputed`` all. As in openCypher no
    relation stands for two arrows of one MATCH, while two variables may be one node. Raises UsageError for
    labels, relations, properties and functions that do not exist, for what would write or leave the machine,
    for more than six hops, and for what the engine cannot read; CannotRun where it is not installed or at a
    limit.

    >>> query(base, "MATCH (a:Paper {id: 'gan'}) RETURN a.label, a.year").rows  # doctest: +SKIP
    ({'a.label': 'GAN', 'a.year': 2014},)
    """
    asked = read(text, frozenset(RELATIONS))
    if find_spec("ladybug") is None:
        raise CannotRun("ladybug is not installed, and Cypher needs it: pip install 'timetested[query]'")
    told = graph(base, include_disputed=include_disputed)
    question = {"query": asked.text, "graph": told, "memory": memory, "seconds": seconds}
    return table(asked, _in_a_process(question, seconds))


def graph(base: KnowledgeBase, *, include_disputed: bool = False) -> dict[str, Any]:
    """The labelled graph that queries run over, as plain rows: nodes by label, relations by type and labels.

    >>> [row for row in graph(base)["nodes"]["Person"] if row[0] == "alex-graves"][0][:3]
    ['alex-graves', 'person', 'Alex Graves']
    """
    nodes: dict[str, list[list[Any]]] = {label: [] for label in COLUMNS}
    labels: dict[str, str] = {}
    for label, told in _nodes(base):
        nodes[label].append([told.get(name) for name in COLUMNS[label]])
        labels[told["id"]] = label
    rows: dict[str, dict[tuple[str, str], list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for relation, start, end, told in _relations(base, include_disputed):
        told = {"id": f"{start} {relation} {end}", "type": relation.lower(), **told}
        row = [start, end, *(told.get(name) for name in OF_RELATIONS)]
        rows[relation][labels[start], labels[end]].append(row)
    relations = {
        name: {
            "columns": OF_RELATIONS,
            "ends": _ends(name),
            "rows": [[*ends, listed] for ends, listed in rows[name].items()],
        }
        for name in RELATIONS
    }
    return {"columns": COLUMNS, "nodes": nodes, "relations": relations}


def _ends(relation: str) -> list[tuple[str, str]]:
    """From which labels to which a relation can run."""
    starts = {"WROTE": ("Person",), "PRIZES": ("Award",)}.get(relation, WORKS)
    return [(a, b) for a in starts for b in ((*WORKS, "Person") if relation == "PRIZES" else WORKS)]


def _nodes(base: KnowledgeBase) -> Iterator[tuple[str, Row]]:
    for paper in base.papers.values():
        told = {"id": paper.id, "kind": paper.kind, "label": paper.name, "label_zh": paper.name_in("zh")}
        dated = {"title": paper.title, "date": paper.date, "year": paper.year, "topic": paper.topic}
        yield paper.kind.capitalize(), told | dated
    for person in base.people.values():
        label_zh = person.name_in("zh")
        yield "Person", {"id": person.id, "kind": "person", "label": person.name, "label_zh": label_zh}
    for award in base.awards.values():
        told = {"id": award.id, "kind": "award", "label": award.name.en, "label_zh": award.name.zh}
        given = {"series": award.series, "organisation": award.organisation}
        yield "Award", {**told, **given, "date": award.date, "year": int(award.date[:4])}


def _relations(base: KnowledgeBase, include_disputed: bool) -> Iterator[tuple[str, str, str, Row]]:
    for link in base.links.values():
        if include_disputed or link.status == "accepted" or link.type == "misattributed":
            told = {"id": link.id, "status": link.status, "why": link.why.en}
            yield link.type.upper(), link.subject, link.object, told
    for paper in base.papers.values():
        checked = {"checked": paper.cites_checked}
        yield from (("CITES", paper.id, cited, checked) for cited in dict.fromkeys(paper.cites))
        yield from (("WROTE", person, paper.id, {}) for person in dict.fromkeys(paper.people))
    for award in base.awards.values():
        yield from (("PRIZES", award.id, prized, {}) for prized in base.prized(award))


def table(asked: Query, answer: Row) -> Table:
    """The engine's answer under the names that were asked for. Raises UsageError where it refused.

    >>> table(read("RETURN 1 AS one", frozenset()), {"columns": ["one"], "rows": [[1]]}).rows
    ({'one': 1},)
    """
    if "refused" in answer:
        raise UsageError(refusal(asked, answer["refused"]))
    names = asked.columns or tuple(answer["columns"])
    rows = tuple(dict(zip(names, row, strict=True)) for row in answer["rows"])
    if asked.columns is None:
        names = tuple(name for name in names if not name.startswith("_"))
        rows = tuple({name: row[name] for name in names} for row in rows)
    return Table(names, rows)


def refusal(asked: Query, said: str) -> str:
    """One line about what the engine refused: where in the query as asked, and what to write instead.

    >>> refusal(read("RETURN a.yaer", frozenset()), "Binder exception: Cannot find property yaer for a.")
    "a has no property 'yaer'; did you mean year?"
    """
    if said.startswith("more than"):
        return f"the answer has {said}; add LIMIT, or COUNT them"
    if place := re.search(r"\(line: (\d+), offset: (\d+)\)", said):
        lines = asked.text.splitlines(keepends=True)
        return _unreadable(asked, asked.place(sum(map(len, lines[: int(place[1]) - 1])) + int(place[2])))
    if found := re.search(r"Cannot find property (\S+) for (\S+)\.", said):
        return _no_property(found[2], found[1])
    if found := re.search(r"Variable (\S+) is not in scope", said):
        return f"{found[1]!r} is not known here: name it in MATCH, and after DISTINCT or WITH in RETURN too"
    if found := re.search(r"function (\S+) does not exist", said):
        return f"there is no function {found[1].lower()}() here"
    if found := re.search(r'Could not convert "(.*)" to (\S+?)\.', said):
        return f"a text is compared with a number ({found[1]!r}): write numbers bare and texts in quotes"
    words = " ".join((said.partition(": ")[2] or said).split())
    return f"the query cannot be answered: {words[:160]} (see `kb query --help`)"


def _unreadable(asked: Query, offset: int) -> str:
    if offset >= len(asked.asked.rstrip()):
        return f"the query ends too early: {asked.asked.strip()[-20:]!r} (see `kb query --help`)"
    line = asked.asked.count("\n", 0, offset) + 1
    column = offset - asked.asked.rfind("\n", 0, offset)
    rest = asked.asked[offset:][:20]
    return f"the query cannot be read from line {line}, column {column}: {rest!r} (see `kb query --help`)"


def _no_property(of: str, name: str) -> str:
    owners = ["Work" if label in WORKS else label for label, columns in COLUMNS.items() if name in columns]
    owners += ["relations"] if name in OF_RELATIONS else []
    if owners:
        return f"{of} has no property {name!r}, which belongs to {', '.join(dict.fromkeys(owners))}"
    known = sorted({*OF_RELATIONS, *(column for columns in COLUMNS.values() for column in columns)})
    near = nearest(name, known, 1)
    tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
    return f"{of} has no property {name!r}; {tip}"


def _in_a_process(question: Row, seconds: float) -> Row:
    """What `kb.cypher_process` answers. Raises CannotRun at a limit."""
    package = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    too_long = (
        f"the query took longer than {seconds:g} s and was stopped; "
        "join its patterns, name labels and relations, or ask for fewer hops"
    )
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kb.cypher_process"],
            input=json.dumps(question),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds + 5,  # the engine stops by itself; this is for what it does not notice
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRun(too_long) from None
    if ended.returncode == OUT_OF_TIME:
        raise CannotRun(too_long)
    if ended.returncode == OUT_OF_MEMORY or ended.returncode < 0:  # or killed by the system for it
        raise CannotRun("the query needed more memory than a query may have; ask for less at once")
    if ended.returncode:
        raise CannotRun(f"the engine failed: {(ended.stderr.splitlines() or ['no message'])[-1]}")
    answer: Row = json.loads(ended.stdout)
    return answer
