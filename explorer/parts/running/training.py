"""The curves of a run, over what the paper says of the same quantity, in gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from explorer import store
from explorer.charts import aims, curves
from explorer.charts.aims import Aim
from explorer.markup import Markup, element, join
from explorer.parts import notices, works
from explorer.visit import Visit
from kb.claim_terms import value_in
from reproductions.launch import Run


def show(visit: Visit, run: Run) -> None:
    """A chart a family of metrics; a sentence before the first numbers."""
    metrics = curves.rows(events(run))
    shown = curves.families(metrics)
    if not shown:
        st.html(element("div", notices.empty(visit.t("run.no_curves")), cls="tt tt-page"))
        return
    known, same = gold(run, metrics), is_the_papers(run)
    st.html(element("div", element("h2", visit.t("run.curves")), cls="tt tt-section"))
    columns = st.columns(2, gap="large")
    for place, (family, some) in enumerate(shown.items()):
        with columns[place % 2]:
            here = {row["metric"]: known[row["metric"]] for row in some if row["metric"] in known}
            st.html(_caption(visit, run, family, here, same))
            lines, alone = curves.parted(some)
            if lines:
                _chart(visit, family, lines, here if same else {})
            values(visit, alone)


def trained(visit: Visit, run: Run) -> str:
    """How far the training came, in words: "1 of 500 steps"; empty where the run does not say."""
    if stopped := run.record.get("stopped"):
        unit = store.told(run.paper, visit.language, str(stopped["unit"]))
        return visit.t("run.trained", done=stopped["done"], whole=stopped["whole"], unit=unit)
    progress = run.progress()
    return visit.t("run.steps", step=progress.step, steps=progress.steps) if progress else ""


def cut_short(run: Run) -> bool:
    """Whether the training ended before its last step: by a time limit, or since somebody cancelled it."""
    if "stopped" in run.record:
        return bool(run.record["stopped"])
    progress = run.progress()
    return progress is not None and progress.step < progress.steps


def gold(run: Run, metrics: Iterable[str]) -> dict[str, Aim]:
    """What the paper says of these metrics, by metric; also where the run's data are not the paper's."""
    known = store.reproductions()
    if run.paper not in known:
        return {}
    tests = {test.measure: test.id for test in known[run.paper].claims if test.measure}
    return aims.of_curves(run.paper, metrics, tests, store.base().claims)


def is_the_papers(run: Run) -> bool:
    """Whether the run trained on what the paper did, as far as its reproduction can have it."""
    data = run.record.get("data") or {}
    usual = (
        store.reproductions()[run.paper].defaults.get("dataset")
        if run.paper in store.reproductions()
        else None
    )
    return not data.get("substitute_for") and usual in (None, run.dataset)


def title(visit: Visit, family: str) -> str:
    """What a family of metrics is called; its own name where we have no other."""
    return visit.t(f"curve.{family}") if family in dict(curves.FAMILIES) else family


def _caption(visit: Visit, run: Run, family: str, here: Mapping[str, Aim], same: bool) -> Markup:
    """The name of a chart, and in words what is gold on it, or why nothing is."""
    facts = store.base().claims
    told = {aim.claim: value_in(visit.language, facts[aim.claim].model_dump()) for aim in here.values()}
    key = "run.gold" if same else "run.gold_elsewhere"
    lines = [visit.t(key, claim=claim, value=value, data=run.dataset) for claim, value in told.items()]
    return element(
        "div",
        element("h3", title(visit, family)),
        join(element("p", line, cls="tt-small tt-gold-said" if same else "tt-small") for line in lines),
        cls="tt tt-caption",
    )


def _chart(visit: Visit, family: str, some: list[curves.Row], here: Mapping[str, Aim]) -> None:
    rows = {
        aim.claim: curves.gold_row(visit.t("run.gold_key", claim=aim.claim), aim.value, aim.spread)
        for aim in here.values()
    }
    name = title(visit, family)
    figure = curves.figure(visit.t("run.step"), gold=list(rows.values()))
    st.vega_lite_chart(
        some, figure, key=f"curve-{family}", width="stretch", alt=visit.t("run.curve_alt", name=name)
    )


def values(visit: Visit, alone: Iterable[curves.Row], by: str = "metric") -> None:
    """Show what was measured once only, as numbers: mean over seeds, and from the lowest to the highest."""
    if rows := [(row[by], _once(visit, row)) for row in alone]:
        st.html(element("div", works.facts(rows), cls="tt tt-once"))


def _once(visit: Visit, row: curves.Row) -> str:
    mean, low, high = (f"{row[name]:.4g}" for name in ("mean", "low", "high"))
    span = f" ({low} – {high})" if low != high else ""
    return visit.t("run.once", value=f"{mean}{span}", step=row["step"])


def events(run: Run) -> list[curves.Event]:
    """All events of a run; only what was written since the last look is read from disk."""
    held = st.session_state.setdefault("run-events", {})
    offset, kept = held.get(run.id, (0, []))
    new, end = run.metrics(offset)
    kept = curves.merged(kept if end >= offset else [], new)
    held.clear()
    held[run.id] = (end, kept)
    return kept
