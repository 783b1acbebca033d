"""Runs in a list: what, how it stands, when, on what."""

from __future__ import annotations

from collections.abc import Iterable

from explorer import store
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from reproductions.launch import Run

STATUSES = (
    "queued",
    "starting",
    "running",
    "done",
    "cancelled",
    "failed",
    "lost",
    "unreadable",
    "other version",
)


def status(visit: Visit, run: Run) -> Markup:
    """How a run stands, in a word, coloured."""
    name = run.status if run.status in STATUSES else "unreadable"
    return element(
        "span",
        visit.t(f"run_status.{name.replace(' ', '_')}"),
        cls=f"tt-mark tt-run-{name.replace(' ', '-')}",
    )


def table(visit: Visit, runs: Iterable[Run]) -> Markup:
    """Runs, newest first, each leading to its page."""
    heads = join(
        element("th", visit.t(f"runs.{name}"), scope="col")
        for name in ("run", "status", "dataset", "device", "started")
    )
    rows = join(_row(visit, run) for run in runs)
    body = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-runs")
    return element("div", body, cls="tt-scroll", tabindex="0")


def _row(visit: Visit, run: Run) -> Markup:
    name = element(
        "a",
        f"{label(visit, run.paper)} · {run.preset}" if run.preset else run.id,
        href=visit.href("reproduce", run=run.id),
    )
    cells = (
        join([name, element("p", run.id, cls="tt-from")]),
        status(visit, run),
        run.dataset or "–",
        run.device or "–",
        moment(run.started or str(run.record.get("created", ""))) or "–",
    )
    return element("tr", join(element("td", cell) for cell in cells))


def label(visit: Visit, paper: str) -> str:
    """What the work of a run is called; its id where the facts do not know it."""
    base = store.base()
    return base.papers[paper].name_in(visit.language) if paper in base.papers else paper


def moment(stamp: str) -> str:
    """A time stamp of a run as people read it, in UTC.

    >>> moment("2026-11-21T23:30:00Z")
    '2026-11-21 23:30'
    """
    return stamp[:16].replace("T", " ")


def duration(visit: Visit, seconds: float) -> str:
    """Seconds as a reader counts them: seconds, minutes or hours."""
    if seconds < 90:
        return visit.t("time.seconds", n=max(1, round(seconds)))
    if seconds < 5400:
        return visit.t("time.minutes", n=round(seconds / 60))
    return visit.t("time.hours", n=round(seconds / 3600, 1))
