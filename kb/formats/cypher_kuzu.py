"""Cypher for Kuzu and what succeeds it: the tables that it wants first, then the statements of `cypher`.

Such a database has tables of a fixed form, one for each type of node and of link; where they are there
already, nothing is made twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kb.base import KnowledgeBase
from kb.formats import cypher
from kb.link import LINK_TYPES

ABOUT = "the same for Kuzu and its successors, with its tables"
EXTENSION = ".kuzu.cypher"


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """The tables, and then these works (all where None), their people, and the links among them.

    >>> print(write(base, ["gan", "dcgan"])[:38])
    CREATE NODE TABLE IF NOT EXISTS Work(i
    """
    return "".join(f"{statement};\n" for statement in _tables()) + cypher.write(base, works)


def _tables() -> Iterator[str]:
    yield f"CREATE NODE TABLE IF NOT EXISTS Work(id STRING PRIMARY KEY, {_columns(cypher.OF_WORK)})"
    yield f"CREATE NODE TABLE IF NOT EXISTS Person(id STRING PRIMARY KEY, {_columns(cypher.OF_PERSON)})"
    yield "CREATE REL TABLE IF NOT EXISTS WROTE(FROM Person TO Work, place INT64)"
    for type_ in LINK_TYPES:
        columns = _columns(("id", *cypher.OF_LINK))
        yield f"CREATE REL TABLE IF NOT EXISTS {type_.upper()}(FROM Work TO Work, {columns})"


def _columns(names: Collection[str]) -> str:
    return ", ".join(f"{name} {'INT64' if name == 'year' else 'STRING'}" for name in names)
