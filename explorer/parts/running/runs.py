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


def word(visit: Visit, run: Run) -> str:
    """How a run stands, in a word."""
    return visit.t(f"run_status.{_status(run).replace(' ', '_')}")


def status(visit: Visit, run: Run) -> Markup:
    """The same word as a coloured mark."""
    return element("span", word(visit, run), cls=f"tt-mark tt-run-{_status(run).replace(' ', '-')}")


def _status(run: Run) -> str:
    return run.status if run.status in STATUSES else "unreadable"


def bar(visit: Visit, run: Run, fraction: float) -> Markup:
    """How far a run is, as a bar."""
    return element(
        "div",
        element("i", style=f"width:{100 * fraction:.1f}%"),
        cls=f"tt-bar tt-bar-{_status(run).replace(' ', '-')}",
        role="progressbar",
        aria_valuenow=f"{100 * fraction:.0f}",
        aria_valuemin="0",
        aria_valuemax="100",
        aria_label=visit.t("run.progress"),
    )


def table(visit: Visit, runs: Iterable[Run]) -> Markup:
    """Runs, newest first, each leading to its page."""
    heads = join(
        element("th", visit.t(f"runs.{name}"), scope="col")
        for name in ("run", "status", "dataset", "device", "started")
    )
    rows = join(_row(visit, run) for run in runs)
    body = element("table", element("thead", element("tr", heads)), element("tbody", rows), cls="tt-runs")
    return element("div", body, cls="tt-scroll", tabindex="0", role="region", aria_label=visit.t("home.runs"))


def _row(visit: Visit, run: Run) -> Markup:
    name = element(
        "a",
        f"{label(visit, run.paper)} · {visit.preset(run.preset)}" if run.preset else run.id,
        href=visit.href("reproduce", run=run.id),
    )
    cells = (
        join([name, element("p", run.id, cls="tt-from")]),
        join([status(visit, run), element("p", so_far(visit, run), cls="tt-from") if run.active else None]),
        run.dataset or "–",
        run.device or "–",
        moment(run.started or str(run.record.get("created", ""))) or "–",
    )
    return element("tr", join(element("td", cell) for cell in cells))


def so_far(visit: Visit, run: Run) -> str:
    """How far a run is that still goes, and what is left of it; nothing for others."""
    progress = run.progress() if run.active else None
    if progress is None:
        return ""
    left = progress.eta_seconds
    time = visit.t("runs.left", time=duration(visit, left)) if left is not None else ""
    return join([f"{100 * progress.fraction:.0f} %", time], " · ")


def going(visit: Visit, run: Run) -> Markup:
    """A run that goes, as a line with its bar; without anything to click, as it changes while one looks."""
    progress = run.progress()
    told = join([f"{label(visit, run.paper)} · {visit.preset(run.preset)}", so_far(visit, run)], " · ")
    return element("div", element("p", told), bar(visit, run, progress.fraction if progress else 0.0))


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
