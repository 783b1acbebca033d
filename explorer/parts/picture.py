"""A lineage as a picture: the SVG of kb in our component, with words in the visitor's language."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from explorer import store
from explorer.lineage_graph import Event, choose, lineage_graph
from explorer.parts.frame import frame
from explorer.same import Same
from explorer.visit import Visit
from kb.drawing.viewer import LABELS, reasons
from kb.lineage import Lineage
from kb.record import Language

HIGHEST, SMALL = 680, 560  # px: a stage is as high as its picture asks for, up to this
MAIN = "lineage"  # the picture of the lineage page: one for all works, so that it moves from one to the next


def main(visit: Visit, found: Lineage) -> Event:
    """The large picture of a lineage; what the visitor did in it since the last run."""
    return _draw(visit, found, MAIN, HIGHEST, centring=True)


def mark(selected: str) -> None:
    """Mark the work that the page has chosen. A click in the picture has marked its work already."""
    choose(MAIN, selected)


def show(visit: Visit, found: Lineage, key: str, height: int = HIGHEST) -> str | None:
    """Draw a lineage; the id of the work that was just opened in it, if any."""
    return _draw(visit, found, key, height).opened


def small_lineage(visit: Visit, work: str) -> None:
    """The nearest relatives of a work; a click leads to the page of the one clicked."""
    with st.container(key="small-lineage"):
        opened = show(visit, store.lineage(work, 1), f"small-lineage-{work}", SMALL)
    if opened:
        frame.leave(visit.href("paper", id=opened))


def _draw(visit: Visit, found: Lineage, key: str, height: int, centring: bool = False) -> Event:
    return lineage_graph(
        store.picture(found, "auto", visit.language),
        key=key,
        height=height,
        labels=LABELS[visit.language],
        reasons=_reasons(Same(found), visit.language),
        centring=centring,
    )


@lru_cache(maxsize=128)
def _reasons(found: Same[Lineage], language: Language) -> dict[str, str]:
    return reasons(store.base(), found.it, language)
