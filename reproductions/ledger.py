"""The ledger: a finished run entered into `<paper>/results/`, as one JSON file that stands for good; and how
each claim of a paper stands after all runs that were entered. The newest picture of each series that the run
drew is kept beside the JSON, in a folder of the run's name.

Of several runs that tested a claim the longest counts: paper before gpu before cpu before smoke; of equals
that over the most seeds, and of these the newest. What the others said is counted beside it, so that no
success hides a later failure.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reproductions import catalog, rundir
from reproductions.errors import RunRefused
from reproductions.harness.verdicts import NOT_TESTABLE, VERDICTS

__all__ = [
    "NOT_RUN",
    "NOT_TESTABLE",
    "WORDS",
    "Picture",
    "Standing",
    "command",
    "longest_first",
    "pictures",
    "record",
    "series",
    "standings",
]

FORMAT = 1
NOT_RUN = "not run yet"
WORDS = (*VERDICTS, NOT_RUN)
LONGEST_FIRST = ("paper", "gpu", "cpu", "smoke")
MOST_PICTURES, MOST_BYTES = 6, 400_000  # of one run; results/ is part of every copy of the package
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
    with rundir.full_disk(target):
        target.parent.mkdir(exist_ok=True)
        kept = _keep_pictures(run, target.with_suffix(""))
        rundir.write_json(target, _entry(run, found) | ({"pictures": kept} if kept else {}))
    return target


def _keep_pictures(run: rundir.Run, folder: Path) -> list[dict[str, Any]]:
    """Copy the pictures worth keeping into `folder`, whole or not at all; what the record says of them."""
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    chosen = _worth_keeping(run)
    try:
        for name, artefact in chosen.items():
            part.mkdir(exist_ok=True)
            shutil.copyfile(artefact.path, part / f"{name}{artefact.path.suffix}")
        shutil.rmtree(folder, ignore_errors=True)  # of an earlier recording of the same run
        if chosen:
            part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [
        {"name": name, "file": f"{name}{a.path.suffix}", "title": a.title, "step": a.step}
        for name, a in chosen.items()
    ]


def _worth_keeping(run: rundir.Run) -> dict[str, rundir.Artefact]:
    """By name the newest picture of each series, as far as they are few and small."""
    kept: dict[str, rundir.Artefact] = {}
    left = MOST_BYTES
    for name, images in series(a for a in run.artefacts() if a.kind == "image").items():
        size = images[-1].path.stat().st_size if images[-1].path.is_file() else MOST_BYTES + 1
        if size <= left and len(kept) < MOST_PICTURES:
            kept[name], left = images[-1], left - size
    return kept


def series(images: Iterable[rundir.Artefact]) -> dict[str, list[rundir.Artefact]]:
    """Pictures by name without the step at its end ("samples-0000500"), each in the order of being made."""
    found: dict[str, list[rundir.Artefact]] = {}
    for image in images:
        found.setdefault(re.sub(r"-\d{3,}$", "", image.name), []).append(image)
    return found


def _entry(run: rundir.Run, found: dict[str, Any]) -> dict[str, Any]:
    entry = {"format": FORMAT, "run": run.id, "paper": run.paper, "command": command(run.record)}
    entry |= {name: run.record[name] for name in COPIED}
    entry |= {
        "minutes": round(run.record["seconds"] / 60, 2),
        "train_minutes": round(run.record["train_seconds"] / 60, 2),
    }
    entry |= {"stopped": found["stopped"]} if found.get("stopped") else {}
    return entry | {name: found[name] for name in ("facts", "measures", "claims")}


def command(record: Mapping[str, Any]) -> str:
    """What to type to repeat a run: the preset, the seed, and only the settings that were changed.

    UnknownReproduction and UnknownPreset for a run of something that is here no more.
    """
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
class Picture:
    """A picture that a recorded run left: `name` is that of its series, `run` the record it belongs to."""

    name: str
    path: Path
    title: str
    step: int
    run: Mapping[str, Any]


def pictures(reproduction: catalog.Reproduction) -> list[Picture]:
    """The pictures of all recorded runs, those of the longest and newest run first; [] where none is."""
    results = reproduction.folder / "results"
    found = [
        Picture(row["name"], results / run["run"] / row["file"], row["title"], row["step"], run)
        for run in longest_first(catalog.results(reproduction.id))
        for row in run.get("pictures", ())
    ]
    return [picture for picture in found if picture.path.is_file()]


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
    ordered = longest_first(judging)
    best = next((run for run in ordered if _tried(run, test.id)), ordered[0])
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


def _tried(run: Mapping[str, Any], claim: str) -> bool:
    """Whether a run tested a claim at all. One of another task, or of too few seeds, says nothing of it."""
    verdict = run["claims"][claim]
    return verdict["verdict"] != NOT_TESTABLE or verdict.get("control_fails") is False


def longest_first(recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Recorded runs, given newest first, in the order in which they count.

    First the longest, of equals that over the most seeds, and of equals the newest.
    """
    return sorted(recorded, key=lambda run: (_length(run), -len(run.get("seeds") or ())))


def _length(run: Mapping[str, Any]) -> int:
    preset = run.get("preset")
    return LONGEST_FIRST.index(preset) if preset in LONGEST_FIRST else len(LONGEST_FIRST)
