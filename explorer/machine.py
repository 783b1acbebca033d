"""What this machine has for a run: cores, memory, and room where runs are kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """Cores that this process may use, and bytes; None where the system does not say."""

    cores: int
    memory: int | None
    room: int | None


def machine(folder: Path) -> Machine:
    """This machine, with the room left where ``folder`` is or will be."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(cores, _memory(), _room(folder))


def _memory() -> int | None:
    with contextlib.suppress(ValueError, OSError, AttributeError):  # names that a system does not know
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _room(folder: Path) -> int | None:
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    with contextlib.suppress(OSError):
        return shutil.disk_usage(there).free if there else None
    return None


def size(count: int) -> str:
    """Bytes as people read them.

    >>> size(7_600_000_000), size(890_000_000), size(12_300)
    ('7.6 GB', '890 MB', '1 MB')
    """
    return f"{count / 1e9:.2g} GB" if count >= 999_500_000 else f"{max(1, round(count / 1e6))} MB"
