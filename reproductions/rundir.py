"""A run as a folder on disk: one process writes it, any number of others read it while it grows.

run.json           what runs, on what, since when, and how it stands; replaced as a whole
process.json       the process or the Slurm job that `launch.start` began
metrics.jsonl      one line an event: {"step", "t", "rate", "eta", "values": {name: [one per seed]}}
artefacts/         PNG pictures with their data beside them, and index.json
checkpoints/       last.pt
measurements.json  what the finished run measured, and the verdicts
log.txt            what the process printed
cancel             its presence asks the run to stop after the current step
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reproductions.files import full_disk, now, read_json, sweep, write_json
from reproductions.standing import ACTIVE, host, is_elsewhere, job_of, process_of, process_start, standing
from reproductions.stopped import Stopped

__all__ = [
    "FORMAT",
    "Artefact",
    "Progress",
    "Run",
    "full_disk",
    "host",
    "is_elsewhere",
    "job_of",
    "now",
    "process_of",
    "process_start",
    "read_json",
    "sweep",
    "write_json",
]

FORMAT = 1  # raise it when a reader of the old format would misread the new one


@dataclass(frozen=True)
class Progress:
    """How far a run is: `rate` in `unit` per second of training, seconds to go where they can be told.

    `fraction` is the share of the steps: less than 1 for ever where a time limit or a cancel ended them.
    """

    step: int
    steps: int
    rate: float | None
    unit: str
    eta_seconds: float | None
    fraction: float
    phase: str


@dataclass(frozen=True)
class Artefact:
    """A file that the run made to be looked at; kind is "image" or "data"."""

    name: str
    path: Path
    kind: str
    title: str
    step: int


@dataclass
class Run:
    """A run folder as it stood when it was read; `refresh` reads it again. A damaged one raises nothing."""

    id: str
    path: Path
    record: dict[str, Any]
    status: str
    problem: str | None = None

    @classmethod
    def read(cls, path: Path) -> Run:
        """The run in this folder; "unreadable" or "other version", with a problem, where it is not ours."""
        try:
            record = read_json(path / "run.json")
        except (OSError, ValueError) as error:
            return cls(path.name, path, {}, "unreadable", f"{path / 'run.json'}: cannot be read ({error})")
        if record.get("format") != FORMAT:
            problem = f"{path / 'run.json'}: format {record.get('format')!r}, this version reads {FORMAT}"
            return cls(path.name, path, record, "other version", problem)
        return cls(path.name, path, *standing(path, record))

    def refresh(self) -> Run:
        """The same run, read again from disk."""
        return Run.read(self.path)

    @property
    def paper(self) -> str:
        return str(self.record.get("paper", self.id.split("-")[0]))

    @property
    def preset(self) -> str:
        return str(self.record.get("preset", ""))

    @property
    def device(self) -> str:
        return str(self.record.get("device") or "")

    @property
    def dataset(self) -> str:
        return str((self.record.get("data") or {}).get("name", ""))

    @property
    def started(self) -> str:
        return str(self.record.get("started") or "")

    @property
    def active(self) -> bool:
        return self.status in ACTIVE

    def metrics(self, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """Events written after `offset` (bytes), and the next offset; a line half written waits."""
        try:
            with (self.path / "metrics.jsonl").open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                start = offset if offset <= size else 0  # a resumed run may have cut the file back
                file.seek(start)
                whole, newline, _ = file.read().rpartition(b"\n")
        except OSError:
            return [], 0
        return _events(whole), start + len(whole) + len(newline)

    def progress(self) -> Progress | None:
        """Where the run is, from the last event; None before the first."""
        last = self._last_event()
        if last is None:
            return None
        step, steps = int(last.get("step", 0)), max(1, int(self.record.get("steps") or 1))
        return Progress(
            step=step,
            steps=steps,
            rate=last.get("rate"),
            unit=str(self.record.get("unit", "steps")),
            eta_seconds=last.get("eta") if self.active else None,
            fraction=min(1.0, step / steps),
            phase=str(last.get("event", "training")) if self.active else self.status,
        )

    def stopped(self) -> str | None:
        """One sentence where the time limit ended the training before its last step; None otherwise."""
        if "stopped" in self.record:
            return (self.record["stopped"] or {}).get("about")
        limit = float((self.record.get("config") or {}).get("max_seconds") or 0)
        progress = self.progress() if limit and self.status == "done" else None  # a run of an older version
        if progress is None or progress.step == progress.steps:
            return None
        return str(Stopped(progress.step, progress.steps, "steps", limit))

    def _last_event(self) -> dict[str, Any] | None:
        try:
            size = (self.path / "metrics.jsonl").stat().st_size
        except OSError:
            return None
        events, _ = self.metrics(max(0, size - 16_384))
        return events[-1] if events else None

    def log_tail(self, n: int = 20) -> list[str]:
        """The last `n` lines that the process printed."""
        try:
            with (self.path / "log.txt").open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - 400 * n))
                return file.read().decode("utf-8", "replace").splitlines()[-n:]
        except OSError:
            return []

    def artefacts(self) -> list[Artefact]:
        """What there is to look at, in the order in which it was made."""
        try:
            rows = read_json(self.path / "artefacts" / "index.json")["artefacts"]
        except (OSError, ValueError, KeyError):
            return []
        return [Artefact(**{**row, "path": self.path / "artefacts" / row["path"]}) for row in rows]

    def measurements(self) -> dict[str, Any] | None:
        """What the run measured and the verdicts; None until it is done."""
        try:
            return read_json(self.path / "measurements.json")
        except (OSError, ValueError):
            return None


def _events(lines: bytes) -> list[dict[str, Any]]:
    events = []
    for line in lines.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue  # the tail of a line cut by a kill, or the head of one that we entered in the middle
        if isinstance(event, dict):
            events.append(event)
    return events
