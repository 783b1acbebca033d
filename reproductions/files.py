"""Files of a run: JSON replaced in one move, and a full disk as one line."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reproductions.errors import DiskFull

__all__ = ["full_disk", "now", "read_json", "sweep", "write_json"]


def now() -> str:
    """The time as ISO 8601 in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; ValueError where it holds anything else."""
    value = json.loads(path.read_text("utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, got {type(value).__name__}")
    return value


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Replace a JSON file in one move, so that no reader ever sees half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(value, file, indent=1, ensure_ascii=False, allow_nan=False)
            file.write("\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the parts of files that a killed process of a run left in its folders."""
    for part in [*folder.glob(".*.part*"), *folder.glob("*/.*.part*")]:
        number = re.search(r"\.(\d+)\.part$", part.name)  # others are written by the run's own process alone
        if part.is_file() and not (number and _lives(int(number[1]))):
            part.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)  # signal 0 only asks
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextlib.contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """Turn the system's "no space left" into DiskFull: one line that names the place."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"{error.filename or path}: no space left on the disk; free some, then resume"
            ) from error
        raise
