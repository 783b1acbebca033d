"""A reference as somebody's own list gives it: read as it stands, not checked by anyone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from kb.addresses import dblp, identified
from kb.errors import Problem
from kb.spelling import fold, identifier

# A DOI ends at a space, quote or bracket of the text around it; ( ) < > ; may be inside.
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'{}|]+", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|arxiv[:.\s]\s*|\babs/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)",
    re.IGNORECASE,
)
_BRACED = re.compile(r"\{(\\?[_&%#~$^-]|)\}")
_TILDE = re.compile(r"\{?\\textasciitilde(?:\{\}|\s?)\}?|\$\\sim\$|\{?\\~\{\}\}?")
_TAIL = re.compile(r"[?#].*$|\.pdf$|/(?:full|abstract|pdf)$", re.IGNORECASE)  # of an address, not of its DOI
_URL = re.compile(r"(?:https?://|www\.)[^\s\"'{}|<>]+", re.IGNORECASE)
_DBLP = re.compile(r"\bDBLP:([\w/-]+)")
_PMID = re.compile(r"\bPMID:?\s*(\d+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_SUBJECT = re.compile(r"[\[(][a-z-]+(?:\.[a-z-]+)?[\])]", re.IGNORECASE)  # [cs.CL]
_MARKUP = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|u|em|strong|sub|sup|inf|sc|scp|span|p|br|tt|italic|bold|title|math|m\w+)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)

#: Words beside an identifier that tell where it is from and nothing else: a field that holds no others is
#: the entry's own, while "extends arXiv:..." speaks of another paper.
_WORDS = """
    arxiv preprint preprints eprint eprints e print prints corr abs doi url urls http https www available
    at also online in on via accessed visited retrieved date version ver art article id number no eid p pp
    pages page pmid pmcid dblp openreview link source pdf technical report tech rep submitted unpublished
    manuscript under review published as from and org extra jan feb mar apr may jun jul aug sep oct nov dec
    january february march april june july august september october november december
"""
_NEUTRAL = frozenset(_WORDS.split())


@dataclass(frozen=True)
class Reference:
    """One entry. ``line`` and ``key`` say where it stands and what it is called there.

    ``people`` are names as written, never split; ``ids`` are normal forms of arXiv numbers, DOIs and pages.
    ``other_titles`` are what it is called besides: with its subtitle, or in another language. In ``prose``
    the title is a line of text whose parts nobody told apart. What is not known is empty or None.
    """

    line: int
    key: str
    title: str = ""
    people: tuple[str, ...] = ()
    year: int | None = None
    ids: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    prose: bool = False


@dataclass(frozen=True)
class References:
    """All entries of one list, and all that is wrong with it."""

    entries: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


def identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    """The arXiv numbers, DOIs and pages that stand anywhere in some texts, each once, in normal form.

    >>> identifiers(["see arXiv:1409.0473v7", "https://doi.org/10.1162%2Fneco.1997.9.8.1735"])
    ('1409.0473', '10.1162/neco.1997.9.8.1735')
    >>> identifiers(["CoRR abs/1406.2661", "10.48550/arXiv.1406.2661", "https://hf.co/papers/1406.2661"])
    ('1406.2661',)
    """
    return tuple(dict.fromkeys(found for text in texts for found in _found(text)))


def own_identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    r"""Those of lines that hold nothing else: in running text an identifier may be any paper's.

    >>> own_identifiers(["arXiv preprint arXiv:1706.03762", "Extends arXiv:1512.03385"])
    ('1706.03762',)
    """
    lines = (line for text in texts for line in text.splitlines())
    return identifiers(line for line in lines if any(_found(line)) and not without_identifiers(line))


def without_identifiers(text: str) -> str:
    """What a line says besides its identifiers; nothing where it only tells where they are from.

    >>> without_identifiers("arXiv:1706.03762 [cs.CL], 2017"), without_identifiers("GAN: arXiv:1406.2661")
    ('', 'GAN')
    """
    if identifier(text):
        return ""
    plain = _unescaped(text)
    for pattern in (_URL, _DOI, _ARXIV, _DBLP, _PMID, _SUBJECT):
        plain = pattern.sub(" ", plain)
    words = fold(plain).split()
    if all(word in _NEUTRAL or (word.isdigit() and len(word) < 5) for word in words):
        return "" if len(words) < len(fold(text).split()) else text.strip()
    return one_line(plain).strip(" ,;:()[]<>-–—")


def _found(text: str) -> Iterable[str]:
    plain = _unescaped(text)
    if "/" not in plain and "." not in plain and ":" not in plain and "pmid" not in plain.lower():
        return
    dois = (_TAIL.sub("", doi) if "://" in plain else doi for doi in _DOI.findall(plain))
    for part in map(_balanced, (plain, *dois, *_ARXIV.findall(plain))):
        if known := identifier(part):
            yield known[1]
    for url in map(_balanced, _URL.findall(plain)):
        known = identified(url)
        if known and not (known[0] == "address" and _DOI.search(url)):
            yield known[1]
    for key in _DBLP.findall(plain):
        yield (dblp(key.lower()) or ("", key.lower()))[1]
    yield from (f"pubmed/{number}" for number in _PMID.findall(plain))


def _unescaped(text: str) -> str:
    """An identifier or address as it is, out of LaTeX (978\\_3, 978{\\_}3, $\\sim$) or an address (%2F)."""
    if "{" in text or "$" in text or "\\" in text:
        text = _BRACED.sub(r"\1", _TILDE.sub("~", text)).replace("\\", "")
    return unquote(text).strip()


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


def title_of(text: str) -> str:
    """A title as one line, without the markup of web pages that programs leave in it.

    >>> title_of("Generative <i>Adversarial</i> Nets &amp; more, where a < b")
    'Generative Adversarial Nets & more, where a < b'
    """
    if "&" in text:
        text = html.unescape(text)
    return one_line(_MARKUP.sub("", text) if "<" in text else text)


def with_subtitle(title: str, *subtitles: str) -> tuple[str, ...]:
    """The title with each subtitle that there is, as it may be called elsewhere.

    >>> with_subtitle("Batch Normalization", "Accelerating Deep Network Training", "")
    ('Batch Normalization: Accelerating Deep Network Training',)
    """
    return tuple(f"{title.rstrip(' :.')}: {subtitle}" for subtitle in subtitles if title and subtitle)


def _balanced(text: str) -> str:
    """Without the full stop or the bracket of the sentence around it; a bracket that was opened stays."""
    text = text.rstrip(".,;")
    while text.endswith((")", ">", "]")) and text.count(text[-1]) > text.count(
        {")": "(", ">": "<", "]": "["}[text[-1]]
    ):
        text = text[:-1].rstrip(".,;")
    return text
