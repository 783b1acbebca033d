"""A lineage as a picture: the SVG of kb in our component, with words in the visitor's language."""

from __future__ import annotations

import streamlit as st

from explorer import store
from explorer.lineage_graph import LABELS, lineage_graph
from explorer.parts import frame
from explorer.visit import Visit
from kb.lineage import Lineage

HIGHEST, SMALL = 680, 560  # px: a stage is as high as its picture asks for, up to this


def show(
    visit: Visit, found: Lineage, key: str, height: int = HIGHEST, selected: str | None = None
) -> str | None:
    """Draw a lineage; the id of the work that was just opened in it, if any."""
    drawing = store.picture(found, "auto", visit.language)
    return lineage_graph(
        drawing, key=key, height=height, labels=LABELS[visit.language], selected=selected
    ).opened


def small_lineage(visit: Visit, work: str) -> None:
    """The nearest relatives of a work; a click leads to the page of the one clicked."""
    with st.container(key="small-lineage"):
        opened = show(visit, store.lineage(work, 1), f"small-lineage-{work}", SMALL)
    if opened:
        frame.leave(visit.href("paper", id=opened))
