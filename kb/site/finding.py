"""What lets a site be found and searched without a server: an index as a script, a map of all addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kb.base import KnowledgeBase
from kb.drawing.words import LANES
from kb.markup import element, join
from kb.record import Language
from kb.site.place import FOLDERS, ROOTS, TAGS, Place
from kb.site.words import say
from kb.spelling import fold

KEPT = ("id", "identifier", "alias", "title", "name", "shared alias", "surname", "pinyin")


def index(base: KnowledgeBase, language: Language) -> str:
    """All names of all things with a page, as a script: a page opened from disk may not read JSON beside it.

    A row is [label, what it is, year, path, links, keys]; the keys are folded as kb folds them.

    >>> rows = json.loads(index(base, "en").removeprefix("window.KB_INDEX=").removesuffix(";\\n"))
    >>> next(row[3] for row in rows if "1406 2661" in row[5])
    'works/gan.html'
    """
    keys: dict[str, dict[str, None]] = {}
    for name in base.names.names:
        if name.how in KEPT:
            keys.setdefault(name.id, {})[fold(name.key)] = None
    rows = [
        [
            subject.label_zh if language == "zh" else subject.label,
            " · ".join(
                filter(None, (say(f"kind.{subject.kind}", language), _topic(subject.topic, language)))
            ),
            subject.year,
            f"{FOLDERS[subject.kind]}/{subject.id}.html",
            subject.links,
            list(keys.get(subject.id, ())),
        ]
        for subject in base.names.subjects.values()
        if subject.kind in FOLDERS
    ]
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return "window.KB_INDEX=" + written.replace("</", "<\\/") + ";\n"


def _topic(topic: str | None, language: Language) -> str | None:
    return LANES[topic][language] if topic in LANES else None


def sitemap(places: Iterable[Place], url: str) -> str:
    """All pages with their other languages, as search engines read it.

    >>> "<loc>https://example.org/index.html</loc>" in sitemap([Place("en", "index.html")], "https://example.org/")
    True
    """
    entries = (
        element(
            "url",
            element("loc", url + place.address),
            join(
                element(
                    "xhtml:link",
                    rel="alternate",
                    hreflang=TAGS[language],
                    href=url + ROOTS[language] + place.path,
                )
                for language in ROOTS
            ),
        )
        for place in places
    )
    spaces = {
        "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    }
    declared = "".join(f' {name}="{value}"' for name, value in spaces.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset{declared}>\n{join(entries, chr(10))}\n</urlset>\n'
    )
