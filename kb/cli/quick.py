"""The short way for `kb show NAME ...`, the command that is typed most: no option parser is imported for it.

It knows the plain forms only and leaves everything else to the parser, which answers exactly the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal

from kb.cli.output import Form, Output
from kb.cli.reporting import exit_code

_FORMS: dict[str, Form] = {"--json": "json", "--jsonl": "jsonl", "--csv": "csv", "--md": "md"}


def quick(words: Sequence[str]) -> int | None:
    """The exit code of a plain `kb show`, or None where the option parser has to look at it."""
    if not words or words[0] != "show" or os.environ.get("KB_LANG") not in (None, "en", "zh"):
        return None
    names = [word for word in words[1:] if word not in _FORMS]
    forms = [_FORMS[word] for word in words[1:] if word in _FORMS]
    if not names or len(forms) > 1 or any(name.startswith("-") and name != "-" for name in names):
        return None
    language: Literal["en", "zh"] = "zh" if os.environ.get("KB_LANG") == "zh" else "en"
    out = Output(form=forms[0] if forms else None, language=language)

    def show() -> None:
        from kb.cli.card_lookup import show_cards

        show_cards(out, names)

    return exit_code(show, out.form in ("json", "jsonl"), language)
