"""The explorer's own words: one YAML file an area, every text in English and Chinese side by side."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = {"en": "EN", "zh": "中文"}


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    """Texts by key, such as ``paper.awards``, each by language. Raises ValueError for a key given twice."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        for group, texts in yaml.safe_load(file.read_text("utf-8")).items():
            for name, both in texts.items():
                key = f"{group}.{name}"
                if key in found:
                    raise ValueError(f"{file.name}: {key} is given twice")
                found[key] = {language: str(text) for language, text in both.items()}
    return found


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by key."""
    return {key: both[language] for key, both in _texts().items() if language in both}


def message(language: str, key: str, /, **values: object) -> str:
    """The text of a key with its values put in. Raises KeyError for a key that no catalogue has."""
    template = catalogue(language)[key]
    return _set(template.format(**values)) if values else template


_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BETWEEN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")


def _set(text: str) -> str:
    """A text whose slots are filled, set as Chinese is: a blank parts it from Latin, never from itself.

    >>> _set("生成对抗网络 的脉络"), _set("GAN 的脉络")
    ('生成对抗网络的脉络', 'GAN 的脉络')
    """
    return _BETWEEN.sub("", text)


def choose(chosen: str | None, browser: str | None) -> str:
    """The language to speak: the chosen one, or the first part of the browser's locale, or English.

    >>> choose(None, "zh-CN"), choose("en", "zh-CN"), choose(None, "fr")
    ('zh', 'en', 'en')
    """
    if chosen in LANGUAGES:
        return str(chosen)
    spoken = (browser or "").lower().split("-")[0]
    return spoken if spoken in LANGUAGES else "en"
