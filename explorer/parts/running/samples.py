"""The pictures of a run: of a series the newest large and earlier ones beside it, as they are made."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path

import streamlit as st

from explorer import store
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from reproductions import ledger
from reproductions.launch import Artefact, Run

EARLIER = 8  # pictures beside the newest
TYPES = {".png": "image/png", ".svg": "image/svg+xml"}


def show(visit: Visit, run: Run) -> None:
    """What the run drew so far; nothing before its first picture."""
    found = ledger.series(artefact for artefact in run.artefacts() if artefact.kind == "image")
    if not found:
        return
    parts = [_series(visit, run, some) for some in found.values() if len(some) > 1]
    single = [_figure(visit, run, some[0]) for some in found.values() if len(some) == 1]
    alone = element("div", join(single), cls="tt-drawings") if single else None
    st.html(element("div", element("h2", visit.t("run.samples")), join(parts), alone, cls="tt tt-section"))


def spread(images: list[Artefact]) -> list[Artefact]:
    """At most EARLIER of them, evenly spaced, first and last among them."""
    if len(images) <= EARLIER:
        return images
    return [images[round(i * (len(images) - 1) / (EARLIER - 1))] for i in range(EARLIER)]


def _series(visit: Visit, run: Run, images: list[Artefact]) -> Markup:
    earlier = join(_figure(visit, run, image) for image in spread(images[:-1]))
    newest = _figure(visit, run, images[-1], "tt-newest")
    return element("div", newest, element("div", earlier, cls="tt-earlier"), cls="tt-samples")


def _figure(visit: Visit, run: Run, image: Artefact, cls: str | None = None) -> Markup:
    source = inline(image.path)
    if source is None:
        return Markup()  # taken away while we looked
    caption = _caption(visit, run, image)
    titled = image.path.suffix == ".svg" and caption == image.title  # it carries its title already
    words = None if titled else element("figcaption", caption)
    return element("figure", element("img", src=source, alt=caption), words, cls=cls)


def inline(path: Path) -> str | None:
    """A picture as an address that holds it; None where it is not there."""
    try:
        return _inline(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=128)
def _inline(path: Path, _changed: int) -> str:
    """The picture inside the page: a file of its own could be replaced before the browser asks for it."""
    kind = TYPES.get(path.suffix, "image/png")
    return f"data:{kind};base64," + base64.b64encode(path.read_bytes()).decode()


def _caption(visit: Visit, run: Run, image: Artefact) -> str:
    """The picture's title in the reader's language, where the reproduction has it; of a series, its step."""
    name = re.sub(r"-\d{3,}$", "", image.name)
    said = store.words(run.paper, visit.language).get(f"picture.{name}")
    if name == image.name:
        return said or image.title
    return join(filter(None, (said, visit.t("run.sample_at", step=image.step))), " · ")
