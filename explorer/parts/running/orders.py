"""What a visitor asks of runs, and the sentence that says why it was not done: start, cancel, resume."""

from __future__ import annotations

from collections.abc import Callable

from explorer import store
from explorer.serving import access
from explorer.visit import Visit
from reproductions import launch
from reproductions.launch import Run


def start(visit: Visit, paper: str, preset: str, device: str, seed: int) -> Run | str:
    """The run that was started, or why it was not."""
    done = _carried_out(lambda: access.start(visit, paper, preset, device=device, seed=seed))
    going = [run.id for run in store.runs() if run.active]
    if isinstance(done, launch.RunRefused) and going and not isinstance(done, access.NotAllowed):
        return visit.t("reproduce.refused", run=", ".join(going))
    return done if isinstance(done, Run) else _said(visit, done)


def cancel(visit: Visit, run: str) -> str | None:
    """Ask a run to stop after its current step; why that was not done, or None."""
    return _said(visit, _carried_out(lambda: access.cancel(visit, run))) or None


def resume(visit: Visit, run: str) -> str | None:
    """Go on from the last checkpoint of a run; why that was not done, or None."""
    return _said(visit, _carried_out(lambda: access.resume(visit, run))) or None


def _carried_out(wish: Callable[[], object]) -> object:
    """What came of a wish, or the error that was in its way."""
    try:
        return wish()
    except launch.ReproductionError as error:
        return error


def _said(visit: Visit, done: object) -> str:
    """What to do about an error, in the launcher's own words where ours would say less; else nothing."""
    if isinstance(done, launch.DiskFull):
        return visit.t("reproduce.disk_full", place=store.runs_home())
    return done.message if isinstance(done, launch.ReproductionError) else ""
