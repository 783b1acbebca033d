"""The blocks of a .bib file as they stand there, sound or broken, each with its line and its fields.

bibtexparser 2 finds the blocks. It skips a newline after a backslash when it counts lines, and takes a mark
after two backslashes for escaped; a space put in there, which no value is changed by, keeps it right.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from kb.formats import library

_NAMES = (
    "title", "subtitle", "titleaddon", "author", "editor", "year", "date", "month", "doi", "url", "ee",
    "eprint", "archiveprefix", "primaryclass", "journal", "journaltitle", "booktitle", "volume", "number",
    "pages", "publisher", "note", "howpublished", "series", "isbn", "issn", "organization", "school",
    "institution", "abstract", "keywords", "annote", "annotation", "file", "biburl", "adsurl", "pmid",
)  # fmt: skip
_NAME = rf"(?:^|(?<=[\s,{{}}\"]))({'|'.join(_NAMES)})"
_FIELD = re.compile(rf"{_NAME}\s*=\s*(?=[{{\"\w])", re.IGNORECASE)
_LOOSE_FIELD = re.compile(rf"{_NAME}(?:\s*=\s*(?=[{{\"\w])|\s+(?={{))", re.IGNORECASE)  # author {A}
_INSIDE = re.compile(rf"[,}}\"]\s*({'|'.join(_NAMES)})\s*=\s*[{{\"\w]", re.IGNORECASE)  # of another's value
_AFTER_BARE = re.compile(rf"\w+\s+({'|'.join(_NAMES)})\s*=\s*[{{\"\w]", re.IGNORECASE)
_HEAD = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,=}]*)")
_MISCOUNTED = re.compile(r"(?<!\\)(?:\\\\)+(?=[{}\",=)@])|\\(?=\n)")
_ESCAPED_BRACE = re.compile(r"\\(?=[{}])")
PROSE = (
    "abstract",
    "annote",
    "annotation",
    "note",
    "keywords",
)  # anything may stand there, an equals sign too


@dataclass(frozen=True)
class Field:
    """One field: its name in small letters, its value out of braces or quotes (``bare`` had neither)."""

    line: int
    name: str
    value: str
    bare: bool = False


@dataclass
class Block:
    """One block of the file: an entry, or what else stands there; a broken one reaches to the next block."""

    kind: str
    line: int
    raw: str
    parsed: Any

    @property
    def key(self) -> str:
        """What an entry is called."""
        head = _HEAD.match(self.raw)
        return head[1] if head else ""

    @property
    def fields(self) -> Iterator[Field]:
        """The fields of a sound entry, in their order."""
        shift = self.line - int(self.parsed.start_line) - 1
        for field in self.parsed.fields:
            value = str(field.value)
            enclosed = len(value) > 1 and value[0] + value[-1] in ("{}", '""')
            inner = value[1:-1] if enclosed else value
            yield Field(field.start_line + 1 + shift, field.key.lower(), inner.strip(), not enclosed)


def blocks(text: str) -> list[Block]:
    r"""All blocks in their order. Raises CannotRun without bibtexparser.

    >>> [(block.kind, block.line, block.key) for block in blocks("% mine\n@misc{a, note = {x\\\\}}")]
    [('ImplicitComment', 1, ''), ('Entry', 2, 'a')]
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _MISCOUNTED.sub(r"\g<0> ", text)
    found: list[Block] = []
    for block in _parsed(text):
        broken = bool(found) and found[-1].kind == "ParsingFailedBlock"
        if not (broken and block.kind == "ImplicitComment"):  # the rest of what it gave up on
            found.append(block)
    lines = text.split("\n")
    for i, block in enumerate(found):
        if block.kind == "ParsingFailedBlock":  # the parser drops the sign at which it gave up
            end = found[i + 1].line - 1 if i + 1 < len(found) else None
            block.raw = "\n".join(lines[block.line - 1 : end]) or block.raw
            found[i] = _as_bibtex_reads(block) or block
    return found


def _parsed(text: str) -> list[Block]:
    parser = library("bibtexparser")
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # what it would say on stderr is among the problems, with its line
    try:
        found = parser.parse_string(text, parse_stack=[]).blocks
    finally:
        logger.setLevel(level)
    return [Block(type(b).__name__, int(b.start_line) + 1, b.raw or "", b) for b in found]


def _as_bibtex_reads(broken: Block) -> Block | None:
    r"""The block if it is sound for BibTeX, to which ``\}`` is a brace like any other: ``{C:\}``."""
    if not _ESCAPED_BRACE.search(broken.raw):
        return None
    again = _parsed(_ESCAPED_BRACE.sub(r"\\ ", broken.raw))
    if [block.kind for block in again] != ["Entry"]:
        return None
    again[0].line = broken.line
    return again[0]


def comma_missing(field: Field) -> str:
    """The name of a field that begins inside this one's value; nothing where none does.

    >>> comma_missing(Field(2, "title", "Moths} year = {1990"))
    'year'
    """
    if field.name in PROSE:
        return ""
    inside = _INSIDE.search(field.value) or (field.bare and _AFTER_BARE.match(field.value))
    return inside[1] if inside else ""


def salvaged(raw: str) -> dict[str, str]:
    """What stands behind every known name of a field: to its end if it has one, else to the next name.

    >>> salvaged("@misc{a, title = {One} year = 1990")
    {'title': 'One', 'year': '1990'}
    """
    found: dict[str, str] = {}
    at = 0
    while match := _LOOSE_FIELD.search(raw, at):
        start = match.end()
        at = _end_of_value(raw, start) or _next_field(raw, start)
        found.setdefault(match[1].lower(), _unwrapped(raw[start:at].strip(" \t\n,")))
    return found


def _end_of_value(raw: str, start: int) -> int | None:
    """Where a value ends; None where it does not, or another field begins inside."""
    if raw[start] == '"':
        end = raw.find('"', start + 1) + 1 or None
    elif raw[start] == "{":
        depths = accumulate((sign == "{") - (sign == "}") for sign in raw[start:])
        end = next((start + i + 1 for i, depth in enumerate(depths) if depth == 0), None)
    else:
        end = start + len(re.split(r"[,}\s]", raw[start:], maxsplit=1)[0])
    return None if end is None or _INSIDE.search(raw, start, end) else end


def _next_field(raw: str, start: int) -> int:
    following = _FIELD.search(raw, start)
    return following.start() if following else len(raw)


def _unwrapped(value: str) -> str:
    """A value out of its braces or quotes; of one that is cut off, out of what is left of them."""
    if value[:1] + value[-1:] in ("{}", '""') and len(value) > 1:
        return value[1:-1]
    return value.strip('{}"') if value[:1] in ("{", '"') else value.rstrip("}")
