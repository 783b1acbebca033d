"""A JSON Schema of every facts file, from the records themselves, so that editors complete and check."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from kb.errors import UsageError
from kb.kinds import FILES
from kb.spelling import nearest

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(file: str) -> dict[str, Any]:
    """The JSON Schema of one facts file (``papers``, ``links.yaml``, ...). Raises UsageError for another.

    >>> schema("links")["$defs"]["Link"]["required"][:4]
    ['id', 'subject', 'type', 'object']
    """
    name = file if file.endswith(".yaml") else f"{file}.yaml"
    if name not in FILES:
        stems = [known.removesuffix(".yaml") for known in FILES]
        near = nearest(file, stems, 1)
        raise UsageError(
            f"no facts file {file!r}; " + (f"did you mean {near[0]}?" if near else ", ".join(stems))
        )
    kind: Any = FILES[name]
    return {"$schema": DIALECT, "title": name, **TypeAdapter(list[kind]).json_schema(by_alias=True)}
