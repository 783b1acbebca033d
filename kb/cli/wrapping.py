"""Prose on a terminal: lines that break between words, and between Chinese characters where that is right.

Rich breaks at spaces only, so that a Chinese sentence after a Latin name starts a line of its own, and a full
stop may begin a line. Here a line never begins with a closing sign or ends with an opening one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.text import Text

_NOT_FIRST = frozenset("，。、：；！？）》〉」』】”’…—·,.;:!?)]}%‰")
_NOT_LAST = frozenset("（《〈「『【“‘([{")
_SEAMS = "/-_.,:=&?|"  # after these a word breaks that is wider than the line: a path, an address, an id


class Prose:
    """A text in as many lines as it needs; ``indent`` for all, ``hang`` more for all but the first."""

    def __init__(self, text: Text | str, indent: int = 0, *, hang: int = 0, style: str = "") -> None:
        self.text = text if isinstance(text, Text) else Text(text, style=style)
        self.indent, self.hang = indent, hang

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[Text]:
        room = max(options.max_width - self.indent, 8)
        for number, line in enumerate(broken(self.text, room, self.hang)):
            margin = self.indent + (self.hang if number else 0)
            yield Text(" " * margin, no_wrap=True, overflow="ignore").append_text(line)


class Facts:
    """Short facts one after the other, as many in a line as fit; no line breaks inside one that fits."""

    def __init__(self, facts: Sequence[Text], indent: int = 0) -> None:
        self.facts, self.indent = facts, indent

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[Prose]:
        room = options.max_width - self.indent
        line = Text()
        for fact in self.facts:
            longer = Text(" · ").join([line, fact]) if line else fact.copy()
            if line and longer.cell_len > room:
                yield Prose(line, self.indent)
                longer = fact.copy()
            line = longer
        yield Prose(line, self.indent, hang=2)


def broken(text: Text, room: int, hang: int = 0) -> list[Text]:
    """The lines of a text in ``room`` cells; all but the first have ``hang`` cells less."""
    lines: list[Text] = []
    for paragraph in text.split("\n", allow_blank=True):
        lines += _lines(paragraph, room, room - hang, first=not lines)
    return lines


def lines_of(text: str, room: int) -> int:
    """How many lines a text takes."""
    return len(broken(Text(text), room))


def widest(text: str) -> int:
    """The cells of the longest part of a text that is not broken.

    >>> widest("direction only"), widest("仅方向一致")
    (9, 2)
    """
    return max((cell_len(piece.rstrip()) for piece in _pieces(text)), default=0)


def _lines(text: Text, first_room: int, room: int, *, first: bool) -> list[Text]:
    places, taken, at = [], 0, 0
    limit = first_room if first else room
    for piece in _fitting(text.plain, min(first_room, room)):
        if taken and taken + cell_len(piece.rstrip()) > limit:
            places.append(at)
            taken, limit = 0, room
        taken += cell_len(piece)
        at += len(piece)
    lines = text.divide(places)
    for line in lines:
        line.rstrip()
    return list(lines)


def _fitting(text: str, room: int) -> Iterator[str]:
    """Pieces of at most ``room`` cells."""
    for piece in _pieces(text):
        while cell_len(piece.rstrip()) > room:
            cut = _cut(piece, room)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece


def _cut(word: str, room: int) -> int:
    """Where a word wider than a line is broken: after a seam in the second half, or where it must be."""
    end, taken = 0, 0
    while taken + cell_len(word[end]) <= room:
        taken += cell_len(word[end])
        end += 1
    seam = max(word.rfind(sign, 0, end) for sign in _SEAMS) + 1
    return seam if seam > end // 2 else max(end, 1)


def _pieces(text: str) -> list[str]:
    """Parts between which a line may break, spaces kept at their ends."""
    pieces: list[str] = []
    for character in text:
        if pieces and not _breaks(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _breaks(before: str, after: str) -> bool:
    """Whether a line may break between two characters."""
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return before == " " and after != " "
    return before == " " or _wide(before) or _wide(after)


@cache
def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
