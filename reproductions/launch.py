"""Start, watch, cancel and resume runs; each is a process of its own that outlives whoever started it.

Imports neither torch nor numpy, so that a command line or a web page can use it at once.
"""

from __future__ import annotations

import contextlib
import difflib
import fcntl
import importlib.util
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reproductions import catalog, datasets, rundir
from reproductions.errors import (
    BadOverride,
    DataCorrupt,
    DataMissing,
    DiskFull,
    OtherVersion,
    ReproductionError,
    RunRefused,
    TorchMissing,
    UnknownPreset,
    UnknownReproduction,
    UnknownRun,
)
from reproductions.places_to_run import here, slurm, slurm_queue
from reproductions.places_to_run.devices import device_here, device_of_a_node, devices
from reproductions.rundir import Artefact, Progress, Run

__all__ = [
    "Artefact",
    "BadOverride",
    "DataCorrupt",
    "DataMissing",
    "DiskFull",
    "Estimate",
    "OtherVersion",
    "Progress",
    "ReproductionError",
    "Run",
    "RunRefused",
    "TorchMissing",
    "UnknownPreset",
    "UnknownReproduction",
    "UnknownRun",
    "cancel",
    "devices",
    "estimate",
    "load",
    "resume",
    "runs",
    "runs_home",
    "start",
]

GRACE = 20.0  # seconds that a cancelled run has to end by itself before it is sent SIGTERM
PLACES = ("local", "slurm")


@dataclass(frozen=True)
class Estimate:
    """What a run needs and takes here, told before it starts; `seconds` is None if unrecorded."""

    device: str
    seconds: float | None
    dataset: str
    dataset_present: bool
    substitute: str | None
    note: str


def runs_home() -> Path:
    """The folder that holds the runs: $KB_HOME/runs, or `runs` in the user's data folder."""
    return datasets.home() / "runs"


def estimate(
    paper: str,
    preset: str,
    device: str | None = None,
    *,
    on: str = "local",
    slurm_options: Mapping[str, str] | None = None,
) -> Estimate:
    """Device, time and data of a run; UnknownReproduction, UnknownPreset, RunRefused, DataCorrupt."""
    config = catalog.configure(paper, preset)
    chosen = device_here(device) if on == "local" else device_of_a_node(device, slurm_options or {})
    wanted = config["dataset"]
    place = datasets.locate(wanted)
    substitute = None if place.present else place.substitute
    seconds, basis = _expected_seconds(paper, preset, chosen)
    if not place.present and place.downloadable and datasets.may_download():
        note = f"{wanted} will be downloaded ({place.megabytes:.0f} MB)"
    elif not place.present and substitute:
        note = f"{wanted} is not here, so {substitute} stands in for it; {place.advice}"
    elif not place.present:
        note = f"{wanted} is not here; {place.advice}"
    else:
        note = f"{wanted}: {place.where}"
    return Estimate(chosen, seconds, wanted, place.present, substitute, f"{note}. {basis}")


