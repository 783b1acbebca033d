"""Asking a trained machine: a sequence of one's own, what it gives back, and where its heads were."""

from __future__ import annotations

from typing import Any

import torch
from torch import Generator

from reproductions.ntm.learner import NtmLearner
from reproductions.ntm.paper import Contest
from reproductions.ntm.pictures import LABELS

ABOUT = (
    "Give the machine a sequence, also a longer one than it ever saw, and watch its heads while it answers."
)
FIELDS = {
    "length": {
        "about": "Length (vectors, items or bits)", "default": 20, "least": 1, "most": 120,
        "default_in": "longest", "published": {"task": {"repeat_copy": 10, "recall": 6, "ngrams": 120}},
    },
    "sequence": {"about": "Number of the sequence", "default": 1, "least": 0, "most": 999_999},
    "network": {
        "about": "Which of the trained networks", "default": 1, "least": 1, "most": 100,
        "most_in": "seeds",
    },
}  # fmt: skip
TEXTS = {
    "output-ntm": "The machine: wanted above, given below",
    "output-ntm_lstm": "The machine with an LSTM controller: wanted above, given below",
    "output-lstm": "The LSTM, for comparison: wanted above, given below",
    "heads-read": "Where the first read head looks, step by step; slots from the top",
    "heads-write": "Where the first write head looks",
    "wrong_ntm": "Bits wrong, machine (%)",
    "wrong_ntm_lstm": "Bits wrong, machine with an LSTM controller (%)",
    "wrong_lstm": "Bits wrong, LSTM (%)",
    "longest": "The longest that it was trained on",
    "network": "The network that answered",
}


def answer(
    config: dict[str, Any], state: dict[str, Any], _data: Any, asked: dict[str, Any], sheet: Any
) -> dict[str, Any]:
    """One sequence through the machine and the LSTM of one seed, and the weightings of the first heads."""
    contest = Contest({**config, "compile": "never"}, torch.device("cpu"))
    contest.restore(state)
    k = (asked["network"] - 1) % len(contest.seeds)
    longest = contest.sizes[-1]
    size = (max(contest.task.least, asked["length"]), *longest[1:])
    streams = [Generator().manual_seed(9_000_011 + asked["sequence"]) for _ in contest.seeds]
    x, y = contest.draw(size, 1, streams)
    said = contest.run(x, y.shape[1])
    facts: dict[str, Any] = {"longest": longest[0], "network": k + 1}
    for arm in (*contest.machines, "lstm"):
        given = said[arm][k].sigmoid()
        rows = [y[k][:, 0].T, torch.zeros(1, len(y[k])), given[:, 0].T]
        sheet.heatmap(f"output-{arm}", torch.cat(rows).numpy(), LABELS[arm], x="step", y="channel")
        facts[f"wrong_{arm}"] = round(100 * float(((given > 0.5) != (y[k] > 0.5)).float().mean()), 2)
    _heads(contest, x, k, sheet)
    return facts


def _heads(contest: Contest, x: torch.Tensor, k: int, sheet: Any) -> None:
    learner = contest.learners[contest.machines[0]]
    assert isinstance(learner, NtmLearner)
    repeated = x.repeat(learner.weights.seeds // len(contest.seeds), 1, 1, 1)
    weighting = learner.trace(repeated).weighting[k, :, 0].numpy()  # [T, heads, slots]
    for kind, head in (("read", 0), ("write", learner.machine.heads)):
        title = f"{LABELS[contest.machines[0]]}, {kind} weighting"
        sheet.heatmap(f"heads-{kind}", weighting[:, head].T, title, x="step", y="slot")
