"""A run, while it goes and afterwards. All state is on disk, so a reload or a restart shows the same."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import notices, verbatim, works
from explorer.parts.actions import button
from explorer.parts.announcement import announce
from explorer.parts.running import circumstances, orders, runs, samples, training, verdicts, versus
from explorer.serving import access
from explorer.visit import Visit
from reproductions.launch import Progress, Run


def page(visit: Visit, run: Run) -> None:
    """The run's heading, then what it does now, anew each second while it goes."""
    known = run.paper in store.base().papers
    work = (
        element("a", visit.t("reproduce.to_paper"), href=visit.href("paper", id=run.paper)) if known else None
    )
    head = element(
        "header",
        element("p", visit.t("run.kicker"), cls="tt-kicker"),
        element(
            "h1",
            f"{runs.label(visit, run.paper)} · {visit.preset(run.preset)}" if run.preset else run.id,
        ),
        element("p", join([element("code", run.id), work], " · "), cls="tt-from"),
        cls="tt-head",
    )
    st.html(element("div", head, cls="tt tt-page tt-slim"))
    announce(visit.t("run.now", status=runs.word(visit, run)))
    if run.active:
        _going(visit, run.id)
        _drawing(visit, run.id)
    else:
        _still(visit, run)


# Names of their own at module level: the browser asks for these very fragments again, also after a restart.
@st.fragment(run_every=1.0)
def _going(visit: Visit, run_id: str) -> None:
    run = store.run(run_id)
    if run is None or not run.active:
        st.rerun()
    _state(visit, run)
    if refused := access.refusal_of(visit, run):
        st.html(element("p", refused, cls="tt tt-small"))
    else:
        st.button(visit.t("run.cancel"), key="run-cancel", on_click=_cancel, args=(visit, run.id))
    if (run.path / "cancel").exists():
        st.html(element("p", visit.t("run.cancelling"), cls="tt tt-small", role="status"))
    _refusal()


# What is drawn changes more slowly, and costs more to send.
@st.fragment(run_every=3.0)
def _drawing(visit: Visit, run_id: str) -> None:
    run = store.run(run_id)
    if run is None:
        return
    training.show(visit, run)
    samples.show(visit, run)
    _log(visit, run)


def _cancel(visit: Visit, run_id: str) -> None:
    st.session_state["run-refused"] = orders.cancel(visit, run_id)


def _resume(visit: Visit, run_id: str) -> None:
    st.session_state["run-refused"] = orders.resume(visit, run_id)


def _refusal() -> None:
    if refused := st.session_state.pop("run-refused", None):
        notices.refusal(refused)


def _still(visit: Visit, run: Run) -> None:
    _state(visit, run)
    if run.problem:
        notices.refusal(run.problem)
    if stopped := run.stopped():
        st.html(element("p", store.told(run.paper, visit.language, stopped), cls="tt tt-small"))
    if what := _what_now(visit, run):
        st.html(element("p", what, cls="tt tt-small"))
    with st.container(key="run-actions", horizontal=True, vertical_alignment="center"):
        if run.status in ("cancelled", "lost", "failed") and access.refusal_of(visit, run) is None:
            st.button(
                visit.t("run.resume"),
                key="run-resume",
                type="primary",
                on_click=_resume,
                args=(visit, run.id),
            )
        if run.paper in store.reproductions():
            again = button(visit.t("run.again"), visit.href("reproduce", paper=run.paper))
            st.html(element("p", again, cls="tt tt-actions"), width="content")
    _refusal()
    verdicts.show(visit, run)
    training.show(visit, run)
    samples.show(visit, run)
    _afterwards(visit, run)
    _log(visit, run)


def _what_now(visit: Visit, run: Run) -> str:
    """What a visitor can do about a run that did not come to its end."""
    name = run.status.replace(" ", "_")
    return (
        visit.t(f"run_then.{name}")
        if name in ("lost", "failed", "cancelled", "unreadable", "other_version")
        else ""
    )


def _afterwards(visit: Visit, run: Run) -> None:
    """What to compare it with, how to repeat it, on what it ran, and what it left."""
    st.html(
        element(
            "div",
            versus.chooser(visit, run.id, run.paper),
            circumstances.environment(visit, run.record),
            _files(visit, run),
            cls="tt tt-page",
        )
    )
    circumstances.repeat(visit, circumstances.command(run.record))
    circumstances.files(visit, run)


def _state(visit: Visit, run: Run) -> None:
    progress = run.progress()
    seconds = run.record.get("seconds")
    rows = [
        (visit.t("runs.status"), runs.status(visit, run)),
        (visit.t("run.progress"), _steps(visit, progress, run.active) if progress else None),
        (visit.t("run.rate"), _rate(progress) if run.active else None),
        (visit.t("run.left"), _left(visit, progress) if run.active else None),
        (visit.t("run.took"), runs.duration(visit, seconds) if seconds else None),
        (visit.t("runs.device"), _device(run)),
        (visit.t("runs.dataset"), _data(visit, run)),
        (visit.t("runs.started"), runs.moment(run.started)),
        (visit.t("run.seeds"), ", ".join(map(str, run.record.get("seeds") or []))),
    ]
    bar = runs.bar(visit, run, progress.fraction if progress else 0.0)
    st.html(element("div", bar, works.facts(rows), cls="tt tt-state"))


def _steps(visit: Visit, progress: Progress, going: bool) -> str:
    phase = visit.t("run.evaluating") if going and progress.phase.startswith("evaluating") else ""
    share = f"{100 * progress.fraction:.0f} %"
    return join([phase, visit.t("run.steps", step=progress.step, steps=progress.steps), share], " · ")


def _rate(progress: Progress | None) -> str:
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


def _files(visit: Visit, run: Run) -> Markup:
    artefacts = run.artefacts()
    rows = join(
        element("li", element("code", a.path.name), " ", element("span", a.title, cls="tt-from"))
        for a in artefacts
    )
    here = element("p", visit.t("run.folder"), " ", element("code", run.path), cls="tt-from")
    where = None if access.shared() else here  # folders of a server are none of its visitors' business
    summary = element("summary", visit.t("run.files", n=len(artefacts)))
    body = element("div", where, element("ul", rows, cls="tt-plain"), cls="tt-folded")
    return element("details", summary, body, cls="tt-fold tt-table")


def _log(visit: Visit, run: Run) -> None:
    lines = run.log_tail(12)
    if lines:
        st.html(element("div", element("h2", visit.t("run.log")), cls="tt tt-section"))
        verbatim.show(visit, "\n".join(lines))
