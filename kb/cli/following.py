"""What `kb run` and `kb runs` share: errors of reproductions as ours, a run as rows, a line of progress."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kb.characters import visible
from kb.claim_terms import term_in
from kb.cli.forms import Row
from kb.cli.output import Output
from kb.cli.translation import spoken, told
from kb.cli.words import say
from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from reproductions.launch import Run

COLUMNS = ("kind", "name", "value", "low", "high", "unit", "about", "statement")
_PATIENCE = 30.0  # seconds that a cancelled run gets to write its last checkpoint


class ReproductionFailedError(KnowledgeBaseError):
    """An error of reproductions under its own name, code and candidates."""

    def __init__(self, message: str, code: int, type_: str, candidates: list[str]) -> None:
        super().__init__(message)
        self.code, self.type, self.candidates = code, type_, candidates

    @property
    def details(self) -> dict[str, object]:
        return {"candidates": [{"id": name} for name in self.candidates]}


@contextlib.contextmanager
def reproduction_errors() -> Iterator[None]:
    """Turn an error of reproductions into ours, with its stable code."""
    from reproductions.errors import ReproductionError

    try:
        yield
    except ReproductionError as error:
        near = (
            f"; nearest: {', '.join(error.candidates)}" if error.candidates and error.code in (2, 4) else ""
        )
        raise ReproductionFailedError(
            error.message + near, error.code, type(error).__name__, list(error.candidates)
        ) from error


def follow(run: Run, out: Output, *, cancels: bool = True) -> Run:
    """Wait for a run to end, with a line of progress on stderr.

    Ctrl-C ends with 130: it cancels the run, or only stops watching it where ``cancels`` is false.
    """

    live = sys.stderr.isatty()
    shown, pause = 0.0, 0.25 if live else 5.0
    try:
        while run.active:
            if time.monotonic() - shown >= pause and (live or out.shape != "json"):
                shown = time.monotonic()
                _show(progress_line(run, out.language), live)
            time.sleep(0.1)
            run = run.refresh()
    except KeyboardInterrupt:
        if not cancels:
            _end_line(live)
            out.note(f"{run.id} goes on; `kb runs {run.id} --cancel` stops it")
            raise
        _cancel(run, live)
        raise
    if shown:
        _show(progress_line(run, out.language), live)
        _end_line(live)
    return run


def _cancel(run: Run, live: bool) -> None:
    """Cancel a run and say how it stands: when it has stopped, or as soon as Ctrl-C comes again."""
    from reproductions import launch

    with _without_interrupts():
        launch.cancel(run.id)
    with contextlib.suppress(KeyboardInterrupt):
        run = _wait_for_cancel(run, live)
    with _without_interrupts():
        _show(told(_last_word(run.refresh()), spoken()), live)
        _end_line(live)


def _last_word(run: Run) -> str:
    """How a run stands that was cancelled, and what to type to go on with it."""
    if run.active:
        how = f"goes on to its checkpoint and stops by itself (`kb runs {run.id}` shows it)"
        return f"{run.id} {how}; after that `kb resume {run.id}` goes on"
    return f"{run.id}: {run.status}" + ("" if run.status == "done" else f"; `kb resume {run.id}` goes on")


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let a last word be said, however often Ctrl-C is pressed."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _wait_for_cancel(run: Run, live: bool) -> Run:
    _show(told("cancelling: the run keeps a checkpoint and stops after this step ...", spoken()), live)
    until = time.monotonic() + _PATIENCE
    while run.active and time.monotonic() < until:
        time.sleep(0.1)
        run = run.refresh()
    return run


def _show(line: str, live: bool) -> None:
    line = visible(line)
    print(f"\r\033[K{line}" if live else line, end="" if live else "\n", file=sys.stderr, flush=True)


def _end_line(live: bool) -> None:
    if live:
        print(file=sys.stderr)


def progress_line(run: Run, language: str = "en") -> str:
    """One line: how far, how fast, and when it will end."""
    progress = run.progress()
    if progress is None:
        return f"{run.id}: {say(run.status, language)}"
    parts = [f"{run.id}: {progress.fraction:4.0%}", f"step {progress.step}/{progress.steps}"]
    if progress.rate and run.active:
        parts.append(f"{progress.rate:,.0f} {progress.unit}/s")
    if progress.eta_seconds is not None:
        end = time.strftime("%H:%M:%S", time.localtime(time.time() + progress.eta_seconds))
        parts.append(f"{duration(progress.eta_seconds, language)} to go, until {end}")
    parts += [progress.phase] if run.active else [run.status, run.stopped() or ""]
    return "  ".join(told(say(part, language), language) for part in parts if part)


def duration(seconds: float, language: str = "en") -> str:
    """Seconds as people say them.

    >>> duration(42), duration(600), duration(7300), duration(7300, "zh")
    ('42 s', '10 min', '2 h 2 min', '2 小时 2 分钟')
    """
    second, minute, hour = ("秒", "分钟", "小时") if language == "zh" else ("s", "min", "h")
    if seconds < 90:
        return f"{seconds:.0f} {second}"
    minutes = round(seconds / 60)
    return f"{minutes} {minute}" if minutes < 90 else f"{minutes // 60} {hour} {minutes % 60} {minute}"


def summary(run: Run) -> Row:
    """A run as one row."""
    progress = run.progress()
    problem = "; ".join(filter(None, (run.problem, run.stopped())))
    return {
        "id": run.id,
        "paper": run.paper,
        "preset": run.preset,
        "status": run.status,
        "progress": f"{progress.fraction:.0%}" if progress else "",
        "device": run.device,
        "dataset": run.dataset,
        "started": run.started,
        "problem": problem or None,
    }


def measured_rows(found: dict[str, Any] | None, put: Callable[[str, str], str] | None = None) -> list[Row]:
    """Measurements and verdicts as rows; ``put`` puts the reason of a claim into another language."""
    rows: list[Row] = []
    for name, measure in (found or {}).get("measures", {}).items():
        low, high = measure.get("interval") or (None, None)
        value = {"value": measure.get("mean"), "low": low, "high": high, "unit": measure.get("unit")}
        rows.append({"kind": "measure", "name": name, **value, "about": measure.get("about")})
    for name, claim in (found or {}).get("claims", {}).items():
        reasons = [str(claim[key]) for key in ("because", "control") if claim.get(key)]
        about = "; control: ".join(reasons)
        if put:
            about = "；对照：".join(put(reason, name) for reason in reasons)
        rows.append({"kind": "claim", "name": name, "value": claim.get("verdict"), "about": about})
    return rows


def answer(run: Run, out: Output) -> None:
    """Print what a run measured: verdicts and measures, or with --json the run and its measurements whole."""
    found, stopped = run.measurements(), run.stopped()
    last = f"{run.id}: {stopped}; a repeat stops elsewhere, --set max_seconds=0 trains to the end"
    if stopped and out.shape == "json":
        out.warnings.append(last)
    whole = {**summary(run), "path": str(run.path), "measurements": found}

    def human(console: Any, rows: Sequence[Row]) -> None:
        from kb.cli.result_view import draw_result

        draw_result(console, rows, out.language)

    out.listing(result_rows(run.paper, found, out.language), COLUMNS, whole=whole, human=human)
    if stopped and out.shape != "json":
        out.note(last)  # the last word, after a table that may be long


def result_rows(paper: str, found: dict[str, Any] | None, language: str) -> list[Row]:
    """Measurements and verdicts as rows in a language, each verdict with what its claim states."""
    from kb.base import KnowledgeBase
    from reproductions import catalog, sentences

    claims = KnowledgeBase.load().claims
    known = catalog.words(paper, language) if paper in catalog.catalog() else {}
    put = (lambda reason, claim: sentences.told(paper, language, reason, claim)) if known else None
    rows = measured_rows(found, put)
    for row in rows:
        claim = claims.get(row["name"]) if row["kind"] == "claim" else None
        row["statement"] = claim.statement[language] if claim else None
        if row["kind"] == "measure":
            row["about"] = known.get(f"measure.{row['name']}", row["about"])
            row["unit"] = term_in(language, row["unit"] or "")
    return rows
