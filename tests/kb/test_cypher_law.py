"""Random small queries over random small graphs, held against a matcher that tries every assignment.

The matcher below knows nothing of the engine: it walks all nodes and edges and follows openCypher's rules (no
edge twice in one pattern, null is neither true nor false).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from kb import cypher
from kb.cypher import COLUMNS, OF_RELATIONS, RELATIONS, table
from kb.cypher_text import read

pytestmark = pytest.mark.skipif(not cypher.find_spec("ladybug"), reason="ladybug is an extra (query)")
GRAPHS, QUERIES = 4, 60
KINDS = {"Work": ("Paper", "Dataset", "System", "Film")}
STARTS = {"WROTE": ("Person",), "PRIZES": ("Award",)}
YEARS = (1999, 2014, 2015, 2020)
Node = dict[str, Any]


@dataclass(frozen=True)
class Edge:
    start: str
    end: str
    type: str
    told: tuple[tuple[str, Any], ...]


# -- graphs -----------------------------------------------------------------------------------------


def random_graph(rng: random.Random) -> tuple[dict[str, Node], list[Edge]]:
    nodes: dict[str, Node] = {}
    for number in range(9):
        label = rng.choice(["Paper", "Paper", "Paper", "Dataset", "Person", "Award"])
        made = {"id": f"n{number}", "kind": label.lower(), "label": rng.choice(["Lamp", "lamp", "Wick's"])}
        extra = {"date": "2014", "year": rng.choice(YEARS), "topic": rng.choice([None, "light", "oil"])}
        nodes[f"n{number}"] = {"__label": label} | {
            name: value for name, value in (made | extra).items() if name in COLUMNS[label]
        }
    edges = []
    for number in range(26):
        kind = rng.choice(["CITES", "CITES", "BUILDS_ON", "IMPROVES", "WROTE", "PRIZES"])
        starts = [n for n, v in nodes.items() if v["__label"] in STARTS.get(kind, KINDS["Work"])]
        ends = [n for n, v in nodes.items() if v["__label"] in KINDS["Work"]]
        if starts and ends:
            told = {
                "id": f"e{number}",
                "type": kind.lower(),
                "status": rng.choice([None, "accepted", "told"]),
            }
            start, end = rng.choice(starts), rng.choice(ends)
            if start != end:  # no work is linked with itself
                edges.append(Edge(start, end, kind, tuple(told.items())))
    return nodes, edges


def engine(nodes: dict[str, Node], edges: list[Edge]) -> Any:
    from kb.cypher_process import Engine

    def rows(name: str) -> list[list[Any]]:
        grouped: dict[tuple[str, str], list[list[Any]]] = {}
        for edge in (e for e in edges if e.type == name):
            ends = (nodes[edge.start]["__label"], nodes[edge.end]["__label"])
            told = dict(edge.told)
            grouped.setdefault(ends, []).append(
                [edge.start, edge.end, *(told.get(column) for column in OF_RELATIONS)]
            )
        return [[*ends, listed] for ends, listed in grouped.items()]

    works = KINDS["Work"]
    return Engine(
        {
            "columns": COLUMNS,
            "nodes": {
                label: [[n.get(c) for c in told] for n in nodes.values() if n["__label"] == label]
                for label, told in COLUMNS.items()
            },
            "relations": {
                name: {
                    "columns": OF_RELATIONS,
                    "ends": [(a, b) for a in STARTS.get(name, works) for b in works],
                    "rows": rows(name),
                }
                for name in RELATIONS
            },
        },
        10,
    )


# -- queries ----------------------------------------------------------------------------------------

Truth = bool | None
Row = dict[str, Any]  # a name, and the node or edge that it stands for
Condition = Callable[[Row], Truth]


@dataclass(frozen=True)
class Step:
    """An arrow: types (none: any), direction (1 with, -1 against, 0 either), hops (from 1 to most)."""

    name: str
    types: tuple[str, ...]
    direction: int
    most: int | None


def value(row: Row, name: str) -> Any:
    who, _, what = name.partition(".")
    found = row[who]
    return found.get(what) if isinstance(found, dict) else dict(found.told).get(what)


def comparison(rng: random.Random, nodes: list[str], edges: list[str]) -> tuple[str, Condition]:
    a = rng.choice(nodes)
    pick = rng.randrange(8)
    if pick == 0 and edges:
        name = f"{rng.choice(edges)}.status"
        return f"{name} = 'accepted'", lambda row: compared(value(row, name), "accepted", lambda x, y: x == y)
    if pick == 1 and len(nodes) > 1:
        b = rng.choice(nodes)
        return f"{a}.year < {b}.year", lambda row: compared(
            value(row, f"{a}.year"), value(row, f"{b}.year"), lambda x, y: x < y
        )
    if pick == 2:
        return f"{a}.topic IS NULL", lambda row: value(row, f"{a}.topic") is None
    if pick == 3:
        among = rng.sample(YEARS, 2)
        return f"{a}.year IN [{among[0]}, {among[1]}]", lambda row: compared(
            value(row, f"{a}.year"), among, lambda x, y: x in y
        )
    if pick == 4:
        return f"{a}.label STARTS WITH 'La'", lambda row: value(row, f"{a}.label").startswith("La")
    if pick == 5:
        return f"{a}.label CONTAINS 'k\\'s'", lambda row: "k's" in value(row, f"{a}.label")
    if pick == 6:
        return f'{a}.topic <> "oil"', lambda row: compared(
            value(row, f"{a}.topic"), "oil", lambda x, y: x != y
        )
    sign, year = rng.choice(["<", "<=", ">", ">=", "=", "<>"]), rng.choice(YEARS)
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y,
        ">=": lambda x, y: x >= y, "=": lambda x, y: x == y, "<>": lambda x, y: x != y,
    }  # fmt: skip
    return f"{a}.year {sign} {year}", lambda row: compared(value(row, f"{a}.year"), year, tests[sign])


def compared(x: Any, y: Any, test: Callable[[Any, Any], bool]) -> Truth:
    return None if x is None or y is None else test(x, y)


def condition(
    rng: random.Random, nodes: list[str], edges: list[str], depth: int = 2
) -> tuple[str, Condition]:
    pick = rng.choice(["and", "or", "not", "plain"]) if depth else "plain"
    if pick == "plain":
        return comparison(rng, nodes, edges)
    text, holds = condition(rng, nodes, edges, depth - 1)
    if pick == "not":
        return f"NOT ({text})", lambda row: None if (truth := holds(row)) is None else not truth
    other_text, other = condition(rng, nodes, edges, depth - 1)

    def both(row: Row) -> Truth:
        truths = (holds(row), other(row))
        return False if False in truths else None if None in truths else True

    def either(row: Row) -> Truth:
        truths = (holds(row), other(row))
        return True if True in truths else None if None in truths else False

    bracketed = rng.random() < 0.5 or " OR " in text + other_text
    parts = [f"({part})" if bracketed else part for part in (text, other_text)]
    return f" {pick.upper()} ".join(parts), both if pick == "and" else either


@dataclass(frozen=True)
class Question:
    """A query as text and as what the matcher needs."""

    pattern: tuple[tuple[str, str | None, Row], ...]  # name, label, properties
    steps: tuple[Step, ...]
    where: Condition
    text: str
    columns: tuple[str, ...]
    distinct: bool
    count: str | None
    order: str | None
    limit: int | None


def question(rng: random.Random) -> Question:
    hops = rng.randrange(3)
    names = ["a", "b", "c"][: hops + 1]
    pattern = []
    for name in names:
        label = rng.choice([None, "Work", "Work", "Paper", "Person"])
        told: Row = {"label": "Lamp"} if rng.random() < 0.12 else {}
        pattern.append((name, label, told))
    steps = tuple(
        Step(
            f"r{number}",
            rng.choice([(), ("CITES",), ("BUILDS_ON", "IMPROVES"), ("WROTE",), ("CITES", "BUILDS_ON")]),
            rng.choice([1, 1, -1, 0]),
            rng.choice([None, None, None, 2]),
        )
        for number in range(hops)
    )
    text = "MATCH " + node_text(pattern[0])
    for number, (step, end) in enumerate(zip(steps, pattern[1:], strict=True)):
        if number and not (set(step.types) & set(steps[0].types)) and step.types and steps[0].types:
            text += f" MATCH ({pattern[number][0]})"  # no relation is in both, so the rows are the same
        text += step_text(step) + node_text(end)
    # Only works and awards have years and topics: ask those that may have them.
    dated = [n for n, label, _ in pattern if label != "Person"]
    where: Condition = lambda row: True  # noqa: E731
    if dated and rng.random() < 0.85:
        words, where = condition(rng, dated, [s.name for s in steps if s.most is None])
        text += f" WHERE {words}"
    key = f"{rng.choice(names)}.{rng.choice(['id', 'kind', 'label'])}"
    columns = [key] if rng.random() < 0.4 else list(dict.fromkeys([*(f"{n}.id" for n in names), key]))
    count = rng.choice(
        [None, None, "COUNT(*)", f"COUNT({names[-1]}.topic)", f"COUNT(DISTINCT {names[0]}.id)"]
    )
    if count and "topic" in count and pattern[-1][1] == "Person":
        count = "COUNT(*)"
    if count:
        columns = [key]
    distinct = count is None and rng.random() < 0.4
    order = rng.choice([None, columns[0], f"{columns[0]} DESC"])
    limit = rng.choice([None, None, 3])
    text += f" RETURN {'DISTINCT ' if distinct else ''}{', '.join([*columns, *([count] if count else [])])}"
    text += (f" ORDER BY {order}" if order else "") + (f" LIMIT {limit}" if limit else "")
    return Question(tuple(pattern), steps, where, text, tuple(columns), distinct, count, order, limit)


def node_text(node: tuple[str, str | None, Row]) -> str:
    name, label, told = node
    inner = "".join(f" {{{key}: '{told[key]}'}}" for key in told)
    return f"({name}{':' + label if label else ''}{inner})"


def step_text(step: Step) -> str:
    hops = f"*1..{step.most}" if step.most else ""
    types = ":" + "|".join(step.types) if step.types else ""
    inner = f"-[{step.name}{types}{hops}]-"
    return f"<{inner}" if step.direction < 0 else f"{inner}>" if step.direction else inner


# -- the matcher ------------------------------------------------------------------------------------


def matches(asked: Question, nodes: dict[str, Node], edges: list[Edge]) -> Iterator[Row]:
    def fits(node: Node, place: int) -> bool:
        _, label, told = asked.pattern[place]
        right = label is None or node["__label"] in KINDS.get(label, (label,))
        return right and all(node.get(key) == wanted for key, wanted in told.items())

    def walks(at: str, step: Step, used: frozenset[Edge], left: int) -> Iterator[tuple[str, frozenset[Edge]]]:
        for edge in edges:
            if edge in used or (step.types and edge.type not in step.types):
                continue
            ways = {1: [(edge.start, edge.end)], -1: [(edge.end, edge.start)]}.get(
                step.direction, [(edge.start, edge.end), (edge.end, edge.start)]
            )
            for near, far in ways:
                if near == at:
                    yield far, used | {edge}
                    if left > 1:
                        yield from walks(far, step, used | {edge}, left - 1)

    def onward(row: Row, at: str, place: int, used: frozenset[Edge]) -> Iterator[Row]:
        if place == len(asked.pattern):
            yield row
            return
        step = asked.steps[place - 1]
        for far, taken in walks(at, step, used, step.most or 1):
            if fits(nodes[far], place):
                told: Row = {asked.pattern[place][0]: nodes[far]}
                if step.most is None:
                    told[step.name] = next(iter(taken - used))
                yield from onward(row | told, far, place + 1, taken)

    for id_, node in nodes.items():
        if fits(node, 0):
            yield from onward({asked.pattern[0][0]: node}, id_, 1, frozenset())


def expected(asked: Question, nodes: dict[str, Node], edges: list[Edge]) -> list[tuple[Any, ...]]:
    """All rows, before ORDER BY and LIMIT."""
    found = [row for row in matches(asked, nodes, edges) if asked.where(row)]
    if asked.count:
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in found:
            groups.setdefault(tuple(value(row, c) for c in asked.columns), []).append(row)
        return [(*key, counted(asked.count, group)) for key, group in groups.items()]
    rows = [tuple(value(row, c) for c in asked.columns) for row in found]
    return list(dict.fromkeys(rows)) if asked.distinct else rows


def counted(how: str, rows: list[Row]) -> int:
    inner = how[6:-1].removeprefix("DISTINCT ")
    if inner == "*":
        return len(rows)
    values = [v for row in rows if (v := value(row, inner)) is not None]
    return len(set(values)) if "DISTINCT" in how else len(values)


@pytest.mark.parametrize("seed", range(GRAPHS))
def test_random_queries_are_answered_as_by_trying_every_assignment(seed: int) -> None:
    rng = random.Random(seed)
    nodes, edges = random_graph(rng)
    asks = engine(nodes, edges)
    with_rows = 0
    for _ in range(QUERIES):
        asked = question(rng)
        read_so = read(asked.text, frozenset(RELATIONS))
        answer = table(read_so, asks.run(read_so.text))
        rows = [tuple(row[name] for name in answer.columns) for row in answer.rows]
        whole = expected(asked, nodes, edges)
        with_rows += bool(whole)
        if asked.order:
            keys = sorted((row[0] for row in whole), reverse=asked.order.endswith("DESC"))
            assert [row[0] for row in rows] == keys[: asked.limit], asked.text
        if asked.limit is None:
            assert Counter(rows) == Counter(whole), asked.text
        else:
            assert len(rows) == min(asked.limit, len(whole)), asked.text
            assert not Counter(rows) - Counter(whole), asked.text

    assert with_rows > QUERIES / 3  # many of the questions have answers
