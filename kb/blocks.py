"""The text of a facts file -> its blocks, as YAML nodes; what could mislead or stop a reader is a problem.

Facts are written in a small part of YAML 1.2: mappings, lists and scalars. Anchors, tags and deep nesting
are refused, dates and sexagesimal or octal numbers stay text or plain decimal numbers.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kb.characters import UNSEEN, name, visible
from kb.errors import Problem

LARGEST_FILE = 8_000_000  # bytes; the facts of thousands of works fit, a dump put there by mistake does not
LONGEST_TEXT = 20_000  # characters of one field; the longest summary has some 2,000
LONGEST_NUMBER = 40  # digits
DEEPEST = 40  # levels of nesting
_CONFLICT = re.compile(r"^(<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen at run time
    """Only true and false are booleans ("no" is a word), dates stay text, numbers are decimal."""


_NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?[0-9]+\Z"),
    "tag:yaml.org,2002:float": re.compile(
        r"(?:[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
    ),
}
_KEPT = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"}
Loader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag in _KEPT or (tag == "tag:yaml.org,2002:bool" and first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _regexp in _NUMBERS.items():
    Loader.add_implicit_resolver(_tag, _regexp, list("-+.0123456789"))


def _whole_number(loader: Any, node: yaml.ScalarNode) -> int:
    if len(node.value) > LONGEST_NUMBER:  # Python refuses to read some thousand digits, in its own words
        raise yaml.constructor.ConstructorError(
            None, None, f"a number of {len(node.value)} digits", node.start_mark
        )
    return int(node.value)


Loader.add_constructor("tag:yaml.org,2002:int", _whole_number)


class Unreadable(Exception):
    """Nothing of a file can be read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_text(path: Path, file: str) -> str:
    """The text of a facts file, called ``file`` in a message. Raises Unreadable.

    >>> read_text(Path("nowhere/people.yaml"), "people.yaml")
    Traceback (most recent call last):
    kb.blocks.Unreadable: people.yaml:1: file is missing; create people.yaml with a YAML list
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
            raise Unreadable(Problem(file, 1, "", "", "is not a plain file", f"put {file} itself there"))
        if status.st_size > LARGEST_FILE:
            raise Unreadable(
                Problem(file, 1, "", f"{status.st_size} bytes", "file is too large for facts",
                        f"keep it under {LARGEST_FILE} bytes")
            )  # fmt: skip
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = Problem(file, 1, "", "", "file is missing", f"create {file} with a YAML list")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = Problem(file, line, "", f"byte {error.start}", "file is not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        problem = Problem(file, 1, "", "", f"file cannot be read: {error.strerror}")
    raise Unreadable(problem)


def blocks(text: str, file: str) -> tuple[Any, list[yaml.Node]]:
    """A loader that constructs the blocks of a text, and the blocks. Raises Unreadable.

    >>> loader, (block,) = blocks("- {id: jane, since: 3:45}", "people.yaml")
    >>> loader.construct_document(block)
    {'id': 'jane', 'since': '3:45'}
    """
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        raise Unreadable(
            Problem(file, line, "", conflict[0][:40], "a merge conflict was left in the file",
                    "keep one side and remove the lines <<<<<<<, ======= and >>>>>>>")
        )  # fmt: skip
    try:
        if trap := _trap(text):
            raise Unreadable(Problem(file, trap[0], "", "", *trap[1:]))
        loader = Loader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise Unreadable(Problem(file, _line_of(error), "", "", *_told(error))) from error
    if node is None:
        tip = "it holds a YAML list of blocks that start with '- id:'; [] where there is none"
        raise Unreadable(Problem(file, 1, "", "", "file is empty", tip))
    if not isinstance(node, yaml.SequenceNode):
        raise Unreadable(
            Problem(file, 1, "", node.id, "file does not hold a list", "start every block with '- id:'")
        )
    return loader, node.value


def _told(error: yaml.YAMLError) -> tuple[str, str]:
    """What is wrong with YAML, and what to do."""
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if "\\t" in what or "'\t'" in what or "cannot start any token" in what:
        return f"not YAML: {what}", "indent with spaces, not tabs; quote a text that starts with a sign"
    return f"not YAML: {what}", "check indentation, quotes and colons"


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1


def _trap(text: str) -> tuple[int, str, str] | None:
    """Line, message and suggestion where YAML nests, repeats or names types in a way that stops a reader."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > DEEPEST:  # the C parser would end the whole process with a stack overflow
            return line, f"nested more than {DEEPEST} levels deep", "facts need five or six"
        if isinstance(event, yaml.AliasEvent):  # a few lines of these can unfold to gigabytes
            return line, "anchors and aliases are not read", "write the value out"
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            return line, f"tags such as {tag} are not read", "write the value plainly"
    return None


def faults(block: yaml.Node, file: str) -> Iterator[Problem]:
    r"""What stands in a block and no record can see: a field twice, unseen characters, endless text.

    >>> _, (block,) = blocks('- {id: jane, name: "J\\e[2J"}', "people.yaml")
    >>> [(problem.field, problem.value) for problem in faults(block, "people.yaml")]
    [('jane.name', 'U+001B')]
    """
    yield from _faults(block, file, (name_of(block),))


def name_of(block: yaml.Node) -> str:
    """The id of a block as it is written, or ? where it has none.

    >>> [name_of(block) for block in blocks("[{id: jane}, {name: Jane}]", "people.yaml")[1]]
    ['jane', '?']
    """
    if isinstance(block, yaml.MappingNode):
        for key, value in block.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode):
                return visible(value.value[:80], keep="")
    return "?"


def _faults(node: yaml.Node, file: str, path: tuple[str, ...]) -> Iterator[Problem]:
    def problem(at: yaml.Node, *said: str) -> Problem:
        return Problem(file, at.start_mark.line + 1, ".".join(path), *said)

    if isinstance(node, yaml.MappingNode):
        yield from _fields_twice(node, file, path)
        for key, value in node.value:
            yield from _faults(key, file, path)
            yield from _faults(value, file, (*path, visible(str(key.value)[:80], keep="")))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _faults(item, file, (*path, str(number)))
    elif found := UNSEEN.search(node.value):
        message = "holds a line break or another character that cannot be seen"
        yield problem(node, name(found[0]), message, "remove it; a text is one paragraph")
    elif len(node.value) > LONGEST_TEXT:
        got = f"{len(node.value)} characters"
        yield problem(node, got, "text is too long", f"keep it under {LONGEST_TEXT} characters")


def _fields_twice(node: yaml.MappingNode, file: str, path: tuple[str, ...]) -> Iterator[Problem]:
    """YAML takes the last of two equal keys in silence."""
    seen: set[str] = set()
    for key, _ in node.value:
        field = str(key.value)
        if field in seen:
            line, place = key.start_mark.line + 1, ".".join((*path, field))
            yield Problem(file, line, place, "", "field stands twice in one block", "keep one of them")
        seen.add(field)
