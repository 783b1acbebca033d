"""How names are compared: one folding for search, look-up and the check of double aliases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ARXIV = re.compile(
    r"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    r"((?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[a-z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


def fold(name: str) -> str:
    """The key under which a name is compared: no case, accents, punctuation or double spaces.

    >>> fold("Université de  Montréal")
    'universite de montreal'
    >>> fold("Sequence-to-Sequence")
    'sequence to sequence'
    >>> fold("注意力")
    '注意力'
    """
    if name.isascii():
        return " ".join(_WORD.findall(name.lower()))
    flat = unicodedata.normalize("NFKD", name).casefold()
    kept = (c if c.isalnum() else " " for c in flat if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def identifier(text: str) -> tuple[str, str] | None:
    """The scheme and normal form of an arXiv number, DOI or paper page in any usual spelling, or None.

    >>> identifier("https://arxiv.org/abs/1409.0473v7")
    ('arxiv', '1409.0473')
    >>> identifier("doi:10.1162/NECO.1997.9.8.1735")
    ('doi', '10.1162/neco.1997.9.8.1735')
    >>> identifier("10.48550/arXiv.1706.03762")
    ('arxiv', '1706.03762')
    """
    text = text.strip()
    if match := _ARXIV.fullmatch(text):
        return "arxiv", match[1].lower()
    if match := _DOI.fullmatch(text):
        doi = match[1].lower().rstrip(".,;")
        if doi.startswith("10.48550/arxiv."):
            return identifier(doi.removeprefix("10.48550/arxiv."))
        return "doi", doi
    if "/" not in text:
        return None
    from kb.addresses import identified

    known = identified(text)
    return known if known and known[0] != "address" else None


def storable(text: str) -> str:
    """Text without the halves that Python makes of bytes that are no UTF-8, as a shell may hand them over.

    >>> storable("caf\\udce9")
    'caf?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def nearest(word: str, words: Iterable[str], limit: int = 3) -> list[str]:
    """The words most like a misspelt one, best first.

    >>> nearest("improve", ["improves", "applies"])
    ['improves']
    """
    from difflib import get_close_matches

    return get_close_matches(word, list(words), n=limit, cutoff=0.5)
