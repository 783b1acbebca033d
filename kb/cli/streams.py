"""The standard streams, also where whoever started `kb` closed them: a service, a desktop, `>&-`."""

from __future__ import annotations

import os
import sys

_MODES = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def open_closed() -> None:
    """Put the null device in the place of each stream that is closed.

    In their order, so that each gets the number that it has: a file that is opened later and by chance is
    number 1 would otherwise receive what somebody prints.
    """
    for name, mode in _MODES:
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDONLY if mode == "r" else os.O_WRONLY)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
