"""The criteria of `paper.CLAIMS` as code: a verdict for each claim from the measurements alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from reproductions.harness.verdicts import DIRECTION, NOT_REPRODUCED, NOT_TESTABLE, REPRODUCED, verdict
from reproductions.ntm import paper

__all__ = ["judge"]

CONVERGED = 1.0  # bits per sequence
EPISODES = 30_000  # Fig. 10

Measures = dict[str, Any]


def judge(measures: Measures, facts: dict[str, Any]) -> dict[str, Any]:
    """The verdict of each claim; `facts` says which task, whether at its published sizes, and how long."""
    judged = {
        "NTM-1": _if(facts, "copy", lambda: _faster(measures)),
        "NTM-2": _if(facts, "copy", lambda: _longer(measures)),
        "NTM-3": _if(facts, "copy", lambda: _heads(measures), small=True),
        "NTM-4": _if(facts, "recall", lambda: _recall(measures, facts["sequences"])),
    }
    criteria = {claim["id"]: claim["criterion"] for claim in paper.CLAIMS}
    return {name: {"criterion": criteria[name], **found} for name, found in judged.items()}


def _if(
    facts: dict[str, Any], task: str, apply: Callable[[], dict[str, Any]], small: bool = False
) -> dict[str, Any]:
    """The verdict where the run is of this task at its published sizes."""
    if facts["task"] != task:
        why = f"the claim is about {task}, this run is of {facts['task']}; --set task={task} tests it"
        return verdict(NOT_TESTABLE, why)
    if not (facts["published"] or small):
        return verdict(NOT_TESTABLE, "the claim is about the published sizes, this run is of smaller ones")
    return apply()


def _machine(measures: Measures) -> str:
    """The machine that the verdicts are about: the feed-forward one where it took part."""
    return "ntm" if "ntm_cost" in measures else "ntm_lstm"


def _values(measures: Measures, name: str) -> np.ndarray:
    return np.array(measures[name]["per_seed"], float)


def _below(measures: Measures, name: str, bound: float = 0.0) -> bool:
    """Whether the interval is there and lies below the bound."""
    ends = measures[name]["interval"]
    return ends is not None and ends[1] is not None and ends[1] < bound


# NTM-1 ------------------------------------------------------------------------------------------------------


def _faster(measures: Measures) -> dict[str, Any]:
    arm = _machine(measures)
    seeds = len(_values(measures, f"{arm}_cost"))
    if seeds < 3:
        return verdict(NOT_TESTABLE, f"{seeds} seed(s); the criterion asks for 3")
    word, because = _race(measures, arm)
    control, said = _race(measures, "uniform")
    return verdict(word, because, control=f"uniform start: {said}", control_fails=control != REPRODUCED)


def _race(measures: Measures, arm: str) -> tuple[str, str]:
    faster, lower = (_below(measures, f"{arm}_{what}") for what in ("log_ratio", "cost_difference"))
    word = REPRODUCED if faster and lower else DIRECTION if lower else NOT_REPRODUCED
    solved, others = (measures[f"{name}_solved"]["solved"] for name in (arm, "lstm"))
    because = (
        f"solved by {sum(solved)} of {len(solved)} seeds, by {sum(others)} with an LSTM; log ratio of "
        f"sequences {measures[f'{arm}_log_ratio']['mean']:.2f}; cost at the end "
        f"{measures[f'{arm}_cost']['mean']:.2f} against {measures['lstm_cost']['mean']:.2f} bits"
    )
    return word, because


# NTM-2 ------------------------------------------------------------------------------------------------------


def _longer(measures: Measures) -> dict[str, Any]:
    arm = _machine(measures)
    converged = _values(measures, f"{arm}_cost") <= CONVERGED
    errors = {k: _values(measures, f"{arm}_error_{k}") for k in ("1.5", "2.5", "6")}
    good = converged & np.all([error < 0.05 for error in errors.values()], axis=0)
    others = {k: measures[f"lstm_error_{k}"]["mean"] for k in ("0.5", "1.5", "6")}
    enough = converged.sum() >= 2 and 2 * converged.sum() >= len(converged)
    holds = enough and 2 * good.sum() >= converged.sum() and others["1.5"] > 0.2 and others["6"] > 0.35
    word = NOT_REPRODUCED if not holds else REPRODUCED if others["0.5"] < 0.05 else DIRECTION
    because = (
        f"{converged.sum()} of {len(converged)} seeds converged, {good.sum()} of them below 5 % at every "
        f"length; wrong bits at 30, 50, 120: {_of_converged(list(errors.values()), converged)}; LSTM at 10, "
        f"30, 120: {100 * others['0.5']:.0f}, {100 * others['1.5']:.0f}, {100 * others['6']:.0f} %"
    )
    control = _values(measures, "uniform_error_6")
    return verdict(
        word,
        because,
        control=f"uniform start at 120: {100 * control.mean():.0f} % wrong",
        control_fails=bool((control >= 0.05).all()),
    )


def _of_converged(shares: list[np.ndarray], converged: np.ndarray) -> str:
    """Means over the converged seeds, in percent; or that there are none."""
    if not converged.any():
        return "no seed to measure"
    return ", ".join(f"{100 * share[converged].mean():.1f}" for share in shares) + " %"


# NTM-3 ------------------------------------------------------------------------------------------------------

HABITS = ("write_moves", "read_moves", "retraced", "follow", "stay")


def _heads(measures: Measures) -> dict[str, Any]:
    arm = _machine(measures)
    converged = _values(measures, f"{arm}_cost") <= CONVERGED
    good = converged & _regular(measures, arm)
    many = converged.sum() >= 2 and 2 * good.sum() > converged.sum()
    word = REPRODUCED if many else DIRECTION if good.any() else NOT_REPRODUCED
    shares = _of_converged([_values(measures, f"{arm}_{habit}") for habit in HABITS], converged)
    because = (
        f"{converged.sum()} of {len(converged)} seeds converged, {good.sum()} of them meet all; converged "
        f"seeds, write moves, read moves, retraced, follow, stay: {shares}"
    )
    control = _regular(measures, "uniform")
    said = f"uniform start: {control.sum()} of {len(control)} seeds meet it"
    return verdict(word, because, control=said, control_fails=not control.any())


def _regular(measures: Measures, arm: str) -> np.ndarray:
    """Which seeds meet all five shares; a share that could not be measured is not met."""
    return np.all([_values(measures, f"{arm}_{habit}") >= 0.9 for habit in HABITS], axis=0)


# NTM-4 ------------------------------------------------------------------------------------------------------


def _recall(measures: Measures, sequences: int) -> dict[str, Any]:
    arm = _machine(measures)
    costs = _values(measures, f"{arm}_cost")
    if sequences < EPISODES or len(costs) < 3:
        return verdict(
            NOT_TESTABLE,
            f"{sequences:,} sequences and {len(costs)} seed(s); the criterion asks for 30,000 and 3",
        )
    word, because = _recalled(measures, arm)
    control, said = _recalled(measures, "uniform")
    return verdict(word, because, control=f"uniform start: {said}", control_fails=control != REPRODUCED)


def _recalled(measures: Measures, arm: str) -> tuple[str, str]:
    costs, others = _values(measures, f"{arm}_cost"), _values(measures, "lstm_cost")
    more = measures[f"{arm}_more"]["mean"]
    near_zero = 2 * (costs < 0.1).sum() >= len(costs) and more < 1
    if near_zero and (others > 3).all():
        word = REPRODUCED
    else:
        word = DIRECTION if _below(measures, f"{arm}_cost_difference") else NOT_REPRODUCED
    because = (
        f"cost {costs.mean():.2f} against {others.mean():.2f} bits, {(costs < 0.1).sum()} of {len(costs)} "
        f"seeds below 0.1; {more:.2f} bits at 15 items"
    )
    return word, because
