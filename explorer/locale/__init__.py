"""The explorer's own words in English and Chinese: one YAML catalogue a language, the same keys in both."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = {"en": "EN", "zh": "中文"}


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by key, such as ``paper.awards``."""
    tree = yaml.safe_load((Path(__file__).parent / f"{language}.yaml").read_text("utf-8"))
    return {f"{group}.{key}": str(value) for group, texts in tree.items() for key, value in texts.items()}


def message(language: str, key: str, **values: object) -> str:
    """The text of a key with its values put in. Raises KeyError for a key that no catalogue has."""
    template = catalogue(language)[key]
    return template.format(**values) if values else template


def choose(chosen: str | None, browser: str | None) -> str:
    """The language to speak: the chosen one, or the first part of the browser's locale, or English.

    >>> choose(None, "zh-CN"), choose("en", "zh-CN"), choose(None, "fr")
    ('zh', 'en', 'en')
    """
    if chosen in LANGUAGES:
        return str(chosen)
    spoken = (browser or "").lower().split("-")[0]
    return spoken if spoken in LANGUAGES else "en"
