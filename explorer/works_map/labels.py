"""The words on the map's buttons and beside it, by language."""

from __future__ import annotations

from typing import Any

from kb.drawing.words import TYPES

_LABELS: dict[str, dict[str, Any]] = {
    "en": {
        "help": "Point at a work for its links, click it for their evidence. Ctrl and wheel zooms, dragging "
        "moves; with the keyboard: arrows, Enter, + − 0, Escape.",
        "find": "Light up works by name",
        "found": {"none": "no work is called so", "one": "1 work; Enter goes to it",
                  "many": "{n} works; Enter goes to the first"},
        "zoom": "Zoom",
        "zoom_in": "Zoom in (+)",
        "zoom_out": "Zoom out (−)",
        "whole": "Show the whole map (0)",
        "chosen": "Chosen:",
        "brush": "Years on the map",
        "from": "From the year",
        "until": "Until the year",
        "span": "{from} to {until}: {n} in all. Drag across the years to narrow the map.",
        "all_years": "All years",
    },
    "zh": {
        "help": "指向一项工作可看它的关联，点击可看依据。按住 Ctrl 滚动可缩放，拖动可移动；"
        "键盘：方向键、回车、+ − 0、Esc。",
        "find": "按名称点亮工作",
        "found": {"none": "没有这个名称的工作", "one": "1 项；按回车前往",
                  "many": "{n} 项；按回车前往第一项"},
        "zoom": "缩放",
        "zoom_in": "放大（+）",
        "zoom_out": "缩小（−）",
        "whole": "显示全图（0）",
        "chosen": "已选中：",
        "brush": "图中的年份",
        "from": "起始年份",
        "until": "终止年份",
        "span": "{from} 至 {until} 年，共 {n} 项。在年份上拖动可缩小范围。",
        "all_years": "全部年份",
    },
}  # fmt: skip


def labels(language: str) -> dict[str, Any]:
    """All words that the component needs, those of the types of link among them."""
    types = {kind: verb[language] for kind, verb in TYPES.items()}
    return {**_LABELS[language], "types": types}
