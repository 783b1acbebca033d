"""Text for LaTeX and text out of it: what LaTeX would print, as plain Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from kb.errors import CannotRun
from kb.formats import library
from kb.reference import one_line

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "&%_#${}"},
}


def escape(text: str) -> str:
    r"""Text that LaTeX prints as it stands.

    >>> escape("AT&T: 100% of $5_a")
    'AT\\&T: 100\\% of \\$5\\_a'
    """
    escaped = "".join(_ESCAPES.get(c, c) for c in text)
    return re.sub(r"([-`'])(?=\1)", r"\1{}", escaped)  # two of them would become a dash or a quotation mark


@cache
def _decoder() -> Callable[[str], object]:
    decode: Callable[[str], object] = (
        library("pylatexenc.latex2text").LatexNodes2Text(math_mode="text").latex_to_text
    )
    return decode


_ACCENTS = dict(
    zip(
        "`'^\"~=.cvuHrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u030a\u0328",
        strict=True,
    )
)
_ACCENT = re.compile(
    r"""\\(?:([`'^"~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z])(?![A-Za-z]*\{))|([cvuHrk])\{([A-Za-z])\})"""
)
_ESCAPED = re.compile(r"\\([&%_#])")
_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


@lru_cache(8192)
def plain(text: str) -> str:
    r"""What LaTeX would print: accents as letters, no braces, no commands.

    What is cut off is read as far as it goes. Raises CannotRun without pylatexenc.

    >>> plain(r"Universit{\'e} de {Montr\'eal}, AT\&T"), plain("50% of AT&T")
    ('Université de Montréal, AT&T', '50% of AT&T')
    """
    if not any(sign in text for sign in "\\{}$~`'-"):
        return one_line(text)
    accented = _ESCAPED.sub(r"\1", _ACCENT.sub(_letter, text))
    if not any(sign in accented for sign in "\\$`"):
        return one_line(_printed(accented))
    return one_line(decoded(text))


def _letter(accent: re.Match[str]) -> str:
    mark, letter = accent[1] or accent[4], accent[2] or accent[3] or accent[5]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def _printed(text: str) -> str:
    """Text without commands: what its signs stand for, without its braces."""
    text = re.sub(r"[{}]", "", text.replace("~", " "))
    for sign, printed in _SIGNS:
        text = text.replace(sign, printed)
    return text


def decoded(text: str) -> str:
    r"""What pylatexenc makes of any LaTeX; it takes long, so that ``plain`` asks it for the rest alone.

    >>> decoded(r"\emph{Th{\'e}orie} of $x_i$")
    'Théorie of x_i'
    """
    try:
        found = str(_decoder()(re.sub(r"(?<!\\)[&%#]", r"\\\g<0>", text)))
    except CannotRun:
        raise
    except Exception:  # of LaTeX that is cut off, pylatexenc raises whatever it stumbles on
        found = re.sub(r"[\\{}$]", "", text)
    return found.replace("\u02c6", "^").replace("\xad", "")
