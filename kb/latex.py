"""Text for LaTeX and text out of it: what LaTeX would print, as plain Unicode."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

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


def plain(text: str) -> str:
    r"""What LaTeX would print: accents as letters, no braces, no commands.

    What is cut off is read as far as it goes. Raises CannotRun without pylatexenc.

    >>> plain(r"Universit{\'e} de {Montr\'eal}, AT\&T"), plain("50% of AT&T")
    ('Université de Montréal, AT&T', '50% of AT&T')
    """
    if not any(sign in text for sign in "\\{}$~`'-"):
        return one_line(text)
    try:
        decoded = str(_decoder()(re.sub(r"(?<!\\)[&%#]", r"\\\g<0>", text)))
    except CannotRun:
        raise
    except Exception:  # of LaTeX that is cut off, pylatexenc raises whatever it stumbles on
        decoded = re.sub(r"[\\{}$]", "", text)
    return one_line(decoded.replace("\u02c6", "^"))
