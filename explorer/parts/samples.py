"""The pictures of a run: the newest large, earlier ones beside it, as they are made."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

import streamlit as st

from explorer.markup import Markup, element, join
from explorer.visit import Visit
from reproductions.launch import Artefact, Run

EARLIER = 8  # pictures beside the newest


def show(visit: Visit, run: Run) -> None:
    """What the generator drew so far; nothing before its first picture."""
    images = [artefact for artefact in run.artefacts() if artefact.kind == "image"]
    if not images:
        return
    drawn = [image for image in images if image.name.startswith("samples")] or images
    newest, earlier = drawn[-1], spread(drawn[:-1])
    others = [image for image in images if image not in drawn]
    st.html(
        element(
            "div",
            element("h2", visit.t("run.samples")),
            element(
                "div",
                _figure(visit, newest, "tt-newest"),
                element("div", join(_figure(visit, image) for image in earlier), cls="tt-earlier"),
                cls="tt-samples",
            ),
            join(_figure(visit, image, "tt-newest") for image in others),
            cls="tt tt-section",
        )
    )


def spread(images: list[Artefact]) -> list[Artefact]:
    """At most EARLIER of them, evenly spaced, first and last among them."""
    if len(images) <= EARLIER:
        return images
    return [images[round(i * (len(images) - 1) / (EARLIER - 1))] for i in range(EARLIER)]


def _figure(visit: Visit, image: Artefact, cls: str | None = None) -> Markup:
    try:
        source = _inline(image.path, image.path.stat().st_mtime_ns)
    except OSError:
        return Markup()  # taken away while we looked
    picture = element("img", src=source, alt=image.title)
    return element("figure", picture, element("figcaption", _caption(visit, image)), cls=cls)


@lru_cache(maxsize=128)
def _inline(path: Path, _changed: int) -> str:
    """The picture inside the page: a file of its own could be replaced before the browser asks for it."""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def _caption(visit: Visit, image: Artefact) -> str:
    if image.name.startswith("samples"):
        return visit.t("run.sample_at", step=image.step)
    return visit.t("run.neighbours") if image.name == "figure-2" else image.title
