"""What a trained contest measures, claim by claim; `verdicts.py` applies the criteria to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from reproductions.harness.recorder import Cancelled, Recorder
from reproductions.harness.statistics import measure, paired_interval, time_to_solve
from reproductions.ntm import heads, paper, pictures
from reproductions.ntm.learner import bits_per_sequence
from reproductions.ntm.verdicts import judge

__all__ = ["evaluate"]

SOLVED = 1.0  # bits per sequence
LONGER = (0.5, 1, 1.5, 2.5, 6)  # times the longest of training: 10, 20, 30, 50 and 120 vectors
ITEMS = 15  # Fig. 11


def evaluate(config: dict[str, Any], contest: paper.Contest, recorder: Recorder) -> dict[str, Any]:
    """All measurements {"facts", "measures", "claims"}; writes the final pictures."""
    measures: dict[str, Any] = {}
    parts: dict[str, Callable[[], dict[str, Any]]] = {"learning": lambda: _learning(contest, recorder)}
    if config["task"] == "copy":
        parts["longer copies"] = lambda: _errors(contest)
        parts["heads"] = lambda: _heads(contest)
    if config["task"] == "recall":
        parts["more items"] = lambda: _more_items(contest)
    parts["pictures"] = lambda: _pictures(contest, recorder)
    for name, part in parts.items():
        if recorder.cancelled:
            raise Cancelled
        recorder.phase(contest.update, f"evaluating: {name}")
        measures |= part()
    facts = {
        "dataset": "generated",
        "task": config["task"],
        "updates": contest.update,
        "sequences": contest.update * config["batch"],
        "trained": f"{contest.update * config['batch']:,} sequences",
        "published": config["longest"] == 0,
    }
    return {"facts": facts, "measures": measures, "claims": judge(measures, facts)}


def _pictures(contest: paper.Contest, recorder: Recorder) -> dict[str, Any]:
    longer = _longer(contest) if contest.config["task"] == "copy" else contest.sizes[-1:]
    pictures.curves(contest, recorder)
    pictures.outputs(contest, recorder, longer)
    pictures.heads(contest, recorder)
    return {}


# Fig. 3 and its like: learning ------------------------------------------------------------------------------


def _learning(contest: paper.Contest, recorder: Recorder) -> dict[str, Any]:
    """Per arm the sequences until solved and the cost at the end; and each compared with the LSTM."""
    batch, found, times = contest.config["batch"], {}, {}
    for arm in contest.names:
        steps, costs = pictures.history(recorder, arm)
        times[arm] = time_to_solve(steps * batch, costs, SOLVED)
        label = pictures.LABELS[arm]
        found[f"{arm}_cost"] = measure(
            last_tenth(steps, costs), "bits per sequence", f"{label}: cost over the last tenth of training"
        )
        found[f"{arm}_solved"] = measure(
            times[arm].steps.tolist(),
            "sequences",
            f"{label}: sequences until 1 bit per sequence; the end of training where that was never reached",
            solved=times[arm].solved.tolist(),
        )
    for arm in contest.names[:-1]:
        label = pictures.LABELS[arm]
        ratio = np.log(np.maximum(times[arm].steps, 1) / np.maximum(times["lstm"].steps, 1))
        about = f"{label} over LSTM: log ratio of the sequences until 1 bit, in pairs of seeds"
        found[f"{arm}_log_ratio"] = measure(ratio.tolist(), "nats", about)
        mine, other = (found[f"{name}_cost"]["per_seed"] for name in (arm, "lstm"))
        found[f"{arm}_cost_difference"] = measure(
            np.subtract(mine, other).tolist(),
            "bits per sequence",
            f"{label} minus LSTM: cost over the last tenth of training",
            interval=paired_interval(mine, other),
        )
    return found


def last_tenth(steps: np.ndarray, costs: np.ndarray) -> list[float]:
    """Mean over the events of the last tenth of training, per seed; at least the last event."""
    late = steps > 0.9 * steps[-1]
    late[-1] = True
    return [float(value) for value in costs[:, late].mean(1)]


# Fig. 4 and 5: longer than ever seen ------------------------------------------------------------------------


def _longer(contest: paper.Contest) -> list[tuple[int, ...]]:
    longest = contest.sizes[-1][0]
    return [(max(1, round(times * longest)),) for times in LONGER]


def _errors(contest: paper.Contest) -> dict[str, Any]:
    """Per arm and length the share of bits on the wrong side of 1/2."""
    found, streams = {}, pictures.streams(contest, pictures.TESTED)
    for times, size in zip(LONGER, _longer(contest), strict=True):
        x, y = contest.draw(size, contest.config["test_sequences"], streams)
        for arm, logits in contest.run(x, y.shape[1]).items():
            wrong = ((logits > 0) != (y > 0.5)).float().mean((1, 2, 3))
            about = f"{pictures.LABELS[arm]}: bits copied wrongly at {size[0]} vectors"
            found[f"{arm}_error_{times:g}"] = measure(wrong.tolist(), "share", about)
    return found


# Fig. 6: where the heads are --------------------------------------------------------------------------------


def _heads(contest: paper.Contest) -> dict[str, Any]:
    """Per machine and seed how regularly its heads move, and what an exchange of two slots does."""
    found = {}
    arms = [(name, name, slice(0, len(contest.seeds))) for name in contest.machines]
    arms.append(("uniform", contest.machines[0], slice(len(contest.seeds), None)))
    for arm, name, rows in arms:
        for key, (about, values) in heads.habits(contest, name, pictures.streams(contest, 5)).items():
            label = pictures.LABELS[arm]
            found[f"{arm}_{key}"] = measure(values[rows].tolist(), "share", f"{label}: {about}")
    return found


# Fig. 11: more items than ever seen -------------------------------------------------------------------------


@torch.no_grad()
def _more_items(contest: paper.Contest) -> dict[str, Any]:
    x, y = contest.draw((ITEMS,), contest.config["test_sequences"], pictures.streams(contest, 6))
    return {
        f"{arm}_more": measure(
            bits_per_sequence(logits, y).tolist(),
            "bits per sequence",
            f"{pictures.LABELS[arm]}: cost at {ITEMS} items",
        )
        for arm, logits in contest.run(x, y.shape[1]).items()
    }
