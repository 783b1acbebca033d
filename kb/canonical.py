"""Facts written in one canonical way: the same records give the same bytes, and comments between blocks stay.

The order of the fields is that of the record; what has its default is left out. A list or mapping stands in
one line where it fits, long prose is folded, and a scalar is quoted only where YAML would misread it.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kb.advice import leaves
from kb.beside import beside
from kb.blocks import Loader, Unreadable, blocks
from kb.errors import FactsInvalid, Problem
from kb.kinds import FILES

WIDTH = 110  # columns
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<][^\n\t]*")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_BLOCK = re.compile(r"^- ", re.MULTILINE)


def formatted(file: str, text: str) -> str:
    """The text of a facts file (``papers.yaml``, ...) in canonical form; formatting it again changes nothing.

    Comments stay where they are between blocks. Raises FactsInvalid where the text is no list of blocks, and
    where a comment stands inside a block: it would be lost.

    >>> print(formatted("people.yaml", "# who\\n\\n- {name: Jane Example, id: jane}"), end="")
    # who
    <BLANKLINE>
    - id: jane
      name: Jane Example
    """
    try:
        blocks(text, file)
    except Unreadable as error:
        raise FactsInvalid([error.problem]) from error
    head, *found = _blocks(file, text)
    written = [head.strip()] if head.strip() else []
    for comment, block, line in found:
        data = _data(file, block, line)
        out = "\n".join(_entry(_canonical(FILES[file], data)))
        if yaml.load(out, Loader) != [_canonical(FILES[file], data)]:
            raise FactsInvalid(
                [Problem(file, line, str(data.get("id", "")), "", "cannot be written as YAML")]
            )
        written.append(f"{comment}\n\n{out}" if comment else out)
    return "\n\n".join(written) + "\n"


def _data(file: str, block: str, line: int) -> dict[str, Any]:
    """The fields of a block. Raises FactsInvalid where it has none."""
    try:
        (data,) = yaml.load(block, Loader)
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or error
        raise FactsInvalid([Problem(file, line, "", "", f"not YAML: {what}")]) from error
    if not isinstance(data, dict):
        raise FactsInvalid(
            [Problem(file, line, "", repr(data)[:80], "a block needs fields", "start with id:")]
        )
    return data


def block(file: str, data: dict[str, Any]) -> str:
    """One block of a facts file in canonical form.

    >>> block("people.yaml", {"name": "Jane Example", "id": "jane"})
    '- id: jane\\n  name: Jane Example\\n'
    """
    return "\n".join(_entry(_canonical(FILES[file], data))) + "\n"


def replaced(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     replaced(file := Path(place) / "people.yaml", "[]")
    ...     file.read_text()
    '[]'
    """
    with beside(path) as part:
        part.write_text(text, "utf-8")
        part.replace(path)


# -- taking apart -----------------------------------------------------------------------------------


def _blocks(file: str, text: str) -> list[Any]:
    """The head of the file, then (comment before it, text, line) of every block."""
    starts = [match.start() for match in _BLOCK.finditer(text)]
    if not starts:
        raise FactsInvalid([Problem(file, 1, "", "", "no block to format", "start every block with '- id:'")])
    head, comment = _split_comment(text[: starts[0]])
    found: list[Any] = [head]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        body, trailing = _trailing_comment(text[start:end])
        line = text.count("\n", 0, start) + 1
        _refuse_comments(file, body, line)
        found.append((comment, body, line))
        comment = trailing
    return found


