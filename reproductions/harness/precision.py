"""Which number format the matrix products of a run multiply, where its configuration leaves that open."""

from __future__ import annotations

import time

import torch

__all__ = ["resolve", "speedup"]


def resolve(asked: str, device: torch.device) -> str:
    """`asked`; for "auto" bfloat16 where its products take at most two thirds of the time, else float32."""
    if asked != "auto":
        return asked
    return "bfloat16" if speedup(device) >= 1.5 else "float32"


def speedup(device: torch.device) -> float:
    """How many times as fast as in float32 a product of 128 x 1024 by 1024 x 1024 is in bfloat16 here.

    Measured, since a processor's flags do not say whether the library under torch uses what they promise.
    """
    return _seconds(torch.float32, device) / _seconds(torch.bfloat16, device)


def _seconds(dtype: torch.dtype, device: torch.device, tries: int = 7) -> float:
    left, right = (torch.ones(rows, 1024, dtype=dtype, device=device) for rows in (128, 1024))
    found = []
    for _ in range(tries):
        began = time.perf_counter()
        (left @ right)[0, 0].item()  # to look at an element is to wait for a GPU
        found.append(time.perf_counter() - began)
    return min(found)
