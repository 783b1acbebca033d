"""A run as a job of Slurm, handed in through submitit; the run folder must lie on a shared file system."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import math
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reproductions import catalog, rundir
from reproductions.errors import BadOverride, RunRefused
from reproductions.places_to_run import here, slurm_queue

__all__ = ["cancel", "check", "options", "submit"]

SHORTEST = 10  # minutes: Slurm warns a job 90 s before its time is up, and a shorter one at once
REQUEUES = 50  # how often a run that was cut off by its time limit is put back into the queue
NUMBERS = {"time": SHORTEST, "gpus": 0, "cpus": 1, "mem": 1, "ranks": 1}  # name: least value
RENAMED = {
    "time": "timeout_min",
    "gpus": "gpus_per_node",
    "cpus": "cpus_per_task",
    "mem": "mem_gb",
    "ranks": "tasks_per_node",
}


def cluster() -> str:
    """Whom submitit hands the job to: "slurm", or "local" to try the same road without Slurm."""
    return os.environ.get("KB_SLURM_CLUSTER", "slurm")


def check() -> None:
    """RunRefused, with what to do, where no job can be handed in from here."""
    if importlib.util.find_spec("submitit") is None:
        raise RunRefused("--on slurm needs submitit: pip install 'timetested[slurm]'")
    missing = [name for name in ("sbatch", "srun") if shutil.which(name) is None]
    if cluster() == "slurm" and missing:
        raise RunRefused(
            f"{missing[0]} is not on the path: call this on a login node of the cluster (`module load "
            "slurm` on some), or leave out --on slurm"
        )


def options(given: Mapping[str, str], paper: str, preset: str) -> dict[str, Any]:
    """What is asked of Slurm, with a time limit in any case; BadOverride for a value that cannot be.

    time (minutes), gpus, cpus, mem (GB) and ranks (processes that share the seeds) are numbers; every other
    name goes to sbatch as `--name=value`.
    """
    budget = catalog.find(paper).presets[preset].budget_seconds
    usual = {"time": max(SHORTEST, math.ceil(3 * budget / 60)) if budget else 24 * 60}
    asked = usual | {name: _value(name, value) for name, value in given.items()}
    if asked.get("ranks", 1) > 1 and not (catalog.find(paper).folder / "merging.py").exists():
        raise RunRefused(f"{paper} trains in one process: leave out --slurm ranks={asked['ranks']}")
    return asked


def _value(name: str, value: str) -> int | str:
    if not re.fullmatch(r"[a-z][a-z-]*", name):
        raise BadOverride(f"--slurm {name}={value}: a name is small letters, as in partition or mail-user")
    if name not in NUMBERS:
        return value
    if not value.isdecimal() or int(value) < NUMBERS[name]:
        why = " (Slurm warns a job 90 s before its end)" if name == "time" else ""
        raise BadOverride(f"--slurm {name}={value}: expected a whole number from {NUMBERS[name]} on{why}")
    return int(value)


def submit(path: Path, asked: Mapping[str, Any]) -> None:
    """Put the run of this folder into the queue; its run.json says so before the job can begin."""
    before = rundir.read_json(path / "run.json")
    scheduler = {"name": cluster(), "job": None, "options": dict(asked)}
    (path / "process.json").unlink(missing_ok=True)
    rundir.write_json(
        path / "run.json", {**before, "status": "queued", "error": None, "scheduler": scheduler}
    )
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # submitit prints what it raises
            job = _executor(path, before, asked).submit(_job(path, before["paper"]))
    except Exception as error:  # submitit wraps what sbatch says in errors of several kinds
        rundir.write_json(path / "run.json", before)
        said = re.findall(r"sbatch: error: (.*)", str(error)) or [f"{type(error).__name__}: {error}"]
        raise RunRefused(f"Slurm did not take the job: {'; '.join(dict.fromkeys(said))}") from error
    if cluster() == "slurm":
        rundir.write_json(path / "process.json", {"scheduler": "slurm", "job": job.job_id})
    else:  # the job is a process of this machine, and so is looked after like any other
        here.adopt(path, job._process, ["submitit", job.job_id])


def _job(path: Path, paper: str) -> Any:
    from reproductions.places_to_run.job import Job

    return Job(str(path), paper)


def _executor(path: Path, record: Mapping[str, Any], asked: Mapping[str, Any]) -> Any:
    import submitit

    log = path / "log.txt"
    known = {RENAMED[name]: value for name, value in asked.items() if name in RENAMED}
    others = {name: value for name, value in asked.items() if name not in RENAMED}
    executor = submitit.AutoExecutor(
        path / "job", cluster=cluster(), slurm_max_num_timeout=REQUEUES, local_max_num_timeout=REQUEUES
    )
    executor.update_parameters(
        name=f"{record['paper']}-{record['preset']}",
        **known,
        stderr_to_stdout=True,
        slurm_setup=_setup(),
        slurm_srun_args=[f"--output={log}", "--open-mode=append"],
        slurm_additional_parameters={"output": log, "chdir": path, "requeue": True, **others},
    )
    return executor


def _setup() -> list[str]:
    """Lines of the batch script that give the job our surroundings, even where sbatch exports none."""
    names = sorted(name for name in os.environ if name.startswith("KB_"))
    places = os.pathsep.join(filter(None, [str(here.PACKAGE_HOME), os.environ.get("PYTHONPATH", "")]))
    return [
        f"export PYTHONPATH={shlex.quote(places)}",
        *(f"export {name}={shlex.quote(os.environ[name])}" for name in names),
    ]


def cancel(run: rundir.Run) -> None:
    """Take a waiting job out of the queue at once; one that runs sees the file `cancel` by itself."""
    job = rundir.job_of(run.path, run.record)
    if job is None or run.status != "queued":
        return
    slurm_queue.cancel(job, pending_only=True)
    if slurm_queue.state(job) in ("CANCELLED", ""):
        record = rundir.read_json(run.path / "run.json")
        rundir.write_json(run.path / "run.json", {**record, "status": "cancelled", "ended": rundir.now()})
