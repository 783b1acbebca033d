"""How sure a number is: intervals over seeds and over test examples, differences in pairs, times that were
not reached.

All intervals are percentile bootstraps over seeds from one fixed stream: the same data give the same
interval. With few seeds they are too narrow (three seeds: no wider than their range): read each with its n.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = [
    "Times",
    "equivalent",
    "interval_over_seeds",
    "log_ratio_of_times",
    "measure",
    "paired_interval",
    "standard_error",
    "time_to_solve",
]

DRAWS = 10_000
Interval = tuple[float, float]


def interval_over_seeds(per_seed: Sequence[float], level: float = 0.95) -> Interval | None:
    """Interval of the mean over seeds; None for fewer than two seeds or a value that is not finite."""
    values = np.asarray(per_seed, float)
    if len(values) < 2 or not np.isfinite(values).all():
        return None
    return _ends(values[_draws(len(values))].mean(1), level)


def paired_interval(a: Sequence[float], b: Sequence[float], level: float = 0.95) -> Interval | None:
    """Interval of the mean of a - b, where a[i] and b[i] share a seed (the same data in the same order)."""
    if len(a) != len(b):
        raise ValueError(f"paired_interval: expected as many values on both sides, got {len(a)} and {len(b)}")
    return interval_over_seeds(np.subtract(a, b).tolist(), level)


def equivalent(a: Sequence[float], b: Sequence[float], margin: float, level: float = 0.95) -> bool:
    """Whether a and b, in pairs, differ by less than `margin`: two one-sided tests, each at `level`.

    The difference lies within the margin if its interval at 2 level - 1 does (Schuirmann, 1987); "not
    significantly different" would prove nothing.
    """
    ends = paired_interval(a, b, 2 * level - 1)
    return ends is not None and -margin < ends[0] and ends[1] < margin


@dataclass(frozen=True)
class Times:
    """Per seed, the step at which it solved the task, or where it was last seen unsolved (`solved` false)."""

    steps: np.ndarray
    solved: np.ndarray


def time_to_solve(steps: Sequence[float], values: np.ndarray, threshold: float) -> Times:
    """When each seed first fell to the threshold: values [seeds, n] were logged at `steps` [n]."""
    reached = np.asarray(values) <= threshold
    solved = reached.any(1)
    first = np.where(solved, reached.argmax(1), len(steps) - 1)
    return Times(np.asarray(steps, float)[first], solved)


def log_ratio_of_times(a: Times, b: Times, level: float = 0.95) -> tuple[float, Interval | None]:
    """Log of the ratio of the mean times to solve, a over b, and its interval over the seeds of both.

    A mean is restricted to the time that all unsolved seeds were watched, the area under the Kaplan-Meier
    curve: a seed that never solves counts as the whole of it. That draws the ratio towards 1, never away from
    it. A seed that solved at step 0 counts as one step.
    """
    watched = [float(times.steps.max()) for times in (a, b) if not times.solved.all()]
    horizon = min(watched, default=float(max(a.steps.max(), b.steps.max())))
    value = math.log(_restricted_mean(a, horizon) / _restricted_mean(b, horizon))
    if min(len(a.steps), len(b.steps)) < 2:
        return value, None
    means = [
        _resampled(times, lambda drawn: _restricted_mean(drawn, horizon), k) for k, times in ((0, a), (1, b))
    ]
    return value, _ends(np.log(means[0] / means[1]), level)


def _restricted_mean(times: Times, horizon: float) -> float:
    """Area under the Kaplan-Meier curve of "not solved yet", from 0 to the horizon."""
    order = np.argsort(times.steps, kind="stable")
    area, at, alive = 0.0, 0.0, 1.0
    for rank, k in enumerate(order):
        now = min(float(times.steps[k]), horizon)
        area, at = area + alive * (now - at), now
        if times.solved[k] and times.steps[k] <= horizon:
            alive *= 1 - 1 / (len(order) - rank)
    return max(1.0, area + alive * (horizon - at))


def _resampled(times: Times, statistic: Callable[[Times], float], stream: int) -> np.ndarray:
    picks = _draws(len(times.steps), 1000, stream)
    return np.array([statistic(Times(times.steps[pick], times.solved[pick])) for pick in picks])


def _draws(n: int, draws: int = DRAWS, stream: int = 0) -> np.ndarray:
    return np.random.default_rng(stream).integers(n, size=(draws, n))


def _ends(values: np.ndarray, level: float) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
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
