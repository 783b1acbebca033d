"""A run, while it goes and afterwards. All state is on disk, so a reload or a restart shows the same."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import store
from explorer.charts import curves
from explorer.markup import element, join
from explorer.parts import notices, runs, samples, verdicts, works
from explorer.parts.actions import button
from explorer.visit import Visit
from reproductions import launch
from reproductions.launch import Progress, Run


def page(visit: Visit, run: Run) -> None:
    """The run's heading, then what it does now, anew each second while it goes."""
    head = element(
        "header",
        element("p", visit.t("run.kicker"), cls="tt-kicker"),
        element("h1", f"{runs.label(visit, run.paper)} · {run.preset}" if run.preset else run.id),
        element("p", element("code", run.id), cls="tt-from"),
        cls="tt-head",
    )
    st.html(element("div", head, cls="tt tt-page tt-slim"))
    if run.active:
        _going(visit, run.id)
    else:
        _still(visit, run)


# A name of its own at module level: the browser asks for this very fragment again, also after a restart.
@st.fragment(run_every=1.0)
def _going(visit: Visit, run_id: str) -> None:
    run = store.run(run_id)
    if run is None or not run.active:
        st.rerun()
    _state(visit, run)
    st.button(visit.t("run.cancel"), key="run-cancel", on_click=_cancel, args=(run.id,))
    if (run.path / "cancel").exists():
        st.html(element("p", visit.t("run.cancelling"), cls="tt tt-small"))
    _curves(visit, run)
    samples.show(visit, run)
    _log(visit, run)


def _cancel(run_id: str) -> None:
    launch.cancel(run_id)


def _still(visit: Visit, run: Run) -> None:
    _state(visit, run)
    if run.problem:
        notices.refusal(run.problem)
    with st.container(key="run-actions", horizontal=True, vertical_alignment="center"):
        if run.status in ("cancelled", "lost", "failed"):
            st.button(
                visit.t("run.resume"), key="run-resume", type="primary", on_click=_resume, args=(run.id,)
            )
        if run.paper in store.reproductions():
            again = button(visit.t("run.again"), visit.href("reproduce", paper=run.paper))
            st.html(element("p", again, cls="tt tt-actions"), width="content")
    if refused := st.session_state.pop("run-refused", None):
        notices.refusal(refused)
    verdicts.show(visit, run)
    _curves(visit, run)
    samples.show(visit, run)
    _files(visit, run)
    _log(visit, run)


def _resume(run_id: str) -> None:
    try:
        launch.resume(run_id)
    except launch.ReproductionError as error:
        st.session_state["run-refused"] = error.message


def _state(visit: Visit, run: Run) -> None:
    progress = run.progress()
    rows = [
        (visit.t("runs.status"), runs.status(visit, run)),
        (visit.t("run.progress"), _steps(visit, progress) if progress else None),
        (visit.t("run.rate"), _rate(visit, progress) if run.active else None),
        (visit.t("run.left"), _left(visit, progress) if run.active else None),
        (
            visit.t("run.took"),
            runs.duration(visit, run.record["seconds"]) if run.record.get("seconds") else None,
        ),
        (visit.t("runs.device"), _device(run)),
        (visit.t("runs.dataset"), _data(visit, run)),
        (visit.t("runs.started"), runs.moment(run.started)),
        (visit.t("run.seeds"), ", ".join(map(str, run.record.get("seeds") or []))),
        (visit.t("run.commit"), str(run.record.get("git_commit") or "")[:12]),
    ]
    fraction = progress.fraction if progress else 0.0
    bar = element(
        "div",
        element("i", style=f"width:{100 * fraction:.1f}%"),
        cls=f"tt-bar tt-bar-{run.status.replace(' ', '-')}",
        role="progressbar",
        aria_valuenow=f"{100 * fraction:.0f}",
        aria_valuemin="0",
        aria_valuemax="100",
        aria_label=visit.t("run.progress"),
    )
    st.html(element("div", bar, works.facts(rows), cls="tt tt-state"))


def _steps(visit: Visit, progress: Progress) -> str:
    phase = visit.t("run.evaluating") if progress.phase == "evaluating" else ""
    share = f"{100 * progress.fraction:.0f} %"
    return join([phase, visit.t("run.steps", step=progress.step, steps=progress.steps), share], " · ")


def _rate(visit: Visit, progress: Progress | None) -> str:
    return f"{progress.rate:,.0f} {progress.unit}/s" if progress and progress.rate else ""


def _left(visit: Visit, progress: Progress | None) -> str:
    return runs.duration(visit, progress.eta_seconds) if progress and progress.eta_seconds is not None else ""


def _device(run: Run) -> str:
    hardware: dict[str, Any] = run.record.get("hardware") or {}
    return " · ".join(filter(None, (run.device, hardware.get("gpu") or hardware.get("cpu"))))


def _data(visit: Visit, run: Run) -> str:
    data: dict[str, Any] = run.record.get("data") or {}
    if data.get("substitute_for"):
        return visit.t("run.substitute", name=data.get("name", ""), other=data["substitute_for"])
    return str(data.get("name") or (run.record.get("config") or {}).get("dataset") or "")


def _curves(visit: Visit, run: Run) -> None:
    metrics = curves.rows(_events(run))
    shown = curves.families(metrics)
    if not shown:
        st.html(element("div", notices.empty(visit.t("run.no_curves")), cls="tt tt-page"))
        return
    st.html(element("div", element("h2", visit.t("run.curves")), cls="tt tt-section"))
    columns = st.columns(2, gap="large")
    for place, (family, some) in enumerate(shown.items()):
        with columns[place % 2]:
            known = family in dict(curves.FAMILIES)
            name = visit.t(f"curve.{family}") if known else family
            st.html(element("div", element("h3", name), cls="tt tt-caption"))
            st.vega_lite_chart(
                some, curves.figure(visit.t("run.step")), key=f"curve-{family}", width="stretch"
            )


def _events(run: Run) -> list[curves.Event]:
    """All events of a run; only what was written since the last look is read from disk."""
    held = st.session_state.setdefault("run-events", {})
    offset, kept = held.get(run.id, (0, []))
    new, end = run.metrics(offset)
    kept = curves.merged(kept if end >= offset else [], new)
    held.clear()
    held[run.id] = (end, kept)
    return kept


def _files(visit: Visit, run: Run) -> None:
    artefacts = run.artefacts()
    if not artefacts:
        return
    rows = join(
        element("li", element("code", a.path.name), " ", element("span", a.title, cls="tt-from"))
        for a in artefacts
    )
    where = element("p", visit.t("run.folder"), " ", element("code", run.path), cls="tt-from")
    st.html(
        element(
            "div",
            element(
                "details",
                element("summary", visit.t("run.files", n=len(artefacts))),
                where,
                element("ul", rows, cls="tt-plain"),
                cls="tt-fold",
            ),
            cls="tt tt-page",
        )
    )


def _log(visit: Visit, run: Run) -> None:
    lines = run.log_tail(12)
    if lines:
        st.html(element("div", element("h2", visit.t("run.log")), cls="tt tt-section"))
        st.code("\n".join(lines), language=None, wrap_lines=True)
