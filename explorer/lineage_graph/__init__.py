"""The lineage graph: our own Streamlit component, which shows the SVG that kb draws in kb's viewer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from kb.drawing import viewer

_HERE = Path(__file__).resolve().parent


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def script() -> str:
    """The component as one module: the viewer, and what ties it to Streamlit."""
    return f"{viewer.script()}\n{_text('lineage.js')}"


def style() -> str:
    """Its style sheet: the viewer's, in the colours of the page."""
    return f"{viewer.style()}\n{_text('lineage.css')}"


_graph = st.components.v2.component("lineage_graph", js=script(), css=style())
_choice = st.components.v2.component("lineage_choice", js=_text("choice.js"))
_take = st.components.v2.component("lineage_take", js=_text("take.js"), css=_text("take.css"))


@dataclass(frozen=True)
class Event:
    """What a visitor did since the last run, for one run only: a work opened, a work put in the centre."""

    opened: str | None
    centred: str | None


def lineage_graph(
    svg: str,
    *,
    key: str,
    height: int,
    labels: Mapping[str, str],
    reasons: Mapping[str, Any],
    centring: bool = False,
) -> Event:
    """Show a lineage (kb.drawing.svg with theme "auto") in a stage at most ``height`` px high.

    ``labels`` and ``reasons`` are those of kb.drawing.viewer. ``centring`` lets a double click put a work in
    the centre. The picture is sent only when it changes; what is chosen in it travels apart (``choose``).
    """
    data = {
        "name": key,
        "svg": svg,
        "labels": labels,
        "reasons": reasons,
        "height": height,
        "centring": centring,
    }
    result = _graph(key=key, data=data, on_open_change=_ignore, on_centre_change=_ignore)
    return Event(opened=result.open, centred=result.centre)


def choose(name: str, work: str) -> None:
    """Mark a work in the picture ``name``, at every run anew: a click may have marked another one since."""
    _choice(key=f"{name}-choice", data={"name": name, "selected": work, "at": time.monotonic_ns()})


def take_along(name: str, *, act: str, labels: Mapping[str, str], file: str = "") -> None:
    """A button that needs the browser.

    "png" saves the picture ``name`` as ``file``, "copy" copies the address of the page. ``labels`` has the
    words act (on the button), done (said after it; may be missing) and failed.
    """
    data = {"name": name, "act": act, "file": file, "labels": labels}
    _take(key=f"{name}-{act}", data=data, width="content")


def _ignore() -> None:
    """Streamlit returns a trigger only where a callback is declared."""
