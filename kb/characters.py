"""Characters that nobody sees but that a terminal or a page obeys: escapes, text direction, odd line ends."""

from __future__ import annotations

import re

#: C0 and C1 controls, line and paragraph separators, marks that turn the direction of text, lone surrogates.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def name(character: str) -> str:
    r"""How an unseen character is written in a message.

    >>> name("\x1b"), name("\u202e")
    ('U+001B', 'U+202E')
    """
    return f"U+{ord(character):04X}"


def visible(text: str, keep: str = "\n\t") -> str:
    r"""The text with every unseen character written as an escape, but for those to be kept.

    >>> print(visible("Evil\x1b[2J\u202e"))
    Evil\x1b[2J\u202e
    """
    return UNSEEN.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
