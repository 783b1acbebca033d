"""What `kb` says in English, said in Chinese: whole sentences, whose names and numbers stand in slots.

The code says everything once, in English, where it happens. `locale/zh.yaml` holds the same sentences in
Chinese, the slots of an f-string in their order as {a}, {b}, ...; a slot may hold a sentence again, or a word
of the house. A test reads the code and asks for every sentence in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import pairwise
from pathlib import Path

from kb.cli.words import say

_SLOT = re.compile(r"\\{([a-z])\\}")  # as re.escape leaves one
_FILE = Path(__file__).resolve().parent / "locale" / "zh.yaml"


_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def spoken() -> str:
    """The language of help and errors."""
    return _SPOKEN.get()


@contextmanager
def speaking(words: list[str]) -> Iterator[list[str]]:
    """Speak the language that a command line asks for, by --lang anywhere in it or else by KB_LANG.

    Gives the words to parse: --lang before the command holds for it.
    """
    from kb.cli.vocabularies import LANGUAGE

    asked = [after for word, after in pairwise(words) if word == "--lang"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    before = os.environ.get("KB_LANG")
    if words[:1] == ["--lang"] and len(words) > 1:
        words, os.environ["KB_LANG"] = words[2:], words[1]
    elif words and words[0].startswith("--lang="):
        os.environ["KB_LANG"], words = words[0].partition("=")[2], words[1:]
    known = LANGUAGE.fitting(asked[-1] if asked else before or "en")
    token = _SPOKEN.set(known[0] if known else "en")
    try:
        yield words
    finally:
        _SPOKEN.reset(token)
        if before is None:
            os.environ.pop("KB_LANG", None)
        else:
            os.environ["KB_LANG"] = before


def told(text: str, language: str) -> str:
    """The same text in a language; as it is where nobody has put it into that language.

    >>> told("no work is called 'gann'; nearest: gan (GAN)", "zh")
    "没有名为 'gann' 的作品；最接近的：gan (GAN)"
    """
    if language != "zh" or not text:
        return text
    plain = " ".join(text.split())
    if plain in _sentences():
        return _sentences()[plain]
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(plain):
            return _SLOTS.sub(lambda slot: _filled(found[slot[1]]), sentence)
    return text


_SLOTS = re.compile(r"\{([a-z])\}")


def _filled(slot: str) -> str:
    """What stands in a slot: a word, a sentence, a list of either, or what is the same in all languages."""
    parts = slot.split(", ")
    each = [told(say(part, "zh"), "zh") for part in parts]
    if len(parts) > 1 and (told(slot, "zh") == slot or all(map(str.__ne__, parts, each))):
        return ", ".join(each)
    return told(say(slot, "zh"), "zh")


@cache
def _parts() -> dict[str, dict[str, str]]:
    import yaml

    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: {" ".join(key.split()): text for key, text in part.items()} for name, part in read.items()}


@cache
def _sentences() -> dict[str, str]:
    return {key: text for part in _parts().values() for key, text in part.items()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Sentences with slots: those around others first, then those with most words of their own."""
    known = [(key, text) for key, text in _sentences().items() if _SLOTS.search(key)]
    closest = sorted(
        known, key=lambda item: (item[0] not in _parts()["around"], -len(_SLOTS.sub("", item[0])))
    )
    return tuple((_pattern(key), text) for key, text in closest)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(r"(?P<\1>.*?)", re.escape(sentence)), re.DOTALL)
