"""How sure a number is: intervals over seeds, and over test examples; the two are not the same spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["interval_over_seeds", "measure", "standard_error"]

DRAWS = 10_000


def interval_over_seeds(per_seed: Sequence[float], level: float = 0.95) -> tuple[float, float] | None:
    """Percentile bootstrap interval of the mean over seeds; None for fewer than two seeds or a value not
    finite.

    With few seeds it is too narrow (for 3 seeds it can be no wider than their range): read it with its n.
    """
    values = np.asarray(per_seed, float)
    if len(values) < 2 or not np.isfinite(values).all():
        return None
    draws = np.random.default_rng(0).integers(
        len(values), size=(DRAWS, len(values))
    )  # fixed: same data, same interval
    low, high = np.quantile(values[draws].mean(1), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def standard_error(examples: np.ndarray) -> float:
    """Standard error of a mean over examples: the "+-" of the papers' tables."""
    return float(np.std(examples) / math.sqrt(len(examples)))


def measure(per_seed: Sequence[float], unit: str, about: str, **more: Any) -> dict[str, Any]:
    """One measured quantity as a record: value per seed, mean, interval over seeds, unit, and what it is."""
    values = [float(value) for value in per_seed]
    return {
        "about": about,
        "unit": unit,
        "per_seed": values,
        "mean": float(np.mean(values)),
        "interval": interval_over_seeds(values),
        **more,
    }
