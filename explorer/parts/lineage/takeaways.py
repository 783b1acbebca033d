"""What can be taken away from the lineage page: the picture, its data, its address, a line to embed it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import streamlit as st

from explorer import store
from explorer.lineage_graph import take_along
from explorer.markup import element
from explorer.parts import verbatim
from explorer.parts.picture import MAIN
from explorer.visit import Visit
from kb.drawing import mermaid, svg
from kb.drawing.palette import Theme
from kb.drawing.standalone import page
from kb.drawing.words import phrase
from kb.lineage import Lineage, as_data


def fold(visit: Visit, found: Lineage) -> None:
    """The picture and its data as files, the address of the view, and how to embed the picture."""
    base, theme = store.base(), _theme()
    named = found.centre
    with st.container(key="lineage-take"), st.expander(visit.t("lineage.take")):
        with _row("picture", visit.t("lineage.take_picture")):
            drawn = partial(svg, base, found, theme=theme, language=visit.language)
            written = partial(page, base, found, language=visit.language)
            _file(visit.t("lineage.download_svg"), f"{named}.svg", drawn)
            _made(visit, "png", file=f"{named}.png")
            _file(visit.t("lineage.download_html"), f"{named}.html", written)
        with _row("data", visit.t("lineage.take_data")):
            diagram = partial(mermaid, base, found, language=visit.language)
            _file(visit.t("lineage.download_csv"), f"{named}.csv", lambda: link_rows(as_data(base, found)))
            _file(visit.t("lineage.download_json"), f"{named}.json", lambda: _json(as_data(base, found)))
            _file(visit.t("lineage.download_mermaid"), f"{named}.mmd", diagram)
        with _row("view", visit.t("lineage.take_view")):
            _made(visit, "copy")
        st.html(element("p", visit.t("lineage.embed"), cls="tt tt-muted tt-take"))
        verbatim.show(visit, embedding(visit, found))


def _theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"


@contextmanager
def _row(name: str, caption: str) -> Iterator[None]:
    """What belongs together, beside what it is."""
    with st.container(key=f"lineage-take-{name}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(element("p", caption, cls="tt tt-muted tt-take"), width=150)
        yield


def _file(label: str, name: str, content: Callable[[], str]) -> None:
    """A button that writes its file when it is clicked, not before."""
    kind = name.rpartition(".")[2]
    mime = {"svg": "image/svg+xml", "html": "text/html", "csv": "text/csv", "json": "application/json"}
    st.download_button(
        label, content, name, mime.get(kind, "text/plain"), key=f"download-{kind}", on_click="ignore"
    )


def _made(visit: Visit, act: str, file: str = "") -> None:
    """A button of the browser's own: it draws the PNG, or copies the address."""
    labels = {"act": visit.t(f"lineage.take_{act}"), "failed": visit.t("lineage.take_failed")}
    if act == "copy":
        labels["done"] = visit.t("lineage.copied")
    take_along(MAIN, act=act, file=file, labels=labels)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def embedding(visit: Visit, found: Lineage) -> str:
    """Two lines of HTML that show a downloaded file on a page of one's own."""
    title = phrase("title", visit.language, name=visit.label(store.card(found.centre)))
    image = element("img", src=f"{found.centre}.svg", alt=title)
    frame = element("iframe", src=f"{found.centre}.html", title=title, width="100%", height="720")
    return f"{image}\n{frame}"


def link_rows(data: Mapping[str, Any]) -> str:
    """The links of a lineage as CSV: a row for each item of evidence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["subject", "type", "object", "status", "why", "source", "where", "says", "supports", "checked"]
    )
    for link in data["links"]:
        head = [link["subject"]["id"], link["type"], link["object"]["id"], link["status"], link["why"]["en"]]
        for item in link["evidence"]:
            says = item["says"]["en"]
            row = [item["source"]["id"], item["where"], says, item["supports"], item["checked"]]
            writer.writerow([*head, *row])
    return out.getvalue()
