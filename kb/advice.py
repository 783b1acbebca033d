"""What is wrong with a field, in the words of those who edit facts, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from kb.spelling import nearest

FieldPath = tuple[str | int, ...]
_TEXT_WANTED = "a text is needed"
#: What pydantic calls a fault -> what it is, and what to do.
_FAULTS = {
    "string_type": (_TEXT_WANTED, "write it in quotes"),
    "string_too_short": ("text is empty", "write it, or leave the field out"),
    "string_pattern_mismatch": ("does not have the form that is needed", "see docs/data-format.md"),
    "tuple_type": ("a list is needed", "write [one, another], or each in a line of its own after a hyphen"),
    "too_short": ("list is empty", "it needs at least one"),
    "dict_type": ("fields with values are needed", "write {name: value}"),
    "model_type": ("fields with values are needed", "write {name: value}, see docs/data-format.md"),
    "model_attributes_type": ("fields with values are needed", "write {name: value}"),
    "bool_type": ("true or false is needed", ""),
    "bool_parsing": ("true or false is needed", ""),
    "int_type": ("a whole number is needed", ""),
    "int_parsing": ("a whole number is needed", ""),
    "float_type": ("a number is needed", ""),
    "float_parsing": ("a number is needed", ""),
    "finite_number": (
        "a number is needed that is not infinite",
        "leave the field out where nothing is known",
    ),
    "url_parsing": ("is no web address", "start it with https://"),
    "url_scheme": ("is no web address", "start it with https://"),
}


#: Steps of pydantic's paths that name a way to read a value, not a field.
_NOT_IN_THE_FILE = ("function-", "str", "constrained-str", "float", "[key]")


@dataclass(frozen=True)
class Advice:
    """One fault: the path of its field in the block, what was found there, what is wrong, what to do."""

    path: FieldPath
    value: str
    message: str
    suggestion: str


def advice(fault: Any, kind: type[BaseModel]) -> Advice:
    """One of pydantic's errors of a record of a kind, told for editors.

    >>> from kb.person import Person
    >>> fault = {"type": "extra_forbidden", "loc": ("nmae",), "input": "Jane", "msg": ""}
    >>> told = advice(fault, Person)
    >>> told.message, told.suggestion
    ('unknown field', 'did you mean name?')
    """
    path = tuple(step for step in fault["loc"] if not str(step).startswith(_NOT_IN_THE_FILE))
    value = "" if fault["type"] == "missing" else repr(fault["input"])
    return Advice(path, value, *_told(fault, path, kind))


def _told(fault: Any, path: FieldPath, kind: type[BaseModel]) -> tuple[str, str]:
    if fault["type"] == "extra_forbidden":
        near = nearest(str(path[-1]), _fields_at(kind, path[:-1]))
        return (
            "unknown field",
            f"did you mean {near[0]}?" if near else "see the data format in docs/data-format.md",
        )
    if fault["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        near = nearest(str(fault["input"]), words, 1)
        return "not one of " + ", ".join(words), f"did you mean {near[0]}?" if near else ""
    if fault["type"] == "missing":
        return "field is missing", f"add {path[-1]}:"
    if fault["type"] == "value_error":
        message, _, suggestion = fault["msg"].removeprefix("Value error, ").partition("; ")
        return message, suggestion
    return _FAULTS.get(fault["type"], ("does not fit here", "see docs/data-format.md"))


def follows(fault: Any, faults: Sequence[Any]) -> bool:
    """Whether a fault is told already: a list seems short because something in it does not fit, or a value
    that may be a number or a text fits neither.

    >>> short = {"type": "too_short", "loc": ("versions",)}
    >>> follows(short, [short]), follows(short, [short, {"type": "missing", "loc": ("versions", 0, "date")}])
    (False, True)
    """
    if fault["type"] == "too_short":
        return any(
            other["loc"][: len(fault["loc"])] == fault["loc"] for other in faults if other is not fault
        )
    return fault["type"] == "string_type" and any(
        other["loc"][:-1] == fault["loc"][:-1] and other["loc"] != fault["loc"]
        for other in faults
        if str(fault["loc"][-1]).startswith(_NOT_IN_THE_FILE)
    )


def _fields_at(kind: type[BaseModel], path: FieldPath) -> list[str]:
    """The names of the fields that may stand at a place inside a record."""
    for step in path:
        if isinstance(step, int):
            continue
        info = kind.model_fields.get(step)
        inner = (
            [a for a in leaves(info.annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
            if info
            else []
        )
        if not inner:
            return []
        kind = inner[0]
    return [info.alias or name for name, info in kind.model_fields.items()]


def leaves(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of.

    >>> list(leaves(tuple[int, ...] | None))[0]
    <class 'int'>
    """
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from leaves(argument)
