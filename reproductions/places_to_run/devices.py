"""What a run can compute on, here and on a node of a cluster."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reproductions.errors import RunRefused

__all__ = ["device_here", "device_of_a_node", "devices"]


@lru_cache(maxsize=1)
def devices() -> list[str]:
    """The devices a run can use here; "cuda" only where a driver and a CUDA build of torch both are."""
    spec = importlib.util.find_spec("torch")
    found = ["cpu"]
    if spec is None or spec.origin is None:
        return found
    built_for_cuda = any((Path(spec.origin).parent / "lib").glob("libtorch_cuda*"))
    if built_for_cuda and _gpu_listed():
        found.append("cuda")
    return found


def _gpu_listed() -> bool:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return False
    try:
        listing = subprocess.run([tool, "-L"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return listing.returncode == 0 and "GPU" in listing.stdout


def device_here(device: str | None) -> str:
    """The device of that name, or the best one of this machine."""
    known = devices()
    if device in (None, "", "auto"):
        return known[-1]
    if device not in known:
        raise RunRefused(f"device {device!r}: this machine has {', '.join(known)}", known)
    return str(device)


def device_of_a_node(device: str | None, options: Mapping[str, str]) -> str:
    """What the job will compute on; this machine's own devices say nothing about that."""
    if device not in (None, "", "auto", "cpu", "cuda"):
        raise RunRefused(f"device {device!r}: a node has cpu or cuda", ["cpu", "cuda"])
    asks_for_gpus = options.get("gpus", "0") != "0" or any(name.startswith("gpus-") for name in options)
    return str(device) if device in ("cpu", "cuda") else "cuda" if asks_for_gpus else "cpu"
