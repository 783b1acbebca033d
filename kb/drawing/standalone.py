"""A lineage as one HTML file that opens from disk and asks nobody for anything: picture, viewer and tables.

The same lineage gives the same bytes. A policy in the file forbids every request and every script but the one
that stands in it; without scripts it is still a picture with tables.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from kb.base import KnowledgeBase
from kb.drawing import twin, viewer
from kb.drawing.ink import svg
from kb.drawing.words import phrase
from kb.lineage import Lineage
from kb.markup import Markup, element, join
from kb.record import Language, Text

_HERE = Path(__file__).resolve().parent / "viewer"
_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_WORDS = {
    "kicker": Text(en="timetested: a lineage with its evidence", zh="timetested：附依据的脉络"),
    "checked": Text(en="Evidence as looked up until {date}.", zh="依据查证截至 {date}。"),
    "no_links": Text(en="It has no links here.", zh="此处没有关联。"),
    "version": Text(en="Facts {version}.", zh="事实版本 {version}。"),
    "licence": Text(en="Facts and picture: CC BY 4.0.", zh="事实与图：CC BY 4.0。"),
    "offline": Text(en="This file asks for nothing from the network.", zh="本文件不访问网络。"),
    "picture": Text(en="Picture", zh="图"),
}


def page(base: KnowledgeBase, lineage: Lineage, *, language: Language = "en") -> str:
    """A lineage as one self-contained HTML document; its colours follow the reader's system."""
    script = _script()
    return "".join(
        (
            "<!doctype html>\n",
            f'<html lang="{_TAGS[language]}">\n<head>\n',
            '<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(script))}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n',
            f"<title>{escape(_title(base, lineage, language))}</title>\n",
            f"<style>{viewer.style()}\n{_text('standalone.css')}</style>\n</head>\n<body>\n",
            _body(base, lineage, language),
            f"\n<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _script() -> str:
    return f"(() => {{\n{viewer.script()}\n{_text('standalone.js')}}})();"


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; style-src 'unsafe-inline'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _title(base: KnowledgeBase, lineage: Lineage, language: Language) -> str:
    return phrase("title", language, name=base.papers[lineage.centre].name_in(language))


def _body(base: KnowledgeBase, lineage: Lineage, language: Language) -> str:
    reasons = viewer.reasons(base, lineage, language)
    told = {"labels": viewer.LABELS[language], "reasons": reasons}
    picture = svg(base, lineage, language=language, heading=False)
    parts: Sequence[Markup] = (
        element(
            "header",
            element("p", _WORDS["kicker"][language], cls="kicker"),
            element("h1", _title(base, lineage, language)),
        ),
        element(
            "main",
            element(
                "section",
                Markup(picture),
                id="picture",
                aria_label=_WORDS["picture"][language],
                data_told=json.dumps(told, ensure_ascii=False, sort_keys=True),
            ),
            twin.works(base, lineage, reasons, language),
            twin.links(base, lineage, language),
        ),
        element("footer", element("p", _imprint(base, lineage, language))),
    )
    return join(parts, "\n")


def _imprint(base: KnowledgeBase, lineage: Lineage, language: Language) -> Markup:
    dates = [item.date for link in lineage.links for item in link.evidence]
    told = [
        _WORDS["checked"][language].format(date=max(dates)) if dates else _WORDS["no_links"][language],
        _WORDS["version"][language].format(version=base.version[:12]) if base.version else "",
        element("a", _WORDS["licence"][language], href=_LICENCE, rel="license noreferrer"),
        _WORDS["offline"][language],
    ]
    return join([one for one in told if one], "" if language == "zh" else " ")
