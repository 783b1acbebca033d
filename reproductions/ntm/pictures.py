"""Figures 3 to 6: what came out beside what should have, where the heads were, and how the cost fell."""

from __future__ import annotations

import numpy as np
import torch
from torch import Generator, Tensor

from reproductions.harness.recorder import Recorder
from reproductions.ntm import tasks
from reproductions.ntm.learner import NtmLearner
from reproductions.ntm.paper import Contest

__all__ = ["attempt", "curves", "heads", "outputs", "streams"]

LABELS = {
    "ntm": "NTM",
    "ntm_lstm": "NTM, LSTM controller",
    "uniform": "control: uniform start",
    "lstm": "LSTM",
}
SHOWN = 3  # random streams, apart from those of training
TESTED = 4


def streams(contest: Contest, which: int) -> list[Generator]:
    """Random streams, one a seed, that training does not touch."""
    return [Generator().manual_seed(which * 1_000_033 + seed) for seed in contest.seeds]


def attempt(contest: Contest, recorder: Recorder) -> None:
    """The first seed's machine at the longest training size, always on the same sequence."""
    name, size = contest.machines[0], contest.sizes[-1]
    x, y = contest.draw(size, 1, streams(contest, SHOWN))
    said = contest.run(x, y.shape[1])[name].sigmoid()
    title = f"{LABELS[name]} after {contest.update} updates: wanted above, given below"
    recorder.heatmap(
        f"attempt-{contest.update:07d}", _pair(y[0], said[0]), title, contest.update, x="step", y="channel"
    )


def _pair(y: Tensor, said: Tensor) -> np.ndarray:
    """Targets over outputs of one sequence [K, 1, Y] as one matrix, a blank row between them."""
    rows = [y[:, 0].T, torch.zeros(1, len(y), device=y.device), said[:, 0].T]
    return torch.cat(rows).cpu().numpy()


def outputs(contest: Contest, recorder: Recorder, longer: list[tuple[int, ...]]) -> None:
    """Figures 4 and 5: one sequence of each size, first seed, by the machine and by the LSTM."""
    for size in longer:
        x, y = contest.draw(size, 1, streams(contest, SHOWN))
        said = contest.run(x, y.shape[1])
        for arm in (*contest.machines, "lstm"):
            what = " x ".join(map(str, size))
            title = f"{LABELS[arm]}, size {what}: wanted above, given below"
            name = f"output-{arm}-{'x'.join(map(str, size))}"
            recorder.heatmap(
                name, _pair(y[0], said[arm][0].sigmoid()), title, contest.update, x="step", y="channel"
            )


def heads(contest: Contest, recorder: Recorder) -> None:
    """Figure 6: the weightings over time, first seed, longest training size; slots from the top."""
    x, _ = contest.draw(contest.sizes[-1], 1, streams(contest, SHOWN))
    for arm in contest.machines:
        learner = contest.learners[arm]
        assert isinstance(learner, NtmLearner)
        pairs = learner.machine.heads
        repeated = x.repeat(learner.weights.seeds // len(contest.seeds), 1, 1, 1)
        weighting = learner.trace(repeated).weighting[0, :, 0].cpu().numpy()  # [T, H, N]
        for kind, first in (("read", 0), ("write", pairs)):
            for head in range(pairs):
                title = f"{LABELS[arm]}, {kind} weighting" + (f" of head {head + 1}" if pairs > 1 else "")
                name = f"heads-{arm}-{kind}" + (f"-{head + 1}" if pairs > 1 else "")
                matrix = weighting[:, first + head].T
                recorder.heatmap(name, matrix, title, contest.update, x="step", y="slot")


def curves(contest: Contest, recorder: Recorder) -> None:
    """Figure 3: bits per sequence against sequences seen, a band over the seeds."""
    batch, series = contest.config["batch"], {}
    for name in contest.names:
        x, y = history(recorder, name)
        series[LABELS[name]] = (x * batch, y)
    reference = {"chance": contest.task.chance(contest.sizes)}
    if contest.config["task"] == "ngrams":
        _, wanted = contest.draw(contest.sizes[-1], 100, streams(contest, TESTED))
        reference["Bayes"] = float(tasks.best_cost(wanted.cpu()).mean())
    title = f"{contest.config['task'].replace('_', ' ')}: cost while learning"
    recorder.curves(
        "figure-3", series, title, contest.update, x="sequences", y="bits per sequence", reference=reference
    )


def history(recorder: Recorder, arm: str) -> tuple[np.ndarray, np.ndarray]:
    """Updates [n] and costs [seeds, n] of an arm, as they were logged."""
    name = f"{arm}_bits"
    events = [event for event in recorder.events() if name in event.get("values", {})]
    costs = np.array([event["values"][name] for event in events], float)  # a value that was not finite is nan
    return np.array([event["step"] for event in events], float), costs.T
