"""Two runs of one paper side by side: what was set otherwise, where they ran, what they measured and judged.

A run is named by its id, by the name of its record in results/, or by the path of its folder. Imports numpy
only where two runs share their seeds, so that their difference has an interval.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reproductions import catalog, launch, rundir
from reproductions.errors import RunRefused, UnknownRun

__all__ = ["circumstances", "compare", "find", "names"]

Record = Mapping[str, Any]


def find(name: str) -> dict[str, Any] | None:
    """The run of this name as a record with its `id`, or None; a path is told by its slash.

    UnknownRun for a path (of the form ./x, ../x or /x) that holds no run; what else has a slash may be a DOI.
    """
    if os.sep in name:
        path = Path(name)
        if _holds_run(path):
            return _of_folder(path.resolve())
        if name.startswith((".", os.sep)):
            raise UnknownRun(f"no run in {name}: there is no {path / 'run.json'}")
        return None
    if name not in ("", ".", "..") and _holds_run(launch.runs_home() / name):
        return _of_folder(launch.runs_home() / name)
    return next(({"id": name, "status": "done", **run} for run in _recorded() if run["run"] == name), None)


def _holds_run(path: Path) -> bool:
    try:
        return (path / "run.json").is_file()
    except (OSError, ValueError):  # the system takes no such name: too long, or half a surrogate pair
        return False


def names() -> list[str]:
    """Every run that has a name: those of this machine, newest first, and the recorded ones."""
    return [run.id for run in launch.runs()] + [str(run["run"]) for run in _recorded()]


def _recorded() -> Iterator[dict[str, Any]]:
    for paper in catalog.catalog():
        yield from catalog.results(paper)


def _of_folder(path: Path) -> dict[str, Any]:
    run = rundir.Run.read(path)
    if not run.record.get("config"):
        raise RunRefused(run.problem or f"{path}: the run says nothing of its settings")
    seconds, measured = run.record.get("seconds"), run.measurements() or {}
    found = {part: measured.get(part) or {} for part in ("facts", "measures", "claims")}
    minutes = round(seconds / 60, 2) if seconds else None
    return {**run.record, **found, "id": run.id, "status": run.status, "minutes": minutes}


def compare(a: Record, b: Record) -> dict[str, Any]:
    """What two runs of one paper have in common and what not; RunRefused for two papers.

    Differences are b minus a, with a 95 % interval over pairs where both ran the same two seeds or more.
    """
    if a["paper"] != b["paper"]:
        raise RunRefused(
            f"{a['id']} is a run of {a['paper']}, {b['id']} of {b['paper']}: their measures are not the same"
        )
    told, settings = (circumstances(a), circumstances(b)), (a["config"], b["config"])
    measures, claims = ((a.get(part, {}), b.get(part, {})) for part in ("measures", "claims"))
    seeds = a.get("seeds") if a.get("seeds") == b.get("seeds") else None
    return {
        "a": a["id"],
        "b": b["id"],
        "paper": a["paper"],
        "circumstances": [
            {"name": name, "a": left, "b": right}
            for name, left, right in _pairs(*told)
            if (left, right) != (None, None)
        ],
        "settings": [
            {"name": name, "a": left, "b": right} for name, left, right in _pairs(*settings) if left != right
        ],
        "measures": [_measure(name, left, right, seeds) for name, left, right in _pairs(*measures)],
        "verdicts": [
            {"claim": claim, "a": _word(left), "b": _word(right)} for claim, left, right in _pairs(*claims)
        ],
    }


def circumstances(run: Record) -> dict[str, Any]:
    """On what and from what a run was made, as plain words; None for what it does not say."""
    hardware, data, facts = (run.get(part) or {} for part in ("hardware", "data", "facts"))
    commit = (run.get("git_commit") or "")[:12]
    return {
        "preset": run.get("preset"),
        "status": run.get("status"),
        "device": run.get("device"),
        "hardware": hardware.get("gpu") or hardware.get("cpu"),
        "threads": run.get("threads"),
        "seeds": run.get("seeds"),
        "dataset": data.get("name"),
        "in place of": data.get("substitute_for"),
        "trained": facts.get("trained"),
        "updates": facts.get("updates"),
        "minutes": run.get("minutes"),
        "torch": run.get("torch"),
        "commit": f"{commit} and changed files" if run.get("git_changed") else commit or None,
        "ended": run.get("ended"),
    }


def _pairs(a: Record, b: Record) -> Iterator[tuple[str, Any, Any]]:
    """Every name of either side with both values; None where a side lacks it."""
    for name in {**a, **b}:
        yield name, a.get(name), b.get(name)


def _word(verdict: Record | None) -> str | None:
    return verdict["verdict"] if verdict else None


def _measure(name: str, a: Record | None, b: Record | None, seeds: list[int] | None) -> dict[str, Any]:
    """A measure of both runs, and b minus a; `seeds` are those of both runs, None where they differ."""
    one = a or b or {}
    left, right = (side["mean"] if side else None for side in (a, b))
    low_high = _interval(a, b, seeds) if a and b and seeds else None
    return {
        "name": name,
        "unit": one.get("unit"),
        "about": one.get("about"),
        "a": _value(a),
        "b": _value(b),
        "difference": None if left is None or right is None else right - left,
        "interval": list(low_high) if low_high else None,
        "pairs": len(seeds) if seeds and low_high else 0,
    }


def _value(measure: Record | None) -> dict[str, Any] | None:
    return {"mean": measure["mean"], "interval": measure.get("interval")} if measure else None


def _interval(a: Record, b: Record, seeds: list[int]) -> tuple[float, float] | None:
    """Of the mean difference, pairs by seed; None for a measure that is not one value a seed."""
    values = [side.get("per_seed") or [] for side in (b, a)]
    if len(seeds) < 2 or any(len(side) != len(seeds) or None in side for side in values):
        return None
    try:
        from reproductions.harness.statistics import paired_interval
    except ImportError:  # kb alone is installed, without numpy: the values stand side by side all the same
        return None
    return paired_interval(values[0], values[1])
