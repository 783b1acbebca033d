"""What a verdict says, in another language: sentences whose numbers stand in slots.

A run writes its reasons in English, once, where it judges. The translations stand in `<paper>/zh.yaml` and,
for what all papers say, in `harness/zh.yaml`: the key is the sentence with its slots, the text is the same
sentence in the other language. A slot may hold a sentence again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from reproductions import catalog

__all__ = ["told"]

_SHARED = Path(__file__).resolve().parent / "harness"
_KEY = "because."
_SLOT = re.compile(r"\\{(\w+)\\}")  # as re.escape leaves one


def told(paper: str, language: str, text: str, claim: str = "") -> str:
    """The same sentence in another language; as it is where nobody has put it into that language yet.

    Of a ``claim`` that nothing tests, the whole reason stands under its name. Raises UnknownReproduction.
    """
    if text and text == catalog.find(paper).untested.get(claim):
        return catalog.words(paper, language).get(f"untested.{claim}", text)
    for pattern, sentence in _sentences(paper, language):
        if found := pattern.fullmatch(text):
            slots = {name: told(paper, language, slot) for name, slot in found.groupdict().items()}
            return sentence.format(**slots)
    return text


@lru_cache(maxsize=64)
def _sentences(paper: str, language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with their sentences, the closest first: those that begin with a word, and that have most."""
    file = _SHARED / f"{language}.yaml"
    words = {**(catalog.read_words(file) if file.is_file() else {}), **catalog.words(paper, language)}
    known = {key.removeprefix(_KEY): text for key, text in words.items() if key.startswith(_KEY)}
    own = {sentence: len(re.sub(r"\{\w+\}", "", sentence)) for sentence in known}
    closest = sorted(known, key=lambda sentence: (sentence.startswith("{"), -own[sentence]))
    return tuple((_pattern(sentence), known[sentence]) for sentence in closest)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(r"(?P<\1>.+?)", re.escape(sentence)))
