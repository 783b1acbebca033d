"""Somebody's own list of references over the map: read from a file, or kept by `kb import`.

On one's own machine a file that is given to the page is kept as `kb import` keeps it, and the address bears
its name. A server that others use too keeps nothing: there the works of the list stand in the address itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.map import MOST_MINE, MapView
from explorer.markup import Markup, element, join
from explorer.parts import notices, works
from explorer.parts.map import gaps
from explorer.serving import access
from explorer.visit import Visit
from explorer.works_map import mend_place
from kb import atlas, formats, overlay
from kb.cards import reference
from kb.cli.reasons import reason_told
from kb.cli.translation import told
from kb.errors import FactsInvalid, KnowledgeBaseError, UnknownId
from kb.reference import References

GIVEN, FAULT = "map-list", "map-list-fault"  # in the memory of this visit
SHOWN = 8


@dataclass(frozen=True)
class List:
    """A list as it was read, what it means, and where it is kept: here, address or nowhere ("")."""

    overlay: overlay.Overlay
    study: overlay.Study
    kept: str


def laid_over(view: MapView) -> List | None:
    """The list that is asked for by the address. None without any."""
    if view.overlay:
        try:
            found = overlay.load(view.overlay)
        except (UnknownId, FactsInvalid):
            return None
        return List(found, store.study(found), "here")
    given = st.session_state.get(GIVEN)
    if given and store.study(given).mine[:MOST_MINE] == view.mine:  # this visit still knows the file itself
        return List(given, store.study(given), "address" if view.mine else "")
    if not view.mine:
        return None
    entries = overlay.read("\n".join(view.mine).encode(), "mine.txt").entries
    listed = overlay.Overlay("mine", "", "", entries)
    return List(listed, store.study(listed), "address")


def in_brief(visit: Visit, mine: List | None) -> Markup:
    """The list in a line above the map, with the way to what it means."""
    if mine is None:
        return Markup()
    told = visit.t(
        "reading.brief", name=name(visit, mine), read=len(mine.study.mine), missing=len(mine.study.missing)
    )
    way = element("a", visit.t("reading.to_meaning"), href="#my-list")
    return element("p", join([told, way], " "), cls="tt-small tt-mine", role="status")


def name(visit: Visit, mine: List) -> str:
    """What the list is called: its file, or "your list" where only its works are known."""
    return mine.overlay.source.rpartition("/")[2] or visit.t("reading.yours")


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
            type=[ending[1:] for ending in formats.endings()],
            key=f"map-file-{round_}",
            on_change=_take,
            args=(f"map-file-{round_}",),
        )
        words = {word: visit.t(f"reading.upload_{word}") for word in ("choose", "other", "remove")}
        limit = visit.t("reading.upload_limit", endings=" ".join(formats.endings()))
        mend_place("map-upload", {**words, "limit": limit})
    if fault := _fault(visit, view):
        notices.refusal(fault)
    if mine:
        st.html(element("div", _meaning(visit, mine), cls="tt tt-page", id="my-list"))
        with st.container(key="map-list-actions", horizontal=True):
            gaps.download(visit, mine.study)
            st.button(visit.t("reading.forget"), key="map-forget", on_click=_take_off)
            if mine.kept == "here" and not access.shared():
                told = visit.t("reading.delete", name=mine.overlay.name)
                st.button(told, key="map-delete", on_click=_delete, args=(mine.overlay.name,))


def _kept(visit: Visit, view: MapView) -> Markup:
    """The lists that `kb import` has kept, each with its address."""
    ways = [
        element(
            "a",
            called,
            href=visit.href("map", replace(view, overlay=called, mine=()).params()),
            data_changes="overlay",
            aria_current="true" if called == view.overlay else None,
        )
        for called in overlay.names()
    ]
    return element("p", visit.t("reading.kept"), join(ways, " "), cls="tt-lists") if ways else Markup()


# -- taking and letting go ----------------------------------------------------------------------------------


def _take(key: str) -> None:
    """Read a file that was given; what is wrong with it is said in one line, and nothing else changes."""
    file = st.session_state.get(key)
    st.session_state.pop(FAULT, None)
    if file is None:
        return
    try:
        found = overlay.read(file.getvalue(), file.name)
        if found.entries:
            _keep(file.name, found)
        else:
            st.session_state[FAULT] = ("empty", {"name": file.name})
    except FactsInvalid as invalid:
        first = invalid.problems[0]
        st.session_state[FAULT] = ("bad", {"name": file.name, "line": first.line, "problem": first.message})
    except KnowledgeBaseError as error:
        st.session_state[FAULT] = ("error", {"problem": str(error)})


def _keep(source: str, found: References) -> None:
    """Keep a list where it belongs, and let the address say which it is. Raises SourceError."""
    called = overlay.name_of(source)[:80].strip("-")
    mine = overlay.Overlay(called, source, date.today().isoformat(), found.entries, found.problems)
    for parameter in ("overlay", "mine", "selected"):
        st.query_params.pop(parameter, None)
    if not access.shared():
        overlay.save(mine)
        st.query_params["overlay"] = called
        return
    st.session_state[GIVEN] = mine
    if works_ := store.study(mine).mine:
        st.query_params["mine"] = ",".join(works_[:MOST_MINE])


def _take_off() -> None:
    st.session_state.pop(GIVEN, None)
    st.session_state.pop(FAULT, None)
    st.session_state["map-round"] = st.session_state.get("map-round", 0) + 1  # a new, empty place for files
    for parameter in ("overlay", "mine", "selected"):
        st.query_params.pop(parameter, None)


def _delete(called: str) -> None:
    with suppress(UnknownId):  # gone already, by another tab or kb import --forget
        overlay.forget(called)
    _take_off()


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
        values = {**values, "problem": reason_told(values["problem"], visit.language)}
        return visit.t("reading.bad", **values)
    if kind == "empty":
        return visit.t("reading.empty", **values)
    return told(values["problem"], visit.language) if values else None


# -- what it means ------------------------------------------------------------------------------------------


def _meaning(visit: Visit, mine: List) -> Markup:
    base = store.base()
    study = mine.study
    outside = atlas.references(study.matches)
    counts = visit.t(
        "reading.counts",
        name=name(visit, mine),
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
    where = visit.t(f"reading.kept_{mine.kept or 'nowhere'}", name=mine.overlay.name)
    back = element("a", visit.t("reading.to_map"), href="#content")
    here = element("p", join([where, back], " "), cls="tt-small")
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
