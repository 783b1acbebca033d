"""CITATION.cff: how a program or a data set asks to be cited, and what it cites itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from kb.errors import FactsInvalid, Problem
from kb.reference import Reference, References, identifiers, title_of, year_of

EXTENSION = ".cff"


def recognises(text: str) -> bool:
    """Whether some line gives the version of the format.

    >>> recognises("cff-version: 1.2.0"), recognises("version: 1.2.0")
    (True, False)
    """
    return bool(re.search(r"^cff-version:", text, re.MULTILINE))


def read(text: str) -> References:
    r"""What is preferred to be cited, else the thing itself, and its references.

    >>> found = read("cff-version: 1.2.0\ntitle: Code\npreferred-citation:\n  title: Moths\n  year: 1990\n")
    >>> [(entry.line, entry.title, entry.year) for entry in found.entries]
    [(4, 'Moths', 1990)]
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line = (
            error.problem_mark.line + 1
            if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark
            else 1
        )
        raise FactsInvalid([Problem("citation_file", line, "", "", "not YAML")]) from error
    return References(tuple(_reference(node, _value(node)) for node in _cited(root)))


def _cited(root: Any) -> Iterator[Any]:
    parts = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    first = parts.get("preferred-citation", root)
    listed = parts.get("references")
    every = [first, *(listed.value if isinstance(listed, yaml.SequenceNode) else [])]
    yield from (node for node in every if isinstance(node, yaml.MappingNode))


def _value(node: Any) -> dict[str, Any]:
    """A node as plain data; dates and numbers stay as they are written."""
    loader = yaml.BaseLoader("")
    value: dict[str, Any] = loader.construct_document(node)
    return value


def _reference(node: Any, item: dict[str, Any]) -> Reference:
    title = title_of(str(item.get("title") or ""))
    listed = item.get("identifiers") or []
    ids = [item.get("doi"), item.get("url"), *(i.get("value") for i in listed if isinstance(i, dict))]
    people = [_name(person) for person in item.get("authors") or [] if isinstance(person, dict)]
    year = year_of(str(item.get("year") or item.get("date-released") or item.get("date-published") or ""))
    known = identifiers(str(i) for i in ids if i)
    return Reference(node.start_mark.line + 1, title[:60], title, tuple(filter(None, people)), year, known)


def _name(person: dict[str, Any]) -> str:
    parts = (person.get("name-particle"), person.get("family-names"), person.get("given-names"))
    return str(person.get("name") or " ".join(str(part) for part in parts if part))
