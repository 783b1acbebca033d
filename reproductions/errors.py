"""What can go wrong when a paper is run: one small tree, each with the exit code that the command line uses.

ReproductionError            1
├── UnknownPreset            2   ├── BadOverride  2
├── DataMissing              3
├── UnknownReproduction      4   ├── UnknownRun   4
├── DataCorrupt              5   ├── OtherVersion 5
└── RunRefused               6   ├── DiskFull     6   └── TorchMissing 6
"""

from __future__ import annotations

from collections.abc import Iterable


class ReproductionError(Exception):
    """One line for people (`message`), a stable exit `code`, and the nearest names where a name was wrong."""

    code = 1

    def __init__(self, message: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.candidates = list(candidates)


class UnknownReproduction(ReproductionError):
    """No folder of this id holds a paper.py."""

    code = 4


class UnknownPreset(ReproductionError):
    """The paper has no preset of this name."""

    code = 2


class BadOverride(ReproductionError):
    """A `--set name=value` that names no setting, or a value of the wrong type or out of its range."""

    code = 2


class UnknownRun(ReproductionError):
    """No run folder of this id."""

    code = 4


class RunRefused(ReproductionError):
    """The run cannot start or go on now: too many are under way, or it has already ended."""

    code = 6


class DataMissing(ReproductionError):
    """The data set is nowhere to be had and nothing may stand in for it."""

    code = 3


class DataCorrupt(ReproductionError):
    """A data file is there, and is not what its sha256 promises."""

    code = 5


class OtherVersion(ReproductionError):
    """A run folder written in a format that this version does not read."""

    code = 5


class DiskFull(ReproductionError):
    """No space left where the run writes."""

    code = 6


class TorchMissing(ReproductionError):
    """PyTorch is not installed, and running a paper needs it."""

    code = 6