def _split_comment(head: str) -> tuple[str, str]:
    """The head of the file and, after the last blank line of it, the comment of the first block."""
    parts = re.split(r"\n\s*\n", head.strip())
    return ("\n\n".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (head, "")


def _trailing_comment(text: str) -> tuple[str, str]:
    """A block, and the comment lines after it, which belong to the next one."""
    lines = text.rstrip().split("\n")
    at = len(lines)
    while at > 1 and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    return "\n".join(lines[:at]), "\n".join(line for line in lines[at:] if line.strip())


def _refuse_comments(file: str, body: str, line: int) -> None:
    tokens = yaml.scan(body, Loader)
    inside: set[int] = set()
    for token in tokens:
        if isinstance(token, yaml.ScalarToken):
            inside.update(range(token.start_mark.line, token.end_mark.line + 1))
    for number, text in enumerate(body.split("\n")):
        bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'", "", text)
        if (re.match(r"\s*#", bare) and number not in inside) or _trails(bare):
            raise FactsInvalid(
                [Problem(file, line + number, "", text.strip()[:60], "a comment inside a block would be lost",
                         "move it above the block")]
            )  # fmt: skip


def _trails(line: str) -> bool:
    """Whether a line of YAML ends with a comment: prose in a folded text has no field before its #."""
    return bool(re.match(r"\s*(- )?[\w]+: .*\s#\s", line))


# -- putting together ---------------------------------------------------------------------------------


def _canonical(kind: type[BaseModel], data: Any) -> Any:
    """The same data with fields in the order of the record and without defaults."""
    if not isinstance(data, dict):
        return data
    found: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        key = info.alias or name
        if key not in data:
            continue
        value = _inner(info.annotation, data[key])
        if info.is_required() or not _is_default(value, info.get_default(call_default_factory=True)):
            found[key] = value
    return found | {key: value for key, value in data.items() if key not in found and _unknown(kind, key)}


def _unknown(kind: type[BaseModel], key: str) -> bool:
    return key not in {info.alias or name for name, info in kind.model_fields.items()}


def _is_default(value: Any, default: Any) -> bool:
    plain = default.model_dump(exclude_defaults=True) if isinstance(default, BaseModel) else default
    return bool(value == plain or (not value and not isinstance(value, bool | int | float) and not plain))


def _inner(annotation: Any, value: Any) -> Any:
    """The value with the records inside it in canonical form, too."""
    kind = next((a for a in leaves(annotation) if isinstance(a, type) and issubclass(a, BaseModel)), None)
    if kind is None:
        return value
    return [_canonical(kind, item) for item in value] if isinstance(value, list) else _canonical(kind, value)


def _entry(data: dict[str, Any]) -> Iterator[str]:
    """The lines of one block of a list."""
    lines = [line for key, value in data.items() for line in _field(key, value, 2)]
    yield "- " + lines[0].lstrip()
    yield from lines[1:]


def _field(key: str, value: Any, indent: int) -> Iterator[str]:
    lead = " " * indent + f"{key}:"
    flow = _scalar(value) if isinstance(value, str) else _flow(value)
    if flow is not None and _columns(f"{lead} {flow}") <= WIDTH and not _prefers_lines(key, value):
        yield f"{lead} {flow}"
    elif isinstance(value, str):
        yield from _long(lead, value, indent)
    elif isinstance(value, dict):
        yield lead
        for name, inner in value.items():
            yield from _field(name, inner, indent + 2)
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield lead
        for item in value:
            yield from _item(item, indent + 2)
    else:  # a long list of words: wrapped, in brackets
        yield from _wrapped(lead, value, indent)


def _prefers_lines(key: str, value: Any) -> bool:
    """Versions, evidence and stops are read one field a line."""
    return key in ("versions", "evidence", "stops") and bool(value)


def _item(item: dict[str, Any], indent: int) -> Iterator[str]:
    flow = _flow(item)
    line = " " * indent + f"- {flow}"
    if flow is not None and _columns(line) <= WIDTH and not {"says", "text", "ids"} & set(item):
        yield line
        return
    lines = [line for key, value in item.items() for line in _field(key, value, indent + 2)]
    yield " " * indent + "- " + lines[0].lstrip()
    yield from lines[1:]


def _long(lead: str, text: str, indent: int) -> Iterator[str]:
    """Prose folded at its spaces; Chinese has none to fold at, and stands in one line."""
    room, chinese = " " * (indent + 2), any("\u4e00" <= c <= "\u9fff" for c in text)
    lines = textwrap.wrap(text, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
    lines = [text] if chinese and "\n" not in text and text == text.strip() else lines
    if " ".join(lines) == text and text.isprintable() and not any(line.startswith("#") for line in lines):
        yield f"{lead} >-"
        yield from (room + line for line in lines)
    else:
        yield f"{lead} {_scalar(text)}"


def _wrapped(lead: str, values: list[Any], indent: int) -> Iterator[str]:
    line = f"{lead} ["
    for number, value in enumerate(values):
        word = str(_flow(value)) + ("," if number < len(values) - 1 else "]")
        if _columns(line) + _columns(word) > WIDTH and not line.endswith("["):
            yield line.rstrip()
            line = " " * (indent + 2)
        line += word + " "
    yield line.rstrip()


def _flow(value: Any) -> str | None:
    """A value in one line, or None where it has no such form."""
    if isinstance(value, str):
        return _scalar(value, flow=True)
    if isinstance(value, dict):
        inner = [(key, _flow(item)) for key, item in value.items()]
        return (
            None if any(i is None for _, i in inner) else "{" + ", ".join(f"{k}: {i}" for k, i in inner) + "}"
        )
    if isinstance(value, list):
        items = [_flow(item) for item in value]
        return None if any(i is None for i in items) else "[" + ", ".join(map(str, items)) + "]"
    return json.dumps(value)


def _scalar(text: str, flow: bool = False) -> str:
    """A text plain where YAML reads it back as this text, else in double quotes."""
    plain = (
        bool(_PLAIN.fullmatch(text))
        and text == text.strip()
        and text.isprintable()
        and text.lower() not in _WORDS_OF_YAML
        and not re.search(r": |:$| #", text)
        and not (flow and re.search(r"[,\[\]{}?:]", text))
        and not re.fullmatch(r"\d{4}(-\d\d){0,2}", text)  # dates are always quoted
        and isinstance(yaml.safe_load(f"- {text}")[0], str)  # and so is what other readers take for a number
    )
    return text if plain else "".join(map(_escaped, json.dumps(text, ensure_ascii=False)))


def _escaped(character: str) -> str:
    """What no line of a file may hold, as YAML's escape for it."""
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _columns(text: str) -> int:
    """How wide a text stands on a screen: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
