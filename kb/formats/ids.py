"""Ids, one a line: the plainest list of works; of somebody else's, identifiers and titles in any mixture."""

from __future__ import annotations

from collections.abc import Collection

from kb.base import KnowledgeBase
from kb.reference import Reference, References, identifiers
from kb.spelling import identifier

ABOUT = "our ids, one a line"
EXTENSION = ".txt"
IMPORTS = True


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """The ids of these works (all where None), in their order.

    >>> print(write(base, ["transformer", "gan"]), end="")
    transformer
    gan
    """
    return "".join(f"{work}\n" for work in (base.papers if works is None else dict.fromkeys(works)))


def read(text: str) -> References:
    r"""A line is an identifier or a title; what follows a # (at its start or after a space) is a remark.

    >>> [(e.title, e.ids) for e in read("arXiv:1706.03762  # to read\nLong Short-Term Memory").entries]
    [('', ('1706.03762',)), ('Long Short-Term Memory', ())]
    """
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        meant = f" {line}".replace("\t", " ").partition(" #")[0].strip()
        if meant:
            ids = identifiers([meant])
            title = "" if identifier(meant) else meant
            entries.append(Reference(number, meant, title, ids=ids))
    return References(tuple(entries))
