"""What Slurm says about a job, asked with its own commands and remembered for a few seconds.

Imports the standard library alone: whoever lists runs asks here, often.
"""

from __future__ import annotations

import shutil
import subprocess
import time

__all__ = ["GOING", "WAITING", "cancel", "forget", "state"]

WAITING = {
    "PENDING",
    "CONFIGURING",
    "REQUEUED",
    "REQUEUE_FED",
    "REQUEUE_HOLD",
    "SPECIAL_EXIT",
    "RESV_DEL_HOLD",
}
GOING = {"RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING"}
REMEMBERED = 5.0  # seconds: a page that refreshes itself must not burden the controller
PATIENCE = 5.0  # seconds for one answer
UNANSWERED = 6  # times as long is it remembered that there was no answer

_known: dict[str, tuple[float, str | None]] = {}


def state(job: str) -> str | None:
    """Slurm's word for how a job stands; "" if it no longer knows the job, None if it does not answer.

    A job that has ended stays in the queue's memory for some minutes (MinJobAge); after that only
    accounting knows it, where there is any.
    """
    when, answer = _known.get(job, (0.0, None))
    if job not in _known or time.monotonic() - when >= REMEMBERED * (UNANSWERED if answer is None else 1):
        answer = _ask(job)
        _known[job] = (time.monotonic(), answer)
    return answer


def forget(job: str) -> None:
    """Ask anew next time: something was just done to this job."""
    _known.pop(job, None)


def cancel(job: str, pending_only: bool = False) -> None:
    """Ask Slurm to end a job (`pending_only`: unless it has begun); state() tells what came of it."""
    _run(["scancel", *(["--state=PENDING"] if pending_only else []), job])
    forget(job)


def _ask(job: str) -> str | None:
    asked = _run(["squeue", f"--jobs={job}", "--noheader", "--states=all", "--format=%T"])
    if asked is None:
        return None
    code, words, complaint = asked
    if code and "invalid job id" not in complaint.lower():
        return None
    return _first(words) or _from_accounting(job)


def _from_accounting(job: str) -> str:
    """The end of a job that the queue has forgotten; "" where nobody keeps accounts."""
    asked = _run(["sacct", "--noheader", "--allocations", "--parsable2", f"--jobs={job}", "--format=State"])
    return _first(asked[1]) if asked and asked[0] == 0 else ""


def _first(words: str) -> str:
    return (words.split() or [""])[0]  # "CANCELLED by 1000" is CANCELLED


def _run(command: list[str]) -> tuple[int, str, str] | None:
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode, done.stdout, done.stderr
