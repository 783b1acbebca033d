"""What a finished run measured, and what that says about the claims of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import claims, works
from explorer.parts.twin import wide
from explorer.visit import Visit
from kb.claim_terms import term_in, value_in
from reproductions.launch import Run


def show(visit: Visit, run: Run) -> None:
    """Verdicts and measured quantities of a run; nothing before it has measured any."""
    found = run.measurements()
    if found:
        parts = body(visit, run.paper, found.get("claims") or {}, found.get("measures") or {})
        st.html(element("div", parts, cls="tt tt-page"))


def body(
    visit: Visit,
    paper: str,
    judged: Mapping[str, Mapping[str, Any]],
    measured: Mapping[str, Mapping[str, Any]],
) -> Markup:
    """What was judged, and below it folded everything that was measured."""
    return join(
        [
            works.section(visit.t("run.verdicts"), _verdicts(visit, paper, judged) if judged else None),
            _measures(visit, paper, measured) if measured else None,
        ]
    )


def _verdicts(visit: Visit, paper: str, judged: Mapping[str, Mapping[str, Any]]) -> Markup:
    facts = store.base().claims
    because, controls = (
        {id_: store.told(paper, visit.language, verdict.get(key) or "") for id_, verdict in judged.items()}
        for key in ("because", "control")
    )
    rows = []
    for id_, verdict in judged.items():
        said = visit.text(facts[id_].statement) if id_ in facts else ""
        claimed = value_in(visit.language, facts[id_].model_dump()) if id_ in facts else ""
        control = (
            element("p", visit.t("run.control"), " ", controls[id_], cls="tt-from") if controls[id_] else None
        )
        cells = (
            join([element("p", said), element("p", element("code", id_), cls="tt-from")]),
            claimed,
            claims.badge(visit, verdict),
            join([element("p", because[id_]), control]),
        )
        rows.append(element("tr", join(element("td", cell) for cell in cells)))
    heads = join(
        element("th", visit.t(f"run.col_{name}"), scope="col")
        for name in ("claim", "claimed", "verdict", "because")
    )
    head, body = element("thead", element("tr", heads)), element("tbody", join(rows))
    return wide(element("table", head, body, cls="tt-stacked"), visit.t("run.verdicts"))


def _measures(visit: Visit, paper: str, measured: Mapping[str, Mapping[str, Any]]) -> Markup:
    rows, said = [], store.words(paper, visit.language)
    for name, value in measured.items():
        low_high = value.get("interval")
        interval = f"{low_high[0]:.4g} – {low_high[1]:.4g}" if low_high else "–"
        mean = f"{value['mean']:.4g}" if value.get("mean") is not None else "–"
        about = said.get(f"measure.{name}", value.get("about", ""))
        cells = (element("code", name), mean, interval, term_in(visit.language, value.get("unit", "")), about)
        rows.append(element("tr", join(element("td", cell) for cell in cells)))
    names = ("measure", "mean", "interval", "unit", "about")
    heads = join(element("th", visit.t(f"run.col_{name}"), scope="col") for name in names)
    table = element("table", element("thead", element("tr", heads)), element("tbody", join(rows)))
    summary = element("summary", visit.t("run.measures", n=len(rows)))
    return element(
        "details",
        summary,
        element(
            "div",
            table,
            cls="tt-scroll",
            tabindex="0",
            role="region",
            aria_label=visit.t("run.measures", n=len(rows)),
        ),
        cls="tt-fold tt-table",
    )
