"""A reference as somebody's own list gives it: read as it stands, not checked by anyone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from kb.errors import Problem
from kb.spelling import identifier

# A DOI ends at a space, quote or bracket of the text around it; ( ) < > ; may be inside.
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'{}|]+", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|arxiv[:.\s]\s*|\babs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[?#].*$|\.pdf$|/(?:full|abstract|pdf)$", re.IGNORECASE)  # of an address, not of its DOI
_URL = re.compile(r"https?://[^\s\"'{}|<>]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True)
class Reference:
    """One entry. ``line`` and ``key`` say where it stands and what it is called there.

    ``people`` are names as written, never split; ``ids`` are normal forms of arXiv numbers, DOIs and pages.
    What is not known is empty or None.
    """

    line: int
    key: str
    title: str = ""
    people: tuple[str, ...] = ()
    year: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class References:
    """All entries of one list, and all that is wrong with it."""

    entries: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


def identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    """The arXiv numbers, DOIs and paper pages that stand anywhere in some texts, each once, in normal form.

    >>> identifiers(["see arXiv:1409.0473v7", "https://doi.org/10.1162%2Fneco.1997.9.8.1735"])
    ('1409.0473', '10.1162/neco.1997.9.8.1735')
    >>> identifiers(["CoRR abs/1406.2661", "10.48550/arXiv.1406.2661"])
    ('1406.2661',)
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = unquote(text).replace("\\", "").strip()  # 10.1007/978\_3 in BibTeX, 10.1016%2F in an address
        dois = (_TAIL.sub("", doi) if "://" in plain else doi for doi in _DOI.findall(plain))
        parts = [plain, *dois, *_ARXIV.findall(plain), *_URL.findall(plain)]
        for part in parts:
            if known := identifier(_balanced(part)):
                found[known[1]] = None
    return tuple(found)


def year_of(text: str) -> int | None:
    """The first year in a text, or None.

    >>> year_of("2014a"), year_of("in press")
    (2014, None)
    """
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def one_line(text: str) -> str:
    r"""Text with every run of white space as one space.

    >>> one_line(" Generative\n  Adversarial\tNets ")
    'Generative Adversarial Nets'
    """
    return " ".join(text.split())


def _balanced(text: str) -> str:
    """Without the full stop or the bracket of the sentence around it; a bracket that was opened stays."""
    text = text.rstrip(".,;")
    while text.endswith((")", ">", "]")) and text.count(text[-1]) > text.count(
        {")": "(", ">": "<", "]": "["}[text[-1]]
    ):
        text = text[:-1].rstrip(".,;")
    return text
