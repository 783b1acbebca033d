"""The ledger: a finished run entered into `<paper>/results/`, as one JSON file that stands for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reproductions import catalog, rundir
from reproductions.errors import RunRefused

__all__ = ["command", "record"]

FORMAT = 1
COPIED = (
    "preset", "config", "seeds", "device", "hardware", "threads", "torch", "numpy", "python", "data",
    "git_commit", "started", "ended",
)  # fmt: skip


def record(path: Path) -> Path:
    """Enter the finished run in `path`; returns the file written. RunRefused where it would prove nothing.

    The criteria must be older than the run that they judge, so the run must come from a clean commit.
    """
    run = rundir.Run.read(path)
    found = run.measurements()
    if run.status != "done" or found is None:
        raise RunRefused(f"{path}: the run is {run.status}; only a finished run can be recorded")
    if not run.record.get("git_commit") or run.record.get("git_changed"):
        state = "from changed files" if run.record.get("git_changed") else "outside a git checkout"
        raise RunRefused(f"{path}: the run was made {state}; commit first, then run it again and record that")
    target = catalog.find(run.paper).folder / "results" / f"{run.id}.json"
    target.parent.mkdir(exist_ok=True)
    rundir.write_json(target, _entry(run, found))
    return target


def _entry(run: rundir.Run, found: dict[str, Any]) -> dict[str, Any]:
    entry = {"format": FORMAT, "run": run.id, "paper": run.paper, "command": command(run.record)}
    entry |= {name: run.record[name] for name in COPIED}
    entry |= {
        "minutes": round(run.record["seconds"] / 60, 2),
        "train_minutes": round(run.record["train_seconds"] / 60, 2),
    }
    return entry | {name: found[name] for name in ("facts", "measures", "claims")}


def command(record: dict[str, Any]) -> str:
    """What to type to repeat a run: the preset, the seed, and only the settings that were changed."""
    config = record["config"]
    usual = catalog.configure(record["paper"], record["preset"], seed=config["seed"])
    changed = [f"--set {name}={value}" for name, value in config.items() if usual.get(name) != value]
    words = [
        "python -m reproductions",
        record["paper"],
        "--preset",
        record["preset"],
        "--seed",
        str(config["seed"]),
    ]
    return " ".join([*words, *changed, "--device", record["device"]])
