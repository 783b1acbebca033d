"""Colours and line styles. Every text colour has a contrast of 4.5 or more on its ground (WCAG AA)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.drawing.lettering import FONTS

Theme = Literal["light", "dark", "auto"]
Ending = Literal["solid", "hollow", "open", "double", "bar", "dot", "ring", "diamond"]

#: Names are those of the custom properties, so that a page can put its own colours in their place.
LIGHT = {
    "paper": "#fcfbf8",
    "ink": "#1d2530",
    "muted": "#59616d",
    "rule": "#dedbd3",
    "band": "#f4f2ec",
    "card": "#ffffff",
    "edge": "#c8c6bf",
    "accent": "#1f3f68",
    "on-accent": "#ffffff",
    "on-accent-muted": "#d3deec",
    "link": "#5b6b82",
    "strong": "#1f4f8b",
    "aside": "#8a6428",
    "grey": "#85888e",
    "prize": "#a66f00",
    "focus": "#0b63ce",
}
DARK = {
    "paper": "#11151b",
    "ink": "#e9ebee",
    "muted": "#a2abb7",
    "rule": "#2a313b",
    "band": "#171c24",
    "card": "#1c222b",
    "edge": "#414b59",
    "accent": "#a9c8f2",
    "on-accent": "#0f1a28",
    "on-accent-muted": "#2b3d55",
    "link": "#8d9bb0",
    "strong": "#8ab6f2",
    "aside": "#cfa768",
    "grey": "#828993",
    "prize": "#e3b04b",
    "focus": "#7db4ff",
}

#: A hue for each topic, for stripes and lane headings: (on light, on dark).
TOPICS = {
    "sequence-modelling": ("#2b6a86", "#7fbfda"),
    "attention-memory": ("#35528f", "#9db7ec"),
    "language-models": ("#57498f", "#b9adec"),
    "self-supervised": ("#7a4487", "#d3a4df"),
    "generative-adversarial": ("#9a3f52", "#ec9fae"),
    "diffusion": ("#a04a2c", "#eda987"),
    "vision": ("#7d5a12", "#d9b66a"),
    "reinforcement-learning": ("#4d6b24", "#a9cd78"),
    "efficient-training": ("#2c6e4f", "#7fcba6"),
    "graph-science": ("#236e6a", "#77cbc5"),
    "theory": ("#5d5a54", "#b5b1a8"),
    "data": ("#4f5f6e", "#a7b8c8"),
    "culture": ("#7a5561", "#cfabb6"),
}


@dataclass(frozen=True)
class Line:
    """How a type of link looks, told apart without colour: dashes in px and the shape at the later end."""

    dash: str
    ending: Ending
    aside: bool = False


LINES = {
    "builds_on": Line("", "solid"),
    "improves": Line("", "double"),
    "generalizes": Line("", "hollow"),
    "applies": Line("9 4", "solid"),
    "inspired_by": Line("1.5 4", "open"),
    "enabled_by": Line("10 3.5 1.5 3.5", "diamond"),
    "contrasts": Line("5 4", "bar", aside=True),
    "evaluates": Line("2.5 3", "dot", aside=True),
    "surveys": Line("1.5 3", "dot", aside=True),
    "independent_concurrent": Line("12 4", "ring", aside=True),
    "misattributed": Line("4 4", "open", aside=True),
}


def stylesheet(topics: list[str], theme: Theme) -> str:
    """The CSS of a picture, for the topics on it.

    "auto" works with custom properties, so that the reader's system, or ``data-theme`` on the root, chooses.
    A fixed theme has its colours written out: some programs that draw SVG know no custom properties.
    """
    rules = _RULES + "".join(f"{_ROOT} .t-{topic}{{color:var(--kb-topic-{topic})}}" for topic in topics)
    if theme == "auto":
        dark = _variables(DARK, topics, 1)
        return (
            f"{_ROOT}{{{_variables(LIGHT, topics, 0)}}}"
            f"@media (prefers-color-scheme:dark){{{_ROOT}:not([data-theme=light]){{{dark}}}}}"
            f"{_ROOT}[data-theme=dark]{{{dark}}}{rules}"
        )
    for name, value in _colours(LIGHT if theme == "light" else DARK, topics, int(theme == "dark")):
        rules = rules.replace(f"var(--kb-{name})", value)
    return rules


def _colours(colours: dict[str, str], topics: list[str], shade: int) -> list[tuple[str, str]]:
    return [*colours.items(), *((f"topic-{topic}", TOPICS[topic][shade]) for topic in topics)]


def _variables(colours: dict[str, str], topics: list[str], shade: int) -> str:
    return "".join(f"--kb-{name}:{value};" for name, value in _colours(colours, topics, shade))


_ROOT = ".kb-lineage"
_STYLES = {
    "": f"font-family:{FONTS}",
    "text": "fill:var(--kb-ink)",
    "a": "text-decoration:none",
    ".paper": "fill:var(--kb-paper)",
    ".title": "font-size:19px;font-weight:650;letter-spacing:-.2px",
    ".quiet": "fill:var(--kb-muted);font-size:12px",
    ".band": "fill:var(--kb-band)",
    ".rule": "stroke:var(--kb-rule);stroke-width:1;fill:none",
    ".axis": "stroke:var(--kb-muted);stroke-width:1.2;fill:none",
    ".short": "stroke-dasharray:1.5 4",
    ".year": "fill:var(--kb-muted);font-size:12px;font-weight:600;text-anchor:middle",
    ".year.gap": "font-weight:400",
    ".heading": "fill:currentColor;font-size:13px;font-weight:650",
    ".strip": "fill:currentColor",
    ".card": "fill:var(--kb-card);stroke:var(--kb-edge);stroke-width:1",
    ".name": "font-size:14px;font-weight:600",
    ".note": "fill:var(--kb-muted);font-size:12px",
    ".star": "fill:var(--kb-prize)",
    ".side .card": "stroke-dasharray:3 3;fill:var(--kb-paper)",
    ".side .strip": "opacity:.55",
    ".side .name": "font-weight:500",
    ".centre .card": "fill:var(--kb-accent);stroke:var(--kb-accent)",
    ".centre .name": "fill:var(--kb-on-accent);font-weight:700",
    ".centre .note": "fill:var(--kb-on-accent-muted)",
    ".centre .star": "fill:var(--kb-on-accent)",
    ".centre .strip": "fill:var(--kb-on-accent);opacity:.55",
    ".halo": "fill:none;stroke:var(--kb-accent);stroke-opacity:.28;stroke-width:4",
    ".link": "color:var(--kb-link)",
    ".link.near": "color:var(--kb-strong)",
    ".link.aside": "color:var(--kb-aside)",
    ".link.disputed": "color:var(--kb-grey)",
    ".link.refuted": "color:var(--kb-grey)",
    ".wire": "fill:none;stroke:currentColor;stroke-width:1.5",
    ".near .wire": "stroke-width:2",
    ".aside .wire": "stroke-width:1.3",
    ".evaluates .wire": "stroke-width:1.1",
    ".under": "fill:none;stroke:var(--kb-paper);stroke-width:5;stroke-opacity:.85",
    ".tip": "fill:currentColor;stroke:currentColor;stroke-width:1.3;stroke-linejoin:round",
    ".tip.hollow": "fill:var(--kb-paper)",
    ".tip.ring": "fill:var(--kb-paper)",
    ".tip.open": "fill:none;stroke-width:1.7;stroke-linecap:round",
    ".tip.bar": "fill:none;stroke-width:1.7;stroke-linecap:round",
    ".mark": "fill:var(--kb-paper);stroke:currentColor;stroke-width:1.2",
    ".cross": "stroke:currentColor;stroke-width:1.7;stroke-linecap:round;fill:none",
    ".doubt": "fill:var(--kb-muted);font-size:10.5px;font-weight:700;text-anchor:middle",
    ".hit": "fill:none;stroke:transparent;stroke-width:14;pointer-events:stroke",
    ".link:hover .wire": "stroke-width:2.8",
    ".link:focus .wire": "stroke-width:2.8;stroke:var(--kb-focus)",
    ".link.lit .wire": "stroke-width:2.6",
    ".link:focus": "outline:none",
    ".work:focus": "outline:none",
    ".work:hover .card": "stroke:currentColor;stroke-width:1.6",
    ".work:focus .card": "stroke:var(--kb-focus);stroke-width:2.6",
    ".work.chosen .card": "stroke:var(--kb-focus);stroke-width:2.6",
}
_RULES = "".join(f"{_ROOT} {where}{{{what}}}".replace(" {", "{") for where, what in _STYLES.items())
