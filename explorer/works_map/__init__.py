"""The map: our second Streamlit component, which shows the SVG that kb.atlas draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from kb.drawing import viewer

_HERE = Path(__file__).resolve().parent
_VIEWER = Path(viewer.__file__).resolve().parent

#: Files that are joined into one module; the first two are the lineage picture's, so that both feel the same.
SCRIPTS = (
    _VIEWER / "elements.js",
    _VIEWER / "gestures.js",
    *(_HERE / f"{name}.js" for name in ("camera", "spots", "lines", "finder", "brush", "map")),
)


def script() -> str:
    """The component as one module."""
    return "\n".join(file.read_text(encoding="utf-8") for file in SCRIPTS)


def style() -> str:
    """The style sheet of the component."""
    return (_HERE / "map.css").read_text(encoding="utf-8")


_map = st.components.v2.component("works_map", js=script(), css=style())
_place = st.components.v2.component("works_map_place", js=(_HERE / "place.js").read_text(encoding="utf-8"))
_choice = st.components.v2.component("works_map_choice", js=(_HERE / "choice.js").read_text(encoding="utf-8"))


def works_map(
    data: dict[str, Any],
    *,
    key: str,
    selected: str | None,
    find: str | None,
    heard: Callable[[str, str], None],
) -> None:
    """Show a map. ``data`` holds svg, key, links, histogram, years and labels (see `explorer.parts.map.map`).

    ``selected`` and ``find`` travel apart from it, so that the picture is sent only when it changes. What a
    visitor does is told to ``heard`` before the page runs again: "choose" with an id or "-", "years" with a
    span or "all", "find" with words or "-".
    """

    def told(event: str) -> Callable[[], None]:
        def callback() -> None:
            value = getattr(st.session_state.get(key), event, None)
            if value:
                heard(event, str(value))

        return callback

    with st.container(gap=None, key=f"{key}-map"):
        _map(
            key=key,
            data={"name": key, **data},
            on_choose_change=told("choose"),
            on_years_change=told("years"),
            on_find_change=told("find"),
        )
        _choice(key=f"{key}-choice", data={"name": key, "selected": selected, "find": find or ""})


def mend_place(place: str, words: dict[str, str]) -> None:
    """Let the place for a file in the container of this key speak our words: choose, limit, other, remove."""
    _place(key=f"{place}-words", data={"place": place, **words})


def links_data(links: Sequence[Any]) -> list[dict[str, str]]:
    """What the map must know of each link to draw it."""
    return [{"subject": k.subject, "object": k.object, "type": k.type, "status": k.status} for k in links]
