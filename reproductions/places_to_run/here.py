"""Runs as processes of this machine: begin one, collect those that ended, end one that will not listen."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from reproductions import rundir

__all__ = ["PACKAGE_HOME", "adopt", "reap", "spawn", "terminate"]

PACKAGE_HOME = Path(__file__).resolve().parents[2]  # what has to be on the path of another process

_children: list[subprocess.Popen[bytes]] = []


def spawn(path: Path, arguments: list[str]) -> None:
    """Begin the process of the run in `path`; it outlives the terminal and the server that began it."""
    record = rundir.read_json(path / "run.json")
    command = [sys.executable, "-m", "reproductions", record["paper"], *arguments, "--background"]
    places = [str(PACKAGE_HOME), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places)), "PYTHONUNBUFFERED": "1"}
    with (path / "log.txt").open("ab") as log:
        child = subprocess.Popen(
            command,
            cwd=path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # closing the terminal or the server must not end it
        )
    adopt(path, child, command)


def adopt(path: Path, child: subprocess.Popen[bytes], command: list[str]) -> None:
    """Note the process of a run beside it, and collect it when it has ended."""
    _children.append(child)
    began = rundir.process_start(child.pid)
    rundir.write_json(
        path / "process.json",
        {"pid": child.pid, "process_start": began, "host": rundir.host(), "command": command},
    )


def reap() -> None:
    """Collect our own children that have ended, so that none stays behind as a zombie."""
    _children[:] = [child for child in _children if child.poll() is None]


def terminate(run: rundir.Run) -> None:
    """Send SIGTERM to the process of a run, if it is one of this machine and alive."""
    pid = rundir.process_of(run.path, run.record)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGTERM)
