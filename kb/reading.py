"""YAML files -> records, each with its file and line; every problem is reported, not the first one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kb import arrivals
from kb.award import Award
from kb.claim import Claim
from kb.errors import Problem
from kb.event import Event
from kb.link import Link
from kb.paper import Paper
from kb.person import Person
from kb.press import PressCheck
from kb.record import Record
from kb.source import Source
from kb.spelling import nearest
from kb.story import Story

#: Which record each file holds.
FILES: dict[str, type[Record]] = {
    "papers.yaml": Paper,
    "people.yaml": Person,
    "awards.yaml": Award,
    "events.yaml": Event,
    "sources.yaml": Source,
    "links.yaml": Link,
    "claims.yaml": Claim,
    "press.yaml": PressCheck,
    "stories.yaml": Story,
}
LARGEST_FILE = 8_000_000  # bytes; the facts of thousands of works fit, a dump put there by mistake does not
DEEPEST = 40  # levels of nesting

FieldPath = tuple[str | int, ...]


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """Dates stay text ("2014-06" is no day) and only true and false are booleans ("no" is a word)."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag != "tag:yaml.org,2002:timestamp"
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Located:
    """A record and where it stands."""

    record: Any
    file: str
    node: yaml.Node

    def line(self, *path: str | int) -> int:
        """The line (from 1) of a field, or of the nearest part above it that stands in the file."""
        return _line(self.node, path)

    def problem(self, field_: str, value: object, message: str, suggestion: str = "") -> Problem:
        """A problem of this record's field; ``field_`` is a dotted path such as ``cites.2``."""
        path = tuple(int(p) if p.isdigit() else p for p in field_.split("."))
        name = f"{self.record.id}.{field_}"
        return Problem(self.file, self.line(*path), name, str(value), message, suggestion)


@dataclass
class Facts:
    """All that was read: the records by file name, in file order, and the problems met so far.

    ``arrivals`` are the batches of the file that says when works and links came, where there is one.
    ``broken`` holds ids of blocks that are there but do not fit, ``unread`` files of which nothing could be
    read: who names such an id is not to blame.
    """

    located: dict[str, list[Located]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    arrivals: list[Located] = field(default_factory=list)
    broken: dict[str, set[str]] = field(
        default_factory=lambda: {file: set() for file in (*FILES, arrivals.FILE)}
    )
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, file: str) -> list[Located]:
        return self.located.get(file, [])

    def everything(self) -> Iterator[Located]:
        for blocks in self.located.values():
            yield from blocks


def read_facts(directory: Path) -> Facts:
    """Read every facts file of a directory. A missing file is a problem too; only arrivals may be missing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = (Path(place) / "people.yaml").write_text("- {id: jane, nmae: Jane Example}")
    ...     problems = {problem.field: problem.suggestion for problem in read_facts(Path(place)).problems}
    >>> problems["jane.nmae"]
    'did you mean name?'
    """
    facts = Facts()
    for file, kind in FILES.items():
        facts.located[file] = list(_read_file(directory / file, file, kind, facts))
    if (directory / arrivals.FILE).exists():
        facts.arrivals = list(_read_file(directory / arrivals.FILE, arrivals.FILE, arrivals.Batch, facts))
    return facts


def _read_file(path: Path, file: str, kind: type[Record], facts: Facts) -> Iterator[Located]:
    def wrong(line: int, message: str, suggestion: str = "", value: str = "") -> None:
        facts.unread.add(file)
        facts.problems.append(Problem(file, line, "", value, message, suggestion))

    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return wrong(
                1, "file is too large for facts", f"keep it under {LARGEST_FILE} bytes", f"{size} bytes"
            )
        text = path.read_text(encoding="utf-8")
        if trap := _trap(text):
            return wrong(*trap)
        loader = Loader(text)
        node = loader.get_single_node()
    except FileNotFoundError:
        return wrong(1, "file is missing", f"create {file} with a YAML list")
    except UnicodeDecodeError as error:
        return wrong(1, "file is not UTF-8 text", "save it as UTF-8", f"byte {error.start}")
    except OSError as error:
        return wrong(1, f"file cannot be read: {error.strerror}")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return wrong(
            mark.line + 1 if mark else 1,
            f"not YAML: {getattr(error, 'problem', None) or error}",
            "check indentation, quotes and colons",
        )
    if node is None:
        return wrong(1, "file is empty", "it holds a YAML list of blocks that start with '- id:'")
    if not isinstance(node, yaml.SequenceNode):
        return wrong(1, "file does not hold a list", "start every block with '- id:'", node.id)
    for block in node.value:
        facts.problems.extend(_double_keys(block, file))
        record = _build(loader, block, file, kind, facts)
        if record is not None:
            yield Located(record, file, block)


