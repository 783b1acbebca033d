"""Checkpoints that survive a kill: written beside, flushed to disk, then moved into place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

from reproductions.errors import DataCorrupt, OtherVersion

__all__ = ["load", "save"]

FORMAT = 1


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a state of tensors, numbers and text; a reader sees the old file or the new one, never a part."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            torch.save({"format": FORMAT, **state}, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except RuntimeError as error:  # torch's zip writer wraps the system's error
        cause = error.__context__ or error.__cause__
        raise (cause if isinstance(cause, OSError) else error) from error
    finally:
        part.unlink(missing_ok=True)


def load(path: Path) -> dict[str, Any] | None:
    """The last state (on the CPU), or None where none was written; DataCorrupt for a damaged file."""
    if not path.exists():
        return None
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch documents no closed set of errors for a damaged file
        raise DataCorrupt(
            f"{path}: not a whole checkpoint ({str(error)[:120]}); delete it and resume"
        ) from error
    if state.get("format") != FORMAT:
        raise OtherVersion(f"{path}: checkpoint format {state.get('format')!r}, this version reads {FORMAT}")
    return dict(state)
