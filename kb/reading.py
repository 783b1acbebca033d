"""YAML files -> records, each with its file and line; every problem is reported, not the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kb import arrivals
from kb.advice import FieldPath, advice, follows
from kb.blocks import Unreadable, blocks, faults, name_of, read_text
from kb.errors import Problem
from kb.kinds import FILES
from kb.record import Record

MISSING = "field is missing"
MANY = 3  # fields missing in one part of a block; more are told as one


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
        told = (_short(text) for text in (str(value), message, suggestion))
        return Problem(self.file, self.line(*path), name, *told)


def _short(text: str, most: int = 300) -> str:
    """A text of the facts in a message: a problem is one line that people read."""
    return text if len(text) <= most else text[: most - 3] + "..."


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
        for read in self.located.values():
            yield from read


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
    try:
        loader, found = blocks(read_text(path, file), file)
    except Unreadable as error:
        facts.unread.add(file)
        facts.problems.append(error.problem)
        return
    for block in found:
        wrong = list(faults(block, file))
        record = _build(loader, block, file, kind, facts)
        facts.problems.extend(wrong)
        if record is not None:
            yield Located(record, file, block)


def _build(loader: Any, block: yaml.Node, file: str, kind: type[Record], facts: Facts) -> Record | None:
    """The record of a block, or None where it does not fit: its problems are told, its id is kept."""
    try:
        return kind.model_validate(loader.construct_document(block))
    except yaml.YAMLError as error:
        mark, what = getattr(error, "problem_mark", None) or block.start_mark, getattr(error, "problem", None)
        facts.problems.append(Problem(file, mark.line + 1, name_of(block), "", f"not YAML: {what or error}"))
    except ValidationError as error:
        met = error.errors(include_url=False)
        found = [_problem(fault, block, file, kind) for fault in met if not follows(fault, met)]
        facts.problems.extend(_missing_as_one(found))
    facts.broken[file].add(name_of(block))
    return None


def _missing_as_one(problems: list[Problem]) -> list[Problem]:
    """The problems of a block; many missing fields of one part are one, since it was cut off or its head."""
    missing: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.message == MISSING:
            missing.setdefault(problem.field.rpartition(".")[0], []).append(problem)
    many = {part: found for part, found in missing.items() if len(found) > MANY}
    rest = [p for p in problems if p.message != MISSING or p.field.rpartition(".")[0] not in many]
    return rest + [
        replace(found[0], field=part, message="fields are missing", suggestion=_together(found))
        for part, found in many.items()
    ]


def _together(missing: list[Problem]) -> str:
    return "add " + ", ".join(problem.suggestion.removeprefix("add ") for problem in missing)


def _problem(fault: Any, block: yaml.Node, file: str, kind: type[Record]) -> Problem:
    told = advice(fault, kind)
    node = _at(block, told.path)
    value = told.value
    if isinstance(node, yaml.ScalarNode) and value:  # as it is written: 1406.2660, not 1406.266
        value = repr(node.value) if node.style or isinstance(fault["input"], str) else node.value
    value = value if len(value) <= 80 else value[:77] + "..."
    name = ".".join([name_of(block), *map(str, told.path)])
    return Problem(file, _line(block, told.path), name, value, told.message, told.suggestion)


def _at(node: yaml.Node, path: FieldPath) -> yaml.Node | None:
    """The node at a path, where all of the path is there."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == step), None)
        else:
            items = node.value if isinstance(node, yaml.SequenceNode) and isinstance(step, int) else ()
            inner = items[step] if isinstance(step, int) and step < len(items) else None
        if inner is None:
            return None
        node = inner
    return node


def _line(node: yaml.Node, path: FieldPath) -> int:
    """The line (from 1) of a field, or of the nearest part above it that stands in the file."""
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
