"""How much one person may run on a shared server; counted from the runs on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reproductions.launch import Run

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Quota:
    """At most ``at_once`` runs that go, ``a_day`` runs in 24 hours, and ``minutes`` of them in all."""

    at_once: int = 1
    a_day: int = 10
    minutes: int = 120

    @classmethod
    def read(cls, text: str) -> Quota:
        """The quota in "1,10,120". Raises ValueError for anything else.

        >>> Quota.read("2,20,240")
        Quota(at_once=2, a_day=20, minutes=240)
        """
        parts = [part.strip() for part in text.split(",")]
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
            raise ValueError(
                f"a quota is three numbers (runs at once, runs a day, minutes a day), not {text!r}"
            )
        return cls(*map(int, parts))


@dataclass(frozen=True)
class Used:
    """What one person has used of a quota."""

    at_once: int
    a_day: int
    minutes: float


def used(runs: Iterable[Run], owner: str, now: datetime) -> Used:
    """What this owner's runs of the last 24 hours come to; one that began earlier counts while it goes.

    A run counts with its whole time, also where part of it lies further back.
    """
    mine = [run for run in runs if run.record.get("owner") == owner]
    recent = [run for run in mine if run.active or _within(run.record.get("ended"), now)]
    return Used(
        at_once=sum(run.active for run in mine),
        a_day=sum(_within(run.record.get("created"), now) for run in mine),
        minutes=sum(map(_seconds, recent)) / 60,
    )


def _within(moment: object, now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(str(moment)).astimezone(UTC) < DAY
    except ValueError:
        return False


def _seconds(run: Run) -> float:
    """How long a run has worked: as it noted itself, else what its last event says."""
    noted = run.record.get("seconds")
    if isinstance(noted, int | float):
        return float(noted)
    try:
        size = (run.path / "metrics.jsonl").stat().st_size
    except OSError:
        return 0.0
    events, _ = run.metrics(max(0, size - 16_384))
    return float(events[-1].get("t") or 0.0) if events else 0.0
