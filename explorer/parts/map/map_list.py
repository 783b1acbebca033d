"""Somebody's own list of references over the map: read from a file, or kept by `kb import`.

A file that is given to the page stays in the memory of this visit, on this machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.map import MapView
from explorer.markup import Markup, element, join
from explorer.parts import notices, works
from explorer.visit import Visit
from explorer.works_map import mend_place
from kb import atlas, overlay
from kb.cards import reference
from kb.errors import FactsInvalid, KnowledgeBaseError, UnknownId

KEPT, FAULT = "map-list", "map-list-fault"  # in the memory of this visit
SHOWN = 8


@dataclass(frozen=True)
class List:
    """A list as it was read, what it means, and whether it has an address of its own."""

    overlay: overlay.Overlay
    study: overlay.Study
    kept: bool


def laid_over(view: MapView) -> List | None:
    """The list that is asked for: by the address, or else the file of this visit. None without any."""
    if view.overlay:
        try:
            found = overlay.load(view.overlay)
        except (UnknownId, FactsInvalid):
            return None
        return List(found, store.study(found), True)
    given = st.session_state.get(KEPT)
    return List(given, store.study(given), False) if given else None


def section(visit: Visit, view: MapView, mine: List | None) -> None:
    """The part of the page for one's own list: give a file, choose a kept one, see what it means."""
    lede = element("p", visit.t("reading.lede"), cls="tt-lede")
    st.html(
        element(
            "div",
            works.section(visit.t("reading.title"), lede, _kept(visit, view)),
            cls="tt tt-page tt-reading",
        )
    )
    with st.container(key="map-upload"):
        round_ = st.session_state.setdefault("map-round", 0)
        st.file_uploader(
            visit.t("reading.upload"),
            type=["bib", "ris", "json", "txt"],
            key=f"map-file-{round_}",
            on_change=_take,
            args=(f"map-file-{round_}",),
        )
        words = ("choose", "limit", "other", "remove")
        mend_place("map-upload", {word: visit.t(f"reading.upload_{word}") for word in words})
    if fault := _fault(visit, view):
        notices.refusal(fault)
    if mine:
        st.html(element("div", _meaning(visit, mine), cls="tt tt-page"))
        st.button(visit.t("reading.forget"), key="map-forget", on_click=_forget)


def _kept(visit: Visit, view: MapView) -> Markup:
    """The lists that `kb import` has kept, each with its address."""
    ways = [
        element(
            "a",
            name,
            href=visit.href("map", replace(view, overlay=name).params()),
            data_changes="overlay",
            aria_current="true" if name == view.overlay else None,
        )
        for name in overlay.names()
    ]
    return element("p", visit.t("reading.kept"), join(ways, " "), cls="tt-lists") if ways else Markup()


# -- taking and letting go ----------------------------------------------------------------------------------


def _take(key: str) -> None:
    """Read a file that was given; what is wrong with it is said in one line, and nothing else changes."""
    file = st.session_state.get(key)
    st.session_state.pop(FAULT, None)
    if file is None:
        st.session_state.pop(KEPT, None)
        return
    try:
        found = overlay.read(file.getvalue(), file.name)
    except FactsInvalid as invalid:
        first = invalid.problems[0]
        st.session_state[FAULT] = ("bad", {"name": file.name, "line": first.line, "problem": first.message})
        return
    except KnowledgeBaseError as error:
        st.session_state[FAULT] = ("error", {"problem": str(error)})
        return
    if not found.entries:
        st.session_state[FAULT] = ("empty", {"name": file.name})
        return
    name = overlay.name_of(file.name)
    st.session_state[KEPT] = overlay.Overlay(name, file.name, "", found.entries, found.problems)
    st.query_params.pop("overlay", None)


def _forget() -> None:
    st.session_state.pop(KEPT, None)
    st.session_state.pop(FAULT, None)
    st.session_state["map-round"] = st.session_state.get("map-round", 0) + 1  # a new, empty place for files
    for name in ("overlay", "selected"):
        st.query_params.pop(name, None)


def _fault(visit: Visit, view: MapView) -> str | None:
    if view.overlay:
        if view.overlay not in overlay.names():
            return visit.t("reading.unknown", name=view.overlay[:80])
        try:
            overlay.load(view.overlay)
        except FactsInvalid:
            return visit.t("reading.broken", name=view.overlay)
        return None
    kind, values = st.session_state.get(FAULT, (None, {}))
    if kind == "bad":
        return visit.t("reading.bad", **values)
    if kind == "empty":
        return visit.t("reading.empty", **values)
    return values.get("problem")


# -- what it means ------------------------------------------------------------------------------------------


def _meaning(visit: Visit, mine: List) -> Markup:
    base = store.base()
    study = mine.study
    outside = atlas.references(study.matches)
    counts = visit.t(
        "reading.counts",
        name=mine.overlay.source.rpartition("/")[2] or mine.overlay.name,
        entries=len(mine.overlay.entries),
        read=len(study.mine),
        outside=len(outside),
    )
    unclear = sum(match.status == "ambiguous" for match in study.matches)
    notes = [
        visit.t("reading.unclear", n=unclear) if unclear else None,
        visit.t("reading.problems", n=len(mine.overlay.problems)) if mine.overlay.problems else None,
    ]
    told = element("p", counts)
    doubts = join((note for note in notes if note), " · ")
    small = element("p", doubts, cls="tt-small") if doubts else None
    here = None if mine.kept else element("p", visit.t("reading.only_here"), cls="tt-small")
    if not study.mine:
        return join([told, small, here, notices.empty(visit.t("reading.none_read"))])
    missing = [(reference(base, g.work), visit.t("reading.from_yours", n=len(g.mine))) for g in study.missing]
    read = sorted((reference(base, id_) for id_ in study.mine), key=lambda r: (r["year"], r["id"]))
    pair = element(
        "div",
        works.section(
            visit.t("reading.missing"),
            _listed(visit, missing) or notices.empty(visit.t("reading.nothing_missing")),
            count=len(missing),
            level=3,
        ),
        works.section(
            visit.t("reading.read"),
            _listed(visit, [(one, None) for one in read]),
            count=len(read),
            level=3,
        ),
        cls="tt-pair tt-against",
    )
    return join([told, small, here, pair])


def _listed(visit: Visit, found: Sequence[tuple[dict[str, Any], str | None]]) -> Markup:
    """Works in lines, the first of them open and the rest to unfold."""
    lines = [works.line(visit, one, _note(note)) for one, note in found]
    if not lines:
        return Markup()
    first = element("ul", join(lines[:SHOWN]), cls="tt-lines")
    rest = lines[SHOWN:]
    more = element(
        "details",
        element("summary", visit.t("reading.more", n=len(rest))),
        element("ul", join(rest), cls="tt-lines"),
        cls="tt-fold",
    )
    return join([first, more if rest else None])


def _note(note: str | None) -> Markup | None:
    return element("span", " · ", note, cls="tt-small") if note else None
