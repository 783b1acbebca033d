"""Ids, one a line: the plainest list of works; of somebody else's, identifiers and titles in any mixture.

Such a list may be pasted from a paper or a README: numbers, bullets, emphasis and links around the names are
seen through, and a numbered reference that goes on in the next line is one entry.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from kb.base import KnowledgeBase
from kb.errors import Problem
from kb.reference import Reference, References, identifiers, one_line, title_of, without_identifiers

ABOUT = "our ids, one a line"
EXTENSION = ".txt"
ALSO = (".md", ".markdown", ".text", ".list", ".lst", ".ids")  # what such lists are called, too
IMPORTS = True

_NUMBER = re.compile(r"\[\d{1,4}\]\s*|\(\d{1,4}\)\s*|\d{1,4}[.)]\s+|\d{1,4}、\s*|[①-⑳]\s*")
_BULLET = re.compile(r"(?:[-*+–—]\s+|[•·‣▪●]\s*)(?:\[[ xX]\]\s+)?|>\s+")
_LINK = re.compile(r"!?\[([^][]*)\]\(([^)\s]*)[^)]*\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_QUOTES = "\"'“”‘’«»„《》「」"
_YEAR = re.compile(r"(?<![\d:–-])(?:19|20)\d\d(?![\d–-])")
FULL = 60  # signs; a line that is shorter was not cut
WRAPPED = 40  # signs; a numbered line that is shorter ends by itself


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """The ids of these works (all where None), in their order.

    >>> print(write(base, ["transformer", "gan"]), end="")
    transformer
    gan
    """
    return "".join(f"{work}\n" for work in (base.papers if works is None else dict.fromkeys(works)))


def recognises(text: str) -> bool:
    """Never: any text could be such a list; it is taken for one where it is no other format.

    >>> recognises("gan")
    False
    """
    return False


def read(text: str) -> References:
    r"""A line is an identifier or a title; what follows a # (at its start or after a space) is a remark.

    >>> [(e.title, e.ids) for e in read("arXiv:1706.03762  # to read\n[3] *Long Short-Term Memory*").entries]
    [('', ('1706.03762',)), ('Long Short-Term Memory', ())]
    """
    lines = list(enumerate(text.splitlines(), 1))
    problems: list[Problem] = []
    if re.search(r"^#{1,6} \S", text, re.MULTILINE) and any(_is_marked(line) for _, line in lines):
        lines = _items(lines, problems)
    found = (_reference(number, entry) for number, entry in _entries(_unwrapped(lines)))
    return References(tuple(entry for entry in found if entry.title or entry.ids), tuple(problems))


def _items(lines: list[tuple[int, str]], problems: list[Problem]) -> list[tuple[int, str]]:
    """The items of the lists in a page of Markdown; what stands around them is told and left out."""
    for marked, group in groupby(
        lines, key=lambda numbered: _is_marked(numbered[1]) or not numbered[1].strip()
    ):
        left = [(number, line) for number, line in group if not line.startswith("#")]
        if left and not marked:
            problems.append(
                Problem("", left[0][0], "", left[0][1].strip()[:60], "no item of a list, left out")
            )
    return [(number, line) for number, line in lines if _is_marked(line)]


def _unwrapped(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines; those of a paragraph are one where they are one reference that was cut into lines."""
    for _, group in groupby(lines, key=lambda numbered: not numbered[1].strip()):
        paragraph = list(group)
        if len(paragraph) > 1 and _is_one_reference([line for _, line in paragraph]):
            yield paragraph[0][0], " ".join(line.strip() for _, line in paragraph)
        else:
            yield from paragraph


def _is_one_reference(lines: list[str]) -> bool:
    """Whether lines without a mark are all long but the last, and name one year together."""
    whole = without_identifiers(" ".join(lines))
    return (
        all(len(line.strip()) >= FULL for line in lines[:-1])
        and not any(map(_is_marked, lines))
        and not any(" #" in f" {line}" for line in lines)
        and len(set(_YEAR.findall(whole))) == 1
    )


def _is_marked(line: str) -> bool:
    return _unmarked(line.strip()) != line.strip()


def _entries(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Every entry with the line that it starts at, without its number or bullet."""
    start, entry, goes_on = 0, "", False
    for number, line in lines:
        meant = f" {line}".replace("\t", " ").partition(" #")[0].strip()
        bare = _unmarked(meant)
        if goes_on and meant and bare == meant:
            entry += (" " if not re.search(r"\w-$", entry) else "") + meant
            continue
        if entry:
            yield start, entry
        start, entry = number, bare
        goes_on = bool(_NUMBER.match(meant)) and len(bare) >= WRAPPED
    if entry:
        yield start, entry


def _unmarked(line: str) -> str:
    """A line without what makes it an item of a list."""
    while match := _BULLET.match(line) or _NUMBER.match(line):
        line = line[match.end() :]
    return line


def _reference(number: int, entry: str) -> Reference:
    shown = _EMPHASIS.sub("", _LINK.sub(r"\1", entry)).strip()
    links = [address for _, address in _LINK.findall(entry)]
    title = title_of(without_identifiers(shown)).strip(_QUOTES + " ")
    return Reference(number, one_line(shown), title, ids=identifiers([shown, *links]), prose=True)
