"""The process in which one Cypher query runs: JSON on stdin, JSON on stdout. :mod:`kb.cypher` starts it."""

from __future__ import annotations

import json
import sys
from typing import Any

import networkx as nx

from kb.cypher import NODE_LINK, OUT_OF_MEMORY


def main() -> int:
    """Answer the question on stdin."""
    try:
        question = json.load(sys.stdin)
        _limit_memory(question["memory"])
        json.dump(run(question["graph"], question["query"]), sys.stdout, ensure_ascii=False, default=str)
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def run(graph: dict[str, Any], query: str) -> dict[str, Any]:
    """Columns and rows, or why the query is refused. Whatever the library raises is about the query.

    >>> from importlib.util import find_spec
    >>> from kb.cypher import host_graph
    >>> asked = nx.node_link_data(host_graph(base), **NODE_LINK), 'MATCH (a:Paper {id: "gan"}) RETURN a.label'
    >>> find_spec("grandcypher") is None or run(*asked)["rows"] == [{"a.label": "GAN"}]
    True
    """
    from grandcypher import GrandCypher  # type: ignore[import-untyped, unused-ignore]  # no stubs

    host = nx.node_link_graph(graph, **NODE_LINK)
    for _, told in [*host.nodes(data=True), *((key, data) for *key, data in host.edges(data=True))]:
        told["__labels__"] = set(told["__labels__"])
    try:
        found = GrandCypher(host).run(query)
    except MemoryError:
        raise
    except Exception as error:
        return {"refused": refusal(error, query)}
    columns = [str(name) for name in found]
    rows = [
        dict(zip(columns, map(plain, values), strict=True)) for values in zip(*found.values(), strict=True)
    ]
    return {"columns": columns, "rows": rows}


def refusal(error: Exception, query: str) -> str:
    """One line about an error: where it is, if the parser says so.

    >>> refusal(ValueError("no such function"), "MATCH (a) RETURN f(a)")
    'the query cannot be answered: no such function (see `kb query --help`)'
    """
    column = getattr(error, "column", None)
    if isinstance(column, int) and column > 0:
        lines = query.splitlines()
        line = int(getattr(error, "line", 1))
        rest = lines[line - 1][column - 1 :][:20] if 0 < line <= len(lines) else ""
        return f"the query cannot be read from line {line}, column {column}: {rest!r} (see `kb query --help`)"
    inner = getattr(error, "orig_exc", error)
    words = " ".join(str(inner).split()) or type(inner).__name__
    if getattr(error, "token", None) is not None:
        return f"the query ends too early: {query.strip()[-20:]!r} (see `kb query --help`)"
    return f"the query cannot be answered: {words[:160]} (see `kb query --help`)"


def plain(value: Any) -> Any:
    """A value as JSON: a node or relation is its properties, with ``labels`` as a list.

    >>> plain({"id": "gan", "__labels__": {"Work", "Paper"}})
    {'id': 'gan', 'labels': ['Paper', 'Work']}
    """
    if isinstance(value, dict):
        told = {str(name): plain(inner) for name, inner in value.items() if name != "__labels__"}
        return {**told, "labels": sorted(value["__labels__"])} if "__labels__" in value else told
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else value


def _limit_memory(most: int) -> None:
    """Where there is such a limit (Windows has none, macOS may refuse); the limit of time always holds."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    sys.exit(main())
