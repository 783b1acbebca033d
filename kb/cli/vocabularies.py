"""The vocabularies that several commands share, and those that come from the facts."""

from __future__ import annotations

import re
from collections import defaultdict

from kb.cli.vocabulary import Vocabulary, Words

LANGUAGE = Vocabulary(
    "--lang", ("en", "zh"),
    also={
        "en": ("english", "en-us", "en-gb", "英文", "英语"),
        "zh": ("chinese", "zh-cn", "zh-hans", "cn", "中文", "汉语", "简体中文"),
    },
)  # fmt: skip
KIND = Vocabulary(
    "--kind",
    ("work", "paper", "dataset", "system", "film", "person", "award", "story", "event", "source"),
    also={"person": ("author", "scientist"), "work": ("作品",), "film": ("movie",)},
)
STATUS = Vocabulary("--status", ("accepted", "disputed", "refuted"))
OVER = Vocabulary(
    "--over", ("citations", "influence"), also={"influence": ("links", "影响"), "citations": ("引用",)}
)


def _types() -> Words:
    from kb.link import LINK_TYPES

    return dict.fromkeys(LINK_TYPES, ())


def _topics() -> Words:
    from kb.cache import facts_directory, open_cache

    subjects = open_cache(facts_directory()).names().subjects.values()
    return dict.fromkeys(sorted({s.topic for s in subjects if s.topic}), ())


def _series() -> Words:
    """Every series of awards, by its id and by the names of its awards without their years."""
    from kb.base import KnowledgeBase

    names: dict[str, dict[str, None]] = defaultdict(dict)
    for award in KnowledgeBase.load().awards.values():
        for name in (award.name.en, award.name.zh, *award.aliases):
            names[award.series][re.sub(r"\s*\d{4}( 年)?\s*", " ", name).strip()] = None
    return {series: list(names[series]) for series in sorted(names)}


def _awards() -> Words:
    """Every series, every award, and ``any``."""
    from kb.base import KnowledgeBase

    awards = KnowledgeBase.load().awards.values()
    single = {award.id: (award.name.en, award.name.zh, *award.aliases) for award in awards}
    return {"any": ("all", "任意", "全部"), **_series(), **single}


def _readable() -> Words:
    """The formats in which a list of references can be read."""
    from kb import formats

    return dict.fromkeys(formats.importable(), ())


def _formats() -> Words:
    from kb import formats

    found = {name: formats.find(name) for name in formats.names()}
    return {name: (format.ABOUT, format.EXTENSION) for name, format in found.items()}


READABLE = Vocabulary("--format", _readable, also={"bibtex": ("bib", "biblatex"), "csl": ("csl-json",)})
TYPE = Vocabulary("--type", _types)
TOPIC = Vocabulary("--topic", _topics)
SERIES = Vocabulary("--series", _series)
AWARD = Vocabulary("--award", _awards)
FORMAT = Vocabulary(
    "--format", _formats, also={"bibtex": ("biblatex", "tex"), "jsonld": ("json-ld", "linked data")}
)
