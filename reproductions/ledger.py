"""The ledger: a finished run entered into `<paper>/results/`, as one JSON file that stands for good; and how
each claim of a paper stands after all runs that were entered.

Of several runs the longest counts: paper before gpu before cpu before smoke, and the newest of equals. What
the others said is counted beside it, so that no success hides a later failure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reproductions import catalog, rundir
from reproductions.errors import RunRefused
from reproductions.harness.verdicts import NOT_TESTABLE, VERDICTS

__all__ = ["NOT_RUN", "NOT_TESTABLE", "WORDS", "Standing", "command", "record", "standings"]

FORMAT = 1
NOT_RUN = "not run yet"
WORDS = (*VERDICTS, NOT_RUN)
LONGEST_FIRST = ("paper", "gpu", "cpu", "smoke")
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


@dataclass(frozen=True)
class Standing:
    """How a claim stands. `run` is the recorded run that counts, `measured` its measure called `measure`.

    `verdicts` says how many of the recorded runs came to which verdict. Without a run that judged the claim
    there is none of these, and the verdict is "not run yet", or "not testable here" with the reason.
    """

    paper: str
    claim: str
    verdict: str
    because: str
    said: str = ""
    criterion: str = ""
    control: str = ""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    measure: str | None = None
    measured: Mapping[str, Any] | None = None
    run: Mapping[str, Any] | None = None


def standings(reproduction: catalog.Reproduction, preset: str | None = None) -> list[Standing]:
    """Every claim of a reproduction, tested ones first; with `preset` only what its runs judged."""
    recorded = [
        run for run in catalog.results(reproduction.id) if preset is None or run.get("preset") == preset
    ]
    tested = [_standing(reproduction.id, test, recorded) for test in reproduction.claims]
    if preset is not None:
        return [standing for standing in tested if standing.run]
    return tested + [
        Standing(reproduction.id, claim, NOT_TESTABLE, why) for claim, why in reproduction.untested.items()
    ]


def _standing(paper: str, test: catalog.ClaimTest, recorded: list[dict[str, Any]]) -> Standing:
    judging = [run for run in recorded if test.id in run["claims"]]
    if not judging:
        return Standing(paper, test.id, NOT_RUN, "", test.claim, test.criterion)
    best = min(judging, key=_length)  # of equals the first, and the newest stand first
    verdict = best["claims"][test.id]
    measure = verdict.get("measure") or test.measure
    counts = Counter(run["claims"][test.id]["verdict"] for run in judging)
    return Standing(
        paper=paper,
        claim=test.id,
        verdict=verdict["verdict"],
        because=verdict["because"],
        said=test.claim,
        criterion=verdict.get("criterion", test.criterion),
        control=verdict.get("control") or "",
        verdicts={word: counts[word] for word in VERDICTS if counts[word]},
        measure=measure,
        measured=None if verdict["verdict"] == NOT_TESTABLE else best["measures"].get(measure),
        run=best,
    )


def _length(run: Mapping[str, Any]) -> int:
    preset = run.get("preset")
    return LONGEST_FIRST.index(preset) if preset in LONGEST_FIRST else len(LONGEST_FIRST)
