"""What changes on a page by itself, said to those who do not see it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_line = st.components.v2.component(
    "timetested_announcement", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def announce(sentence: str) -> None:
    """Say a sentence to screen readers; one that stands there already is not said again."""
    with st.container(key="announcement"):
        _line(key="announcement-line", data={"text": sentence})
