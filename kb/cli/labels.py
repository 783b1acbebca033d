"""How things and texts in both languages become cells in one."""

from __future__ import annotations

from typing import Any

from kb.cli.forms import Row
from kb.cli.output import Flat


def label(thing: Row, language: str) -> str:
    """The label of a thing that is only mentioned, in a language."""
    return str(thing["label_zh"] if language == "zh" else thing["label"])


def in_language(language: str) -> Flat:
    """What makes one row of one object: its label and its texts in a language, all else as it is.

    >>> list(in_language("zh")({"label": "a", "label_zh": "b", "why": {"en": "c", "zh": "d"}}))
    [{'label': 'b', 'label_zh': 'b', 'why': 'd'}]
    """

    def flat(thing: Row) -> list[Row]:
        row = {name: _text(value, language) for name, value in thing.items()}
        return [{**row, "label": label(thing, language)} if "label_zh" in thing else row]

    return flat


def _text(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, dict) and value.keys() == {"en", "zh"} else value
