"""The filters of the lineage page, and what it says when they leave nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from explorer import store
from explorer.links.lineage import DEPTHS, FILTERS, LineageView
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb.drawing import words
from kb.lineage import Lineage
from kb.link import LINK_TYPES

_WIDGETS = ("work", "depth", "types", "years", "disputed")


def controls(visit: Visit, view: LineageView, centre: str) -> None:
    """Work, depth, types, years, disputed. The address holds them; widgets only show and change it."""
    base = store.base()
    years = sorted(paper.year for paper in base.papers.values())
    span = (years[0], max(years[-1], years[0] + 1))
    now = {
        "work": centre,
        "depth": view.depth,
        "types": list(view.types),
        "years": _within(view.years, span),
        "disputed": view.disputed,
    }
    for name in _WIDGETS:
        st.session_state[f"lineage-{name}"] = now[name]
    change = {"on_change": _write_address, "args": (span, dict(visit_language(visit)))}
    with st.container(key="lineage-controls", horizontal=True, gap="small"):
        st.selectbox(
            visit.t("lineage.work"),
            sorted(base.papers, key=lambda id_: base.papers[id_].name_in(visit.language).casefold()),
            format_func=lambda id_: base.papers[id_].name_in(visit.language),
            key="lineage-work",
            width=200,
            **change,
        )
        st.segmented_control(visit.t("lineage.depth"), DEPTHS, key="lineage-depth", required=True, **change)
        st.multiselect(
            visit.t("lineage.types"),
            LINK_TYPES,
            format_func=lambda kind: words.TYPES[kind][visit.language],
            placeholder=visit.t("lineage.all_types"),
            key="lineage-types",
            width=260,
            **change,
        )
        st.slider(visit.t("lineage.years"), *span, key="lineage-years", width=170, **change)
        st.toggle(visit.t("lineage.disputed"), key="lineage-disputed", **change)
        _reset(visit, view, centre)


def _reset(visit: Visit, view: LineageView, centre: str) -> None:
    """The way back to all; its place is kept while there is nothing to take back, so that nothing moves."""
    there = visit.href("lineage", LineageView(work=centre).params())
    way = element("a", visit.t("lineage.reset"), href=there if view.filtered else None)
    idle = "" if view.filtered else " tt-idle"
    st.html(
        element("p", way, cls=f"tt tt-reset{idle}", aria_hidden="true" if idle else None), width="content"
    )


def visit_language(visit: Visit) -> Mapping[str, str]:
    """The language as a parameter, where the visitor chose it."""
    return {"lang": visit.language} if visit.chosen else {}


def _within(years: tuple[int, int] | None, span: tuple[int, int]) -> tuple[int, int]:
    if years is None:
        return span
    first, last = (min(max(year, span[0]), span[1]) for year in years)
    return first, last


def _write_address(span: tuple[int, int], language: Mapping[str, str]) -> None:
    work, depth, types, years, disputed = (st.session_state[f"lineage-{name}"] for name in _WIDGETS)
    same = st.query_params.get("work") == work
    view = LineageView(
        work=work,
        depth=depth,
        types=tuple(name for name in LINK_TYPES if name in types),
        years=tuple(years) if tuple(years) != span else None,
        disputed=disputed,
        selected=st.query_params.get("selected") if same else None,
    )
    st.query_params.from_dict({**view.params(), **language})


def nothing(visit: Visit, view: LineageView, found: Lineage) -> None:
    """Where the centre stands alone: which filter did that, and how to take it away."""
    if len(found.members) > 1:
        return
    ways = [element("li", way) for way in _ways_out(visit, view, found.centre)]
    st.html(
        element(
            "div",
            element("p", visit.t("lineage.alone")),
            element("ul", join(ways)) if ways else element("p", visit.t("lineage.no_links")),
            cls="tt tt-alone",
        )
    )


def _ways_out(visit: Visit, view: LineageView, centre: str) -> list[Markup]:
    """Each single filter whose removal brings works back, or all of them together; disputed links last."""
    relaxed = {name: view.without(name) for name in ("types", "years") if name in view.filtered}
    found = _counted(visit, relaxed, centre)
    if not found and len(relaxed) > 1:
        found = _counted(visit, {"all": view.without(*FILTERS)}, centre)
    if not view.disputed:
        found += _counted(visit, {"disputed": replace(view, disputed=True, selected=None)}, centre)
    return found


def _counted(visit: Visit, views: Mapping[str, LineageView], centre: str) -> list[Markup]:
    lines = []
    for name, view in views.items():
        there = store.lineage(centre, view.depth, view.types, view.years, view.disputed)
        if others := len(there.members) - 1:
            label = visit.t(f"lineage.without_{name}", n=others)
            lines.append(element("a", label, href=visit.href("lineage", replace(view, work=centre).params())))
    return lines
