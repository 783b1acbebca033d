"""How a run stands: what its run.json says, and whether that can still be true."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from pathlib import Path
from typing import Any

from reproductions.files import read_json
from reproductions.places_to_run import slurm_queue

__all__ = ["ACTIVE", "host", "is_elsewhere", "job_of", "process_of", "process_start", "standing"]

ACTIVE = ("queued", "starting", "running")
STARTING_GRACE = 30.0  # seconds between the making of a folder and its first process
SILENCE = 1800.0  # seconds without a word after which a run that we cannot look at counts as lost
LATE = 120.0  # seconds that a shared file system may take to show what another machine wrote

Standing = tuple[dict[str, Any], str, str | None]


def process_start(pid: int) -> str | None:
    """When this process began, as the system tells it; None where there is no such process, or it is a
    zombie.

    The start time tells a process from a later one that was given the same number.
    """
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return _start_without_proc(pid)
    return None if state in "ZX" else fields[18]  # field 22 of proc(5), 18 after the state


def _start_without_proc(pid: int) -> str | None:
    if Path("/proc/self/stat").exists():
        return None
    try:
        os.kill(pid, 0)  # signal 0 only asks whether the process is there
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return "unknown"


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def process_of(path: Path, record: dict[str, Any]) -> int | None:
    """The living process of this run, or None; a process of another machine is none of ours."""
    for holder in _holders(path, record):
        pid = holder.get("pid")
        here = holder.get("host") in (None, host())
        if here and isinstance(pid, int) and pid > 0 and process_start(pid) == holder.get("process_start"):
            return pid
    return None


def job_of(path: Path, record: dict[str, Any]) -> str | None:
    """The Slurm job of this run (that of the last submission), or None."""
    if (record.get("scheduler") or {}).get("name") != "slurm":
        return None
    jobs = [holder.get("job") for holder in reversed(_holders(path, record))] + [
        record["scheduler"].get("job")
    ]
    return next((str(job) for job in jobs if job), None)


def is_elsewhere(path: Path, record: dict[str, Any]) -> bool:
    """Whether this run is a job of Slurm, or a process of another machine that shares our disk."""
    hosts = {holder.get("host") for holder in _holders(path, record)} - {None}
    return (record.get("scheduler") or {}).get("name") == "slurm" or bool(hosts and host() not in hosts)


def _holders(path: Path, record: dict[str, Any]) -> list[dict[str, Any]]:
    holders = [record]
    with contextlib.suppress(OSError, ValueError):  # a run started in the foreground has none
        holders.append(read_json(path / "process.json"))
    return holders


def standing(path: Path, record: dict[str, Any]) -> Standing:
    """The record, the status and the problem of a run: run.json's word, and whether it can still be true."""
    status, problem = str(record.get("status", "unreadable")), record.get("error")
    if status not in ACTIVE or process_of(path, record) is not None:
        return record, status, problem
    if (record.get("scheduler") or {}).get("name") == "slurm":
        return _standing_in_slurm(path, record, status)
    if is_elsewhere(path, record):
        if _quiet(path) < SILENCE:
            return record, status, problem
        where = f"it ran on {record.get('host')}, and has written nothing for half an hour"
        return record, "lost", f"{where}; it can be resumed"
    fresh = status != "running" and _since(path / "run.json") < STARTING_GRACE
    if fresh and not (path / "process.json").exists():
        return record, status, problem
    return (
        record,
        "lost",
        "its process ended without a word (killed, or the machine went down); it can be resumed",
    )


def _standing_in_slurm(path: Path, record: dict[str, Any], status: str) -> Standing:
    job = job_of(path, record)
    if job is None:  # handed in this moment, or never
        fresh = _since(path / "run.json") < STARTING_GRACE
        return record, status if fresh else "lost", None if fresh else "it was not handed in to Slurm"
    state = slurm_queue.state(job)
    if state is None:
        lost = status != "queued" and _quiet(path) >= SILENCE
        return record, "lost" if lost else status, f"Slurm does not answer here about job {job}"
    if state in slurm_queue.WAITING:
        return record, "queued", None
    if state in slurm_queue.GOING or (state == "COMPLETED" and _quiet(path) < LATE):
        return record, "starting" if status == "queued" else status, None
    record = read_json(path / "run.json")  # it may have ended between our two looks
    if record.get("status") not in ACTIVE:
        return record, str(record.get("status")), record.get("error")
    if state == "CANCELLED" or (path / "cancel").exists():
        return record, "cancelled", None
    return record, "lost", f"Slurm job {job} is gone ({state or 'no longer known'}); it can be resumed"


def _since(path: Path) -> float:
    """Seconds since a file was written; without end where there is none."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")


def _quiet(path: Path) -> float:
    """Seconds since a run wrote anything."""
    names = ("run.json", "metrics.jsonl", "log.txt", "measurements.json", "checkpoints/last.pt")
    return min(_since(path / name) for name in names)
