"""How things and texts in both languages become cells in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kb.cli.forms import Row
from kb.cli.output import Flat

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

_INITIALS = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z][A-Za-z0-9-]{1,4}")


def spelt_out(base: KnowledgeBase, work: str, language: str) -> str:
    """What stands beside a label that is initials: the title; nothing beside one that speaks.

    >>> spelt_out(base, "consistency-models", "en"), spelt_out(base, "transformer", "en")
    (': Consistency Models', '')
    """
    paper = base.papers.get(work)
    name = paper.name_in("en") if paper and language == "en" else ""
    return f": {paper.title.removeprefix(f'{name}: ')}" if paper and _INITIALS.fullmatch(name) else ""


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
