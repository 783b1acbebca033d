"""The history of facts from git: what changed between two states, and who wrote a fact when."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kb.base import KnowledgeBase
from kb.errors import SourceError, UnknownId, UsageError
from kb.kinds import FILES
from kb.reading import Facts, Located, read_facts

_STEP = re.compile(r"\.([a-z_]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Change:
    """A field that differs; ``before`` or ``after`` is None where the record was not there."""

    change: str  # added | removed | changed
    kind: str
    id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Edit:
    """A commit that wrote lines of a fact; commit is "" for what is not committed yet."""

    commit: str
    date: str
    author: str
    subject: str
    removed: str
    added: str


# -- two states --------------------------------------------------------------------------------------


def differences(before: Facts, after: Facts) -> list[Change]:
    """What was added, removed and changed, by file and id; a changed record field by field.

    >>> after = Facts({"people.yaml": [Located(base.people["ian-goodfellow"], "people.yaml", None)]})
    >>> [(change.change, change.after) for change in differences(Facts(), after)]
    [('added', 'Ian Goodfellow')]
    """
    return [change for file in FILES for change in _in_file(file, before, after)]


def _in_file(file: str, before: Facts, after: Facts) -> Iterator[Change]:
    old, new = ({item.record.id: item.record for item in facts[file]} for facts in (before, after))
    kind = file.removesuffix(".yaml")
    for id_ in dict.fromkeys((*old, *new)):
        if id_ not in new:
            yield Change("removed", kind, id_, "", str(_title(old[id_])), None)
        elif id_ not in old:
            yield Change("added", kind, id_, "", None, str(_title(new[id_])))
        else:
            was, now = _flat(old[id_].model_dump(mode="json")), _flat(new[id_].model_dump(mode="json"))
            for field in dict.fromkeys((*was, *now)):
                if was.get(field) != now.get(field):
                    yield Change("changed", kind, id_, field, was.get(field), now.get(field))


def _title(record: Any) -> object:
    return record.name_in("en") if hasattr(record, "name_in") else record.id


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Every leaf by its dotted path."""
    if isinstance(value, dict):
        items = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        items = [(f"{path}[{number}]", item) for number, item in enumerate(value)]
    else:
        return {} if value is None else {path: str(value)}
    return {name: leaf for at, item in items for name, leaf in _flat(item, at).items()}


def facts_at(directory: Path, revision: str) -> Facts:
    """The facts as they stood in a commit. Raises SourceError where git does not know it.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = (Path(place) / "people.yaml").write_text("- {id: jane, name: Jane Example}")
    ...     git = "git init -q && git add . && git -c user.name=Jane -c user.email=jane@localhost"
    ...     _ = subprocess.run(f"{git} commit -qm First", shell=True, cwd=place, check=True)
    ...     facts_at(Path(place), "HEAD")["people.yaml"][0].record.name
    'Jane Example'
    """
    _git(
        directory,
        "rev-parse",
        "--verify",
        "--quiet",
        f"{revision}^{{commit}}",
        or_else=f"no revision {revision!r}",
    )
    with tempfile.TemporaryDirectory() as place:
        for file in FILES:
            try:
                text = _git(directory, "show", f"{revision}:./{file}")
            except SourceError:
                text = "[]\n"  # a kind of fact that did not exist then
            (Path(place) / file).write_text(text, "utf-8")
        return read_facts(Path(place))


# -- one fact -------------------------------------------------------------------------------------------


def blame(directory: Path, address: str) -> list[Edit]:
    """The commits that wrote the lines of a fact, newest first.

    An address is an id with a path: ``gan``, ``gan.title``, ``gan.links[3]``, ``GAN-1.value``. For a work,
    ``links``, ``claims`` and ``press`` are those of its card. Raises UnknownId, UsageError, SourceError.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = (Path(place) / "people.yaml").write_text("- {id: jane, name: Jane Example}")
    ...     git = "git init -q && git add . && git -c user.name=Jane -c user.email=jane@localhost"
    ...     _ = subprocess.run(f"{git} commit -qm First", shell=True, cwd=place, check=True)
    ...     [(edit.author, edit.subject) for edit in blame(Path(place), "jane.name")]
    [('Jane', 'First')]
    """
    now = read_facts(directory)
    located, path = locate(now, address)
    try:
        there, _ = locate(facts_at(directory, "HEAD"), _plain(located, path))
    except UnknownId:
        return [_uncommitted(located, path)]
    edits = list(_log(directory, there.file, *_lines(there, path)))
    same = _text(located, path) == _text(there, path)
    return edits if same else [_uncommitted(located, path), *edits]