def _expected_seconds(paper: str, preset: str, device: str) -> tuple[float | None, str]:
    here = sorted(
        float(run.record["seconds"])
        for run in runs(paper)
        if run.status == "done" and run.preset == preset and run.device == device and "seconds" in run.record
    )
    if here:
        return here[len(here) // 2], f"Time: the median of {len(here)} earlier run(s) on this machine."
    offer = catalog.find(paper).presets[preset]
    recorded = offer.seconds.get(device)
    if recorded is not None:
        return recorded, "Time: from the recorded run, on another machine perhaps."
    limit = float(catalog.configure(paper, preset).get("max_seconds") or 0)
    most = f"training ends after {limit:g} s at the latest" if limit else "no time limit ends its training"
    return None, f"Time: not measured yet on {device}; {most}."


def start(
    paper: str,
    preset: str = "smoke",
    *,
    overrides: Mapping[str, str] | None = None,
    device: str | None = None,
    seed: int = 0,
    on: str = "local",
    slurm_options: Mapping[str, str] | None = None,
    owner: str | None = None,
) -> Run:
    """Start a run and return at once; what can be refused is refused before that.

    `on` "local" makes a new process of this machine, "slurm" a job with `slurm_options` (`slurm.options`).
    `owner` is kept in run.json: the mark of whoever it counts for, on a machine that several people use.
    """
    config = catalog.configure(paper, preset, overrides, seed)
    if on not in PLACES or (slurm_options and on != "slurm"):
        raise RunRefused(f"a run is on {' or '.join(PLACES)}; options for Slurm go with slurm", PLACES)
    if importlib.util.find_spec("torch") is None:
        raise TorchMissing("running a paper needs PyTorch: pip install 'timetested[reproductions]'")
    if on == "slurm":
        return _submit(paper, preset, config, device, slurm_options or {}, owner)
    chosen = device_here(device)
    with _home_lock():
        _refuse_beyond_limit()
        path = prepare(paper, preset, config, chosen, owner=owner)
        here.spawn(path, ["--run-dir", str(path), "--prepared"])
    return Run.read(path)


def _submit(
    paper: str,
    preset: str,
    config: dict[str, Any],
    device: str | None,
    given: Mapping[str, str],
    owner: str | None,
) -> Run:
    slurm.check()
    asked = slurm.options(given, paper, preset)
    path = prepare(paper, preset, config, device_of_a_node(device, given), owner=owner)
    try:
        slurm.submit(path, asked)
    except RunRefused:
        shutil.rmtree(path)
        raise
    return Run.read(path)


def prepare(
    paper: str,
    preset: str,
    config: dict[str, Any],
    device: str,
    path: Path | None = None,
    owner: str | None = None,
) -> Path:
    """Make a run folder with its run.json (status "starting"); `path` or a new one in `runs_home`."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = path or runs_home() / f"{paper}-{preset}-{stamp}-{secrets.token_hex(2)}"
    if (path / "run.json").exists():
        raise RunRefused(f"{path} already holds a run; resume it, or name another folder")
    record = {
        "format": rundir.FORMAT,
        "id": path.name,
        "paper": paper,
        "preset": preset,
        "status": "starting",
        "device": device,
        "config": config,
        "created": rundir.now(),
        **({"owner": owner} if owner else {}),
    }
    with rundir.full_disk(path):
        (path / "artefacts").mkdir(parents=True, exist_ok=True)
        (path / "checkpoints").mkdir(exist_ok=True)
        rundir.write_json(path / "run.json", record)
    return path


def resume(run_id: str) -> Run:
    """Go on from the last checkpoint of a run that was cancelled, lost or failed."""
    run = load(run_id)
    if run.status == "other version":
        raise OtherVersion(f"{run.problem}; run it again with this version")
    if run.active or run.status not in ("cancelled", "lost", "failed"):
        raise RunRefused(f"{run_id} is {run.status}: only a cancelled, lost or failed run can be resumed")
    scheduler = run.record.get("scheduler")
    if not scheduler:
        refuse_alone(run)
    with _home_lock():
        if scheduler:
            slurm.check()
        else:
            _refuse_beyond_limit()
        (run.path / "cancel").unlink(missing_ok=True)
        rundir.write_json(run.path / "run.json", {**run.record, "status": "starting", "error": None})
        if scheduler:
            slurm.submit(run.path, scheduler["options"])
        else:
            here.spawn(run.path, ["--resume", str(run.path)])
    return Run.read(run.path)


def refuse_alone(run: Run) -> None:
    """RunRefused for a run whose training is shared among ranks: one process cannot go on with it."""
    ranks = run.record.get("ranks")
    if ranks and not (run.path / "checkpoints" / "last.pt").exists():  # made when all shares are trained
        how = f"torchrun --nproc-per-node {ranks} -m reproductions --resume {run.path}"
        raise RunRefused(f"{run.id} is shared among {ranks} ranks: resume it with {how}")


def cancel(run_id: str) -> None:
    """Ask a run to stop after its current step, keeping a checkpoint; SIGTERM follows if it does not."""
    run = load(run_id)
    if not run.active:
        return
    with rundir.full_disk(run.path):
        (run.path / "cancel").write_text(rundir.now() + "\n", "utf-8")
    slurm.cancel(run)
    _terminate_overdue(run)


def runs(paper: str | None = None) -> list[Run]:
    """All runs (of one paper), newest first; a damaged folder appears with its problem, as no exception."""
    here.reap()
    home = runs_home()
    folders = [path for path in home.iterdir() if path.is_dir()] if home.is_dir() else []
    found = [Run.read(path) for path in folders if not path.name.startswith(".")]
    for run in found:
        _terminate_overdue(run)
    chosen = [run for run in found if paper is None or run.paper == paper]
    return sorted(chosen, key=lambda run: (str(run.record.get("created", "")), run.id), reverse=True)


def load(run_id: str) -> Run:
    """The run of this id; UnknownRun names the nearest ones."""
    here.reap()
    path = runs_home() / run_id
    if not _is_run(run_id):
        known = [run.id for run in runs()]
        near = difflib.get_close_matches(run_id, known, n=3, cutoff=0.3) or known[:3]
        raise UnknownRun(f"no run {run_id!r} in {runs_home()}", near)
    run = Run.read(path)
    _terminate_overdue(run)
    return run


def _is_run(run_id: str) -> bool:
    """Whether a folder of this very name lies in the home of runs."""
    try:
        return Path(run_id).name == run_id != ".." and bool(run_id) and (runs_home() / run_id).is_dir()
    except (OSError, ValueError):  # the system takes no such name: too long, or half a surrogate pair
        return False


@contextlib.contextmanager
def _home_lock() -> Iterator[None]:
    home = runs_home()
    with rundir.full_disk(home):
        home.mkdir(parents=True, exist_ok=True)
        with (home / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file closes, even after a kill
            yield


def _refuse_beyond_limit() -> None:
    limit = int(os.environ.get("KB_MAX_RUNS", "1"))
    active = [run.id for run in runs() if run.active and not rundir.is_elsewhere(run.path, run.record)]
    if len(active) >= limit:
        raise RunRefused(
            f"{len(active)} run(s) under way ({', '.join(active)}), KB_MAX_RUNS is {limit}: cancel one",
            active,
        )


def _terminate_overdue(run: Run) -> None:
    """End a run that was asked to stop more than GRACE seconds ago and has not: SIGTERM, or scancel."""
    try:
        waited = time.time() - (run.path / "cancel").stat().st_mtime
    except OSError:
        return
    if not run.active or waited <= GRACE:
        return
    job = rundir.job_of(run.path, run.record)
    if job is None:
        here.terminate(run)
    else:
        slurm_queue.cancel(job)
        (run.path / "cancel").touch()  # and again if it still goes on after GRACE
