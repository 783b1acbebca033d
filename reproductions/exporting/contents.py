"""What of a run goes out: settings, circumstances, every logged value, measures, verdicts and pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reproductions.comparing import circumstances
from reproductions.rundir import Artefact, Run

__all__ = ["Contents", "Point", "contents"]


@dataclass(frozen=True)
class Point:
    """One value at one step; `seed` is None for what all seeds share, `time` is in seconds since 1970.

    A value that was not finite is nan: a seed that broke down shows as such.
    """

    name: str
    seed: int | None
    step: int
    time: float
    value: float


@dataclass(frozen=True)
class Contents:
    """A run as others take it: texts by name, points in the order in which they were logged."""

    run: str
    paper: str
    status: str
    began: float
    ended: float
    settings: Mapping[str, str]
    tags: Mapping[str, str]
    verdicts: Mapping[str, str]
    points: tuple[Point, ...]
    artefacts: tuple[Artefact, ...]


def contents(run: Run) -> Contents:
    """All that a run folder tells, as far as the run has come."""
    events, _ = run.metrics()
    measured = run.measurements() or {}
    began = _seconds(run.started)
    seeds = list(run.record.get("seeds") or ())
    last: dict[str, Any] = events[-1] if events else {"step": 0, "t": 0.0}
    ended = _seconds(str(run.record.get("ended") or "")) or began + last["t"]
    told = {name: value for name, value in circumstances(run.record).items() if value is not None}
    return Contents(
        run=run.id,
        paper=run.paper,
        status=run.status,
        began=began,
        ended=ended,
        settings={name: str(value) for name, value in (run.record.get("config") or {}).items()},
        tags={
            name: _text(value) for name, value in {"paper": run.paper, **told, "status": run.status}.items()
        },
        verdicts={
            claim: f"{row['verdict']}: {row['because']}" for claim, row in measured.get("claims", {}).items()
        },
        points=(
            *_logged(events, seeds, began),
            *_measured(measured.get("measures", {}), seeds, last["step"], ended),
        ),
        artefacts=tuple(artefact for artefact in run.artefacts() if artefact.path.is_file()),
    )


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp() if iso else 0.0


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _logged(events: list[dict[str, Any]], seeds: list[int], began: float) -> Iterator[Point]:
    """Every value of every event; a phase that begins has none."""
    for event in events:
        for name, values in event.get("values", {}).items():
            yield from _points(name, values, seeds, event["step"], began + event["t"])


def _measured(measures: Mapping[str, Any], seeds: list[int], step: int, time: float) -> Iterator[Point]:
    """What the finished run measured, at its last step: per seed, and the mean."""
    for name, measure in measures.items():
        if len(measure["per_seed"]) == len(seeds):
            yield from _points(f"measures/{name}", measure["per_seed"], seeds, step, time)
        yield from _points(f"measures/{name}", measure["mean"], [], step, time)


def _points(name: str, values: Any, seeds: list[int], step: int, time: float) -> Iterator[Point]:
    """One point a seed where there is a value for each; a list of another length is numbered in its names."""
    if not isinstance(values, list):
        yield Point(name, None, step, time, _number(values))
    elif len(values) == len(seeds):
        for seed, value in zip(seeds, values, strict=True):
            yield Point(name, seed, step, time, _number(value))
    else:
        for k, value in enumerate(values):
            yield Point(f"{name}/{k}", None, step, time, _number(value))


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
