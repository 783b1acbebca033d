"""Where in a source: whether a locator leads a reader to a place, or only to a text as a whole."""

from __future__ import annotations

import re

_ORDINAL = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
_PLACES = (
    # a part that has a number or a letter: section 4.1, Table 3, appendix B, reference 17
    r"\b(?:section|appendix|chapter|table|figure|equation|theorem|algorithm|page|paragraph|reference|footnote)"
    r"s? (?:[\d(]|[A-Z]{1,3}\d*\b)",
    r"\bappendices [A-Z\d]",
    # a part that is named: section on GAN, section Results, sentence on Atari, caption of Figure 2, title
    r"\b(?:section|part|heading|paragraph|sentence|passage|caption|entry|row|column|item)s?"
    r" (?:on|of|in|[A-Z“\d])",
    r"\bfile \S+\.\w+",
    r"\b(?:title|introduction|related work|discussion|conclusions?)\b",
    # a part that is counted: second sentence, third and fourth paragraph
    rf"\b(?:{_ORDINAL})(?: and (?:{_ORDINAL}))? (?:sentence|paragraph|line|row|post|review|part)",
)
_PLACE = re.compile("|".join(_PLACES), re.IGNORECASE)


def leads_to_a_place(where: str) -> bool:
    """Whether a locator names a section, table, figure, equation, paragraph, sentence or page.

    A bare abstract, README or page does not: its sentence, heading or paragraph must be named.

    >>> [leads_to_a_place(w) for w in ("section 5, Table 1", "abstract, sentence on Atari", "section on GAN")]
    [True, True, True]
    >>> [leads_to_a_place(w) for w in ("abstract", "README", "whole page", "reference list")]
    [False, False, False, False]
    """
    return bool(_PLACE.search(where))
