"""Where a page opens: at the top, or at the place that its address names; and buttons that copy a text."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).resolve().parent

_arrival = st.components.v2.component(
    "timetested_arrival", js=(_HERE / "arrival.js").read_text("utf-8"), isolate_styles=False
)


def at(place: str | None, key: str) -> None:
    """Go to the element of this id once the page is there; without one to that of the address's ``#``.

    To be called after all else of the page. ``key`` names the view, so that each is arrived at once.
    """
    _arrival(key=f"arrival-{key}", data={"at": place})
