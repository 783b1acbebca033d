"""The process in which one Cypher query runs: JSON on stdin, JSON on stdout. :mod:`kb.cypher` starts it.

The graph is loaded anew for each query, which takes a tenth of a second, so nothing has to be kept fresh.
"""

from __future__ import annotations

import json
import sys
from typing import Any

OUT_OF_MEMORY = 3  # the exit codes by which the process says why it did not answer
OUT_OF_TIME = 4
MOST_ROWS = 100_000
POOL = 512 * 1024**2  # bytes for the engine's own buffers; it says so when they are full
SPACE = 1024**3  # bytes of addresses that it may reserve for tables
WORKS = ("Paper", "Dataset", "System", "Film")
_INNER = frozenset({"_ID", "_SRC", "_DST"})


def main() -> int:
    """Answer the question on stdin."""
    try:
        question = json.load(sys.stdin)
        _limit_memory(question["memory"])
        engine = Engine(question["graph"], question["seconds"])
        json.dump(engine.run(question["query"]), sys.stdout, ensure_ascii=False, default=str)
    except MemoryError:
        return OUT_OF_MEMORY
    except TimeoutError:
        return OUT_OF_TIME
    return 0


class Engine:
    """A graph in memory that answers queries; `kb.cypher.graph` says what a graph holds.

    >>> from kb.cypher import find_spec, graph
    >>> asked = "MATCH (a:Paper {id: 'gan'}) RETURN a.label"
    >>> find_spec("ladybug") is None or Engine(graph(base), 10).run(asked)["rows"] == [["GAN"]]
    True
    """

    def __init__(self, graph: dict[str, Any], seconds: float) -> None:
        import ladybug

        self._database = ladybug.Database(
            ":memory:", buffer_pool_size=POOL, max_num_threads=1, max_db_size=SPACE
        )
        self._connection = ladybug.Connection(self._database, num_threads=1)
        for table, columns in graph["columns"].items():
            told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            self._connection.execute(f"CREATE NODE TABLE {table} ({told}, PRIMARY KEY (id))")
        for table, relation in graph["relations"].items():
            self._create(table, relation)
        for table, rows in graph["nodes"].items():
            self._load(table, graph["columns"][table], rows)
        for table, relation in graph["relations"].items():
            for start, end, rows in relation["rows"]:
                self._load(table, {"source_id": "", "target_id": "", **relation["columns"]}, rows, start, end)
        self._connection.set_query_timeout(int(seconds * 1000))

    def run(self, text: str) -> dict[str, Any]:
        """Columns and rows, or the engine's reason to refuse. Raises MemoryError and TimeoutError."""
        try:
            found: Any = self._connection.execute(text)
        except RuntimeError as error:
            if str(error).startswith("Buffer manager exception"):
                raise MemoryError from error
            if str(error).startswith("Interrupted"):
                raise TimeoutError from error
            return {"refused": str(error)}
        if found.get_num_tuples() > MOST_ROWS:
            return {"refused": f"more than {MOST_ROWS:,} rows"}
        rows = [[plain(value) for value in row] for row in found.get_all()]
        return {"columns": found.get_column_names(), "rows": rows}

    def _create(self, table: str, relation: dict[str, Any]) -> None:
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in relation["ends"])
        told = ", ".join(f"{name} {kind}" for name, kind in relation["columns"].items())
        self._connection.execute(f"CREATE REL TABLE {table} ({ends}, {told})")

    def _load(self, table: str, columns: dict[str, str], rows: list[list[Any]], *ends: str) -> None:
        if not rows:
            return
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        names = ", ".join(f"row.{name}" for name in columns)
        where = " (from='{}', to='{}')".format(*ends) if ends else ""
        self._connection.execute(
            f"COPY {table} FROM (UNWIND $rows AS row RETURN {names}){where}", {"rows": told}
        )


def plain(value: Any) -> Any:
    """A value as JSON: a node or relation is its properties, with ``labels``; a path is both in turn.

    >>> plain({"_ID": {"offset": 1, "table": 0}, "_LABEL": "Film", "id": "her", "title": None})
    {'id': 'her', 'labels': ['Film', 'Work']}
    """
    if isinstance(value, dict):
        if "_NODES" in value:
            return {"nodes": plain(value["_NODES"]), "relations": plain(value["_RELS"])}
        inner = {name: plain(told) for name, told in value.items() if name not in _INNER and told is not None}
        label = inner.pop("_LABEL", None)
        return inner if label is None else {**inner, "labels": [label, *(["Work"] if label in WORKS else [])]}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def _limit_memory(most: int) -> None:
    """Where there is such a limit (Windows has none, macOS may refuse); the limit of time always holds."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    sys.exit(main())