def _trap(text: str) -> tuple[int, str, str] | None:
    """Line, message and suggestion where YAML nests or repeats in a way that would bring a reader down."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > DEEPEST:  # the C parser would end the whole process with a stack overflow
            return line, f"nested more than {DEEPEST} levels deep", "facts need five or six"
        if isinstance(event, yaml.AliasEvent):  # a few lines of these can unfold to gigabytes
            return line, "anchors and aliases are not read", "write the value out"
    return None


def _build(loader: Any, block: yaml.Node, file: str, kind: type[Record], facts: Facts) -> Record | None:
    try:
        data = loader.construct_document(block)
        return kind.model_validate(data)
    except yaml.YAMLError as error:
        mark, what = getattr(error, "problem_mark", None) or block.start_mark, getattr(error, "problem", None)
        facts.problems.append(Problem(file, mark.line + 1, "", "", f"not YAML: {what or error}"))
    except ValidationError as error:
        name = str(data.get("id", "?")) if isinstance(data, dict) else "?"
        facts.broken[file].add(name)
        faults = error.errors(include_url=False)
        facts.problems.extend(
            _problem_of(fault, block, file, name, kind) for fault in faults if not _follows(fault, faults)
        )
    return None


def _follows(fault: Any, faults: Sequence[Any]) -> bool:
    """Whether a list only seems too short because something in it does not fit."""
    return fault["type"] == "too_short" and any(
        other["loc"][: len(fault["loc"])] == fault["loc"] for other in faults if other is not fault
    )


def _problem_of(fault: Any, block: yaml.Node, file: str, name: str, kind: type[Record]) -> Problem:
    path = tuple(
        p for p in fault["loc"] if not (isinstance(p, str) and p.startswith(("function-", "str", "float")))
    )
    value = "" if fault["type"] == "missing" else repr(fault["input"])
    if len(value) > 80:
        value = value[:77] + "..."
    message, suggestion = fault["msg"].removeprefix("Value error, "), ""
    if fault["type"] == "extra_forbidden":
        message = "unknown field"
        near = nearest(str(path[-1]), _fields_at(kind, path[:-1]))
        suggestion = f"did you mean {near[0]}?" if near else "see the data format in docs/data-format.md"
    elif fault["type"] == "literal_error":
        words = [w.strip("'") for w in fault["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        near = nearest(str(fault["input"]), words, 1)
        message = "not one of " + ", ".join(words)
        suggestion = f"did you mean {near[0]}?" if near else ""
    elif fault["type"] == "missing":
        message, suggestion = "field is missing", f"add {path[-1]}:"
    return Problem(file, _line(block, path), ".".join([name, *map(str, path)]), value, message, suggestion)


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


def _line(node: yaml.Node, path: FieldPath) -> int:
    for step in path:
        inner: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    inner = value if isinstance(value, yaml.CollectionNode) else key
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def _double_keys(node: yaml.Node, file: str) -> Iterator[Problem]:
    """YAML takes the last of two equal keys in silence; here it is a problem."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield Problem(
                    file,
                    key.start_mark.line + 1,
                    str(key.value),
                    "",
                    "field stands twice in one block",
                    "keep one of them",
                )
            seen.add(str(key.value))
            yield from _double_keys(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _double_keys(item, file)
