"""The viewer: what moves a picture that kb drew, in plain JavaScript that knows no framework.

One source for two hosts: the explorer's component and the self-contained HTML. The files are joined into
one script; each host adds a few lines that say where the picture comes from and what happens when a work is
opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.drawing.words import verb
from kb.lineage import Lineage, chain
from kb.link import Link
from kb.record import Language

_HERE = Path(__file__).resolve().parent
_SCRIPTS = (
    "elements.js", "camera.js", "evidence.js", "gestures.js", "glide.js", "light.js", "walk.js", "poster.js",
    "picture.js",
)  # fmt: skip

#: The words on the viewer's buttons and cards, by language.
LABELS: dict[Language, dict[str, str]] = {
    "en": {
        "help": "Point at a link for its evidence, click a work for its card. Arrow keys walk along links, "
        "Enter opens a work, Ctrl and wheel zooms.",
        "help_centring": "Point at a link for its evidence, click a work for its card; a double click "
        "(Shift+Enter) puts it in the centre. Arrow keys walk along links, Ctrl and wheel zooms.",
        "help_touch": "Tap a link or a work to read about it. Two fingers zoom.",
        "help_touch_centring": "Tap a link or a work to read about it; tap a work twice to centre it.",
        "tools": "Zoom",
        "zoom": "Zoom",
        "zoom_in": "Zoom in (+)",
        "zoom_out": "Zoom out (−)",
        "whole": "Show the whole picture (0)",
        "centre": "Back to the centre work",
        "evidence": "Evidence",
        "against": "speaks against",
        "opened": "Opened:",
        "centred": "In the centre now:",
        "because": "Here because:",
        "read": "Read it at its source",
    },
    "zh": {
        "help": "指向关联可看依据，点击工作可看卡片；方向键沿关联移动，回车打开工作；按住 Ctrl 滚动可缩放。",
        "help_centring": "指向关联可看依据；点击工作可看卡片，双击（Shift+回车）以它为中心；"
        "方向键沿关联移动，按住 Ctrl 滚动可缩放。",
        "help_touch": "轻点关联或工作即可阅读；双指可缩放。",
        "help_touch_centring": "轻点关联或工作即可阅读；连点工作两下，以它为中心。",
        "tools": "缩放",
        "zoom": "缩放",
        "zoom_in": "放大（+）",
        "zoom_out": "缩小（−）",
        "whole": "显示全图（0）",
        "centre": "回到中心工作",
        "evidence": "依据",
        "against": "反面依据",
        "opened": "已打开：",
        "centred": "现在的中心：",
        "because": "在此是因为：",
        "read": "前往出处阅读",
    },
}


def script() -> str:
    """The viewer as one script, without a host."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)


def style() -> str:
    """The viewer's style sheet. Its colours are custom properties that a host may set."""
    return (_HERE / "viewer.css").read_text(encoding="utf-8")


def statement(base: KnowledgeBase, link: Link, language: Language) -> str:
    """A link as a sentence: subject, verb, object.

    >>> statement(base, base.links["wgan-improves-gan"], "en")
    'WGAN improves GAN'
    """
    said = verb(link.type, base.papers[link.object].kind)[language]
    names = (base.papers[link.subject].name_in(language), base.papers[link.object].name_in(language))
    return ("" if language == "zh" else " ").join((names[0], said, names[1]))


def reasons(base: KnowledgeBase, found: Lineage, language: Language) -> dict[str, dict[str, Any]]:
    """Why each work but the centre is on the picture: the links back to the centre, and those as one line.

    >>> from kb.lineage import lineage
    >>> reasons(base, lineage(base, "gan", depth=1), "en")["wgan"]
    {'says': 'WGAN improves GAN', 'links': ['wgan-improves-gan']}
    """
    between = "；" if language == "zh" else "; "
    told = {}
    for member in found.members:
        if links := chain(found, member.id):
            says = between.join(statement(base, link, language) for link in links)
            told[member.id] = {"says": says, "links": [link.id for link in links]}
    return told
