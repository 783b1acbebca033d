"""The parts of the lineage page: its controls, the card of the chosen work, and what can be taken away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.lineage import DEPTHS, LineageView
from explorer.markup import Markup, element, join
from explorer.parts import evidence, works
from explorer.parts.actions import button
from explorer.visit import Visit
from kb.cards import link_card
from kb.drawing import words
from kb.lineage import Lineage, as_data
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
    with st.container(key="lineage-controls", horizontal=True, gap="medium"):
        st.selectbox(
            visit.t("lineage.work"),
            sorted(base.papers, key=lambda id_: base.papers[id_].name_in(visit.language).casefold()),
            format_func=lambda id_: base.papers[id_].name_in(visit.language),
            key="lineage-work",
            width=220,
            **change,
        )
        st.segmented_control(visit.t("lineage.depth"), DEPTHS, key="lineage-depth", required=True, **change)
        st.multiselect(
            visit.t("lineage.types"),
            LINK_TYPES,
            format_func=lambda kind: words.TYPES[kind][visit.language],
            placeholder=visit.t("lineage.all_types"),
            key="lineage-types",
            width=230,
            **change,
        )
        st.slider(visit.t("lineage.years"), *span, key="lineage-years", width=210, **change)
        st.toggle(visit.t("lineage.disputed"), key="lineage-disputed", **change)


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


def chosen(visit: Visit, found: Lineage, id_: str) -> Markup:
    """The card of the chosen work, and why it is on the picture."""
    work = store.card(id_)
    actions = [button(visit.t("lineage.open"), visit.href("paper", id=id_), primary=True)]
    if id_ != found.centre:
        actions.append(button(visit.t("lineage.centre_here"), visit.href("lineage", work=id_)))
    if id_ in store.reproductions():
        actions.append(button(visit.t("paper.run"), visit.href("reproduce", paper=id_)))
    note = element("p", join(actions), cls="tt-actions")
    return element(
        "div", works.card(visit, work, note), _because(visit, found, id_), cls="tt-columns tt-chosen"
    )


def _because(visit: Visit, found: Lineage, id_: str) -> Markup:
    base = store.base()
    member = next(m for m in found.members if m.id == id_)
    centre = store.card(found.centre)
    if member.id == found.centre:
        reason = element("p", visit.t("lineage.is_centre"))
        shown = [link for link in found.links if id_ in (link.subject, link.object)]
    else:
        key = "beside" if member.side else "before" if member.steps < 0 else "after"
        reason = element("p", visit.t(f"lineage.{key}", n=abs(member.steps), name=visit.label(centre)))
        shown = [link for link in found.links if link.id == member.because]
        shown += [
            link for link in found.links if id_ in (link.subject, link.object) and link.id != member.because
        ]
    cards = [link_card(base, link) for link in shown]
    lines = join(
        evidence.reason(visit, card, evidence.sentence(visit, card), card["id"] == member.because)
        for card in cards
    )
    return element("aside", works.section(visit.t("lineage.why"), reason, lines), cls="tt-aside tt-because")


def downloads(visit: Visit, found: Lineage) -> None:
    """The picture and its data as files."""
    data = as_data(store.base(), found)
    files = {
        "svg": (store.picture(found, "auto", visit.language), "image/svg+xml"),
        "json": (json.dumps(data, ensure_ascii=False, indent=1), "application/json"),
        "csv": (link_rows(data), "text/csv"),
    }
    with st.container(key="lineage-downloads", horizontal=True, vertical_alignment="center"):
        for extension, (content, mime) in files.items():
            st.download_button(
                visit.t(f"lineage.download_{extension}"),
                content,
                f"{found.centre}-lineage.{extension}",
                mime,
                key=f"download-{extension}",
                on_click="ignore",
            )


def link_rows(data: Mapping[str, Any]) -> str:
    """The links of a lineage as CSV: a row for each item of evidence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["subject", "type", "object", "status", "why", "source", "where", "says", "supports", "checked"]
    )
    for link in data["links"]:
        for item in link["evidence"]:
            row = [
                link["subject"]["id"],
                link["type"],
                link["object"]["id"],
                link["status"],
                link["why"]["en"],
            ]
            source = item["source"]["id"]
            writer.writerow(
                [*row, source, item["where"], item["says"]["en"], item["supports"], item["checked"]]
            )
    return out.getvalue()
