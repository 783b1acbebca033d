"""One run from its folder to its verdicts, in this process: what `python -m reproductions` does."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reproductions import catalog, datasets, rundir
from reproductions.errors import OtherVersion, ReproductionError
from reproductions.harness import precision
from reproductions.harness.recorder import Cancelled, Echo, Recorder, plain

__all__ = ["announce", "close", "execute"]


def execute(
    path: Path, echo: Echo | None = None, signals: bool = False, measure: bool = True
) -> dict[str, Any]:
    """Run (or go on with) the prepared folder `path`; returns its run.json as it ends.

    However it ends, run.json says so: done, cancelled, or failed with one line. Errors are raised on. With
    `signals`, SIGTERM and Ctrl-C cancel the run after its current step. Without `measure` it only trains.
    """
    record = rundir.read_json(path / "run.json")
    if record.get("format") != rundir.FORMAT:
        raise OtherVersion(f"{path}: run format {record.get('format')!r}, this version reads {rundir.FORMAT}")
    rundir.sweep(path)
    ended: dict[str, Any] = {"status": "failed"}
    try:
        with rundir.full_disk(path):
            announce(path, record)
            ended = _play(path, record, echo, signals, measure)
    except Cancelled:
        ended = {"status": "cancelled", "error": None}
    except ReproductionError as error:
        ended["error"] = error.message
        raise
    except Exception as error:
        ended["error"] = f"{type(error).__name__}: {error}"
        raise
    finally:
        close(path, ended)
    return rundir.read_json(path / "run.json")


def _play(
    path: Path, record: dict[str, Any], echo: Echo | None, signals: bool, measure: bool
) -> dict[str, Any]:
    config, began = record["config"], time.monotonic()
    folder = catalog.find(record["paper"]).folder.name
    story = importlib.import_module(f"reproductions.{folder}.paper")
    torch.set_num_threads(_threads(config))
    torch.set_flush_denormal(True)  # momenta of weights at rest halve without end; below 1e-38 they cost most
    data = datasets.load(config["dataset"])
    if data.record["substitute_for"]:
        config = _stand_in(record, getattr(story, "STAND_IN", {}).get(data.record["name"], {}))
    if "precision" in config:
        config = config | {
            "precision": precision.resolve(config["precision"], torch.device(record["device"]))
        }
    _update(path, config=config, data=data.record, threads=torch.get_num_threads())
    recorder = Recorder(path, echo)
    if signals:
        recorder.listen()
    before = recorder.elapsed if recorder.state else 0.0
    try:
        state = story.train(config, data, recorder, torch.device(record["device"]))
        trained = recorder.trained()
        found = story.evaluate(config, state, data, recorder) if measure else None
    finally:
        recorder.close()
    seconds = before + time.monotonic() - began
    if found is not None:
        stopped = rundir.read_json(path / "run.json")["stopped"]
        told = {"format": rundir.FORMAT, **({"stopped": stopped} if stopped else {}), **found}
        rundir.write_json(path / "measurements.json", plain(told))
    return {"status": "done", "error": None, "seconds": round(seconds, 2), "train_seconds": round(trained, 2)}


def _stand_in(record: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """The configuration for stand-in data: its settings, but never over what was set by hand."""
    config = record["config"]
    usual = catalog.configure(record["paper"], record["preset"], seed=config["seed"])
    return config | {name: value for name, value in settings.items() if config[name] == usual[name]}


def _threads(config: dict[str, Any]) -> int:
    """As configured; else half of the cores, four at most: threads that share a core wait for each other."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cores //= int(os.environ.get("LOCAL_WORLD_SIZE", "1"))  # set by torchrun: ranks share the machine
    return int(config.get("threads") or min(4, max(1, cores // 2)))


def announce(path: Path, record: dict[str, Any]) -> None:
    """Complete run.json with all that another person needs to repeat the run."""
    config = record["config"]
    commit, changed = _commit()
    _update(
        path,
        status="running",
        error=None,
        pid=os.getpid(),
        host=rundir.host(),
        process_start=rundir.process_start(os.getpid()),
        started=record.get("started") or rundir.now(),
        ended=None,
        seeds=[config["seed"] + s for s in range(config["seeds"])],
        git_commit=commit,
        git_changed=changed,
        torch=torch.__version__,
        numpy=np.__version__,
        python=platform.python_version(),
        hardware=_hardware(record["device"]),
        command=sys.orig_argv,
    )


def close(path: Path, ended: dict[str, Any]) -> None:
    try:
        _update(path, ended=rundir.now(), **ended)
    except OSError as error:  # a full disk: the exit code and the line on stderr must do
        print(f"{path / 'run.json'}: the end of the run could not be noted ({error})", file=sys.stderr)


def _update(path: Path, **fields: Any) -> None:
    rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), **plain(fields)})


def _commit() -> tuple[str | None, bool | None]:
    """The commit of this code, and whether files differ from it; (None, None) outside a checkout."""
    folder = Path(__file__).resolve().parent.parent
    ask: Callable[..., str] = lambda *words: subprocess.run(  # noqa: E731
        ["git", "-C", str(folder), *words], capture_output=True, text=True, timeout=20, check=True
    ).stdout.strip()
    try:
        if not ask("ls-files", "--", "catalog.py"):
            return None, None  # installed into somebody else's repository
        return ask("rev-parse", "HEAD"), bool(ask("status", "--porcelain", "--", "."))
    except (OSError, subprocess.SubprocessError):
        return None, None


def _hardware(device: str) -> dict[str, Any]:
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass  # not Linux, or a processor without a name: keep what the platform says
    gpu = torch.cuda.get_device_name() if device == "cuda" else None
    return {"cpu": model, "cores": os.cpu_count(), "gpu": gpu, "system": platform.system()}
