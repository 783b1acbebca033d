"""torch.compile where this machine can, and the plain function where it cannot."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import warnings
from collections.abc import Callable
from typing import Any

import torch

__all__ = ["available", "compiled"]


def available(device: str = "cpu") -> bool:
    """Whether functions can be compiled here: a C++ compiler for the CPU, Triton for a GPU.

    KB_COMPILE=0 turns it off.
    """
    if os.environ.get("KB_COMPILE", "1") == "0":
        return False
    if device.startswith("cuda"):
        return bool(torch.utils._triton.has_triton())
    named = os.environ.get("CXX")
    return any(shutil.which(name) for name in ([named] if named else ["g++", "clang++", "c++"]))


def compiled(
    function: Callable[..., Any], device: str = "cpu", dynamic: bool | None = False
) -> Callable[..., Any]:
    """The function compiled on its first call; itself where that cannot be done, with a line on stderr.

    Shapes are taken as fixed unless `dynamic`: each new one is compiled anew. A run takes one of the two for
    its whole length, since their last bits differ.
    """
    if not available(device):
        return function
    chosen: list[Callable[..., Any]] = []

    @functools.wraps(function)
    def first_tried(*arguments: Any, **named: Any) -> Any:
        if chosen:
            return chosen[0](*arguments, **named)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the compiler's own house
                attempt = torch.compile(function, dynamic=dynamic)
                found = attempt(*arguments, **named)
        except Exception as error:  # torch documents no closed set; whatever it is, the plain function works
            reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
            print(f"{function.__name__}: not compiled ({reason}); it runs as it is, slower", file=sys.stderr)
            chosen.append(function)
            return function(*arguments, **named)
        chosen.append(attempt)
        return found

    return first_tried
