"""The lineage graph: our own Streamlit component, which shows the SVG that kb draws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).resolve().parent


_SCRIPTS = ("elements.js", "camera.js", "evidence.js", "gestures.js", "lineage.js")


def _text(*names: str) -> str:
    """Files of this folder, joined: a component is one module."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


_graph = st.components.v2.component("lineage_graph", js=_text(*_SCRIPTS), css=_text("lineage.css"))
_choice = st.components.v2.component("lineage_choice", js=_text("choice.js"))

#: The words on the graph's buttons and cards, by language.
LABELS = {
    "en": {
        "help": "Point at a link for its evidence. Arrow keys walk along links, Enter opens a work, "
        "Ctrl and wheel zooms.",
        "tools": "Zoom",
        "zoom": "Zoom",
        "zoom_in": "Zoom in (+)",
        "zoom_out": "Zoom out (−)",
        "whole": "Show the whole picture (0)",
        "centre": "Back to the centre work",
        "evidence": "Evidence",
        "against": "speaks against",
        "opened": "Opened:",
    },
    "zh": {
        "help": "指向关联可看依据；方向键沿关联移动，回车打开工作；按住 Ctrl 滚动可缩放。",
        "tools": "缩放",
        "zoom": "缩放",
        "zoom_in": "放大（+）",
        "zoom_out": "缩小（−）",
        "whole": "显示全图（0）",
        "centre": "回到中心工作",
        "evidence": "依据",
        "against": "反面依据",
        "opened": "已打开：",
    },
}


@dataclass(frozen=True)
class Event:
    """What a visitor did since the last run: ``opened`` is the id of a work, for one run only."""

    opened: str | None


def lineage_graph(
    svg: str, *, key: str, height: int, labels: dict[str, str], selected: str | None = None
) -> Event:
    """Show a lineage (kb.drawing.svg with theme "auto") in a stage at most ``height`` px high.

    ``labels`` are ``LABELS`` of a language. ``selected`` marks a work; it travels apart from the picture,
    which is therefore sent only when it changes.
    """
    with st.container(gap=None):
        result = _graph(
            key=key,
            data={"name": key, "svg": svg, "labels": labels, "height": height},
            on_open_change=_ignore,
        )
        _choice(key=f"{key}-choice", data={"name": key, "selected": selected})
    return Event(opened=result.open)


def _ignore() -> None:
    """Streamlit returns a trigger only where a callback is declared."""
