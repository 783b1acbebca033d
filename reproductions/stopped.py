"""A training that its time limit ended: how far it came, and the sentence that says so everywhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Stopped"]


@dataclass(frozen=True)
class Stopped:
    """`done` of `whole` in `unit` ("epochs", "steps"), when `max_seconds` of training were used up.

    >>> print(Stopped(26, 50, "epochs", 840.0))
    stopped at 26 of 50 epochs by the time limit (max_seconds=840)
    """

    done: int
    whole: int
    unit: str
    max_seconds: float

    def __str__(self) -> str:
        return (
            f"stopped at {self.done:,} of {self.whole:,} {self.unit} by the time limit "
            f"(max_seconds={self.max_seconds:g})"
        )

    def record(self) -> dict[str, Any]:
        """As run.json and measurements.json hold it: the parts, and the sentence."""
        return {**asdict(self), "about": str(self)}