def locate(facts: Facts, address: str) -> tuple[Located, tuple[str | int, ...]]:
    """The record that an address names, and the path inside it. Raises UnknownId and UsageError.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = (Path(place) / "people.yaml").write_text("- {id: jane, name: Jane Example}")
    ...     found, path = locate(read_facts(Path(place)), "jane.name")
    >>> found.file, path
    ('people.yaml', ('name',))
    """
    id_, path = _parse(address)
    found = next((item for item in facts.everything() if item.record.id == id_), None)
    if found is None:
        raise UnknownId(id_)
    if found.file == "papers.yaml" and len(path) > 1 and path[0] in ("links", "claims", "press"):
        found, path = _of_card(facts, id_, str(path[0]), path[1]), path[2:]
    _lines(found, path)
    return found, path


def _parse(address: str) -> tuple[str, tuple[str | int, ...]]:
    match = re.fullmatch(r"([A-Za-z0-9-]+)((?:\.[a-z_]+|\[\d+\])*)", address)
    if not match:
        raise UsageError(f"cannot read {address!r}; write id.field, id.list[0] or id, such as gan.links[3]")
    return match[1], tuple(int(n) if n else name for name, n in _STEP.findall(match[2]))


def _of_card(facts: Facts, id_: str, what: str, number: str | int) -> Located:
    base = KnowledgeBase.of(facts)
    records: dict[str, list[Any]] = {
        "links": [*base.links_from(id_), *base.links_to(id_)],
        "claims": list(base.claims_of(id_)),
        "press": list(base.press_about(id_)),
    }
    if not isinstance(number, int) or number >= len(records[what]):
        raise UsageError(f"{id_} has {len(records[what])} {what}; they count from 0, got {number}")
    wanted = records[what][number].id
    return next(item for item in facts[f"{what}.yaml"] if item.record.id == wanted)


def _plain(located: Located, path: tuple[str | int, ...]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return str(located.record.id) + "".join(steps)


def _lines(located: Located, path: tuple[str | int, ...]) -> tuple[int, int]:
    """First and last line, from 1, of a part of a block. Raises UsageError where there is no such part."""
    first, node = located.node.start_mark.line, located.node
    for step in path:
        inner: Any = None
        if isinstance(node, yaml.MappingNode):
            inner = next(((k, v) for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = (node.value[step], node.value[step])
        if inner is None:
            raise UsageError(f"{located.record.id} has no {step!r} there")
        first, node = inner[0].start_mark.line, inner[1]
    end = node.end_mark
    last = end.line - 1 if end.column == 0 and end.line > first else end.line
    return first + 1, max(last, first) + 1


def _text(located: Located, path: tuple[str | int, ...]) -> Any:
    value: Any = located.record.model_dump(mode="json", by_alias=True)
    for step in path:
        value = value[step] if isinstance(step, int) else value.get(step)
    return value


def _uncommitted(located: Located, path: tuple[str | int, ...]) -> Edit:
    return Edit("", "", "", "not committed yet", "", str(_text(located, path)))


def _log(directory: Path, file: str, first: int, last: int) -> Iterator[Edit]:
    out = _git(directory, "log", f"-L{first},{last}:{file}", "--format=%x01%H%x09%as%x09%an%x09%s")
    for part in out.split("\x01")[1:]:
        head, _, patch = part.partition("\n")
        commit, date, author, subject = head.split("\t", 3)
        body = [line for line in patch.splitlines() if not line.startswith(("---", "+++", "diff ", "@@"))]
        removed, added = ("\n".join(li[1:] for li in body if li.startswith(sign)) for sign in "-+")
        yield Edit(commit, date, author, subject, removed, added)


def _git(directory: Path, *words: str, or_else: str | None = None) -> str:
    try:
        done = subprocess.run(["git", "-C", str(directory), *words], capture_output=True, check=False)
    except OSError as error:
        raise SourceError(f"git cannot be run ({error.strerror}); the history of facts lies in it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = or_else or (said[-1] if said else f"git {words[0]} failed")
        if any("not a git repository" in line for line in said):
            why = f"{directory} is not in a git checkout; the history of facts lies in git"
        raise SourceError(why)
    return done.stdout.decode("utf-8", "replace")
