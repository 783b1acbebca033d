"""Fig. 6 as numbers: how the heads of a machine move on copy, and what it does if two slots are exchanged."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from reproductions.ntm.learner import NtmLearner
from reproductions.ntm.paper import Contest

__all__ = ["exchanged", "habits", "one_way", "retraced"]

Habits = dict[str, tuple[str, Tensor]]


def habits(contest: Contest, name: str, streams: list[Generator]) -> Habits:
    """What NTM-3 asks of every machine of a learner [machines], at the longest training size."""
    learner = contest.learners[name]
    assert isinstance(learner, NtmLearner)
    size = contest.sizes[-1]
    x, y = contest.draw(size, contest.config["test_sequences"], streams)
    times = learner.weights.seeds // len(contest.seeds)
    x, y = x.repeat(times, 1, 1, 1), y.repeat(times, 1, 1, 1)
    (length,), slots, pairs = size, learner.machine.slots, learner.machine.heads
    at = learner.trace(x).weighting.argmax(-1)  # [machines, T, B, H]
    written, read = at[:, :length, :, pairs], at[:, -length:, :, 0]  # the first head of each kind
    follow, stay = exchanged(learner, x, y, written)
    return {
        "write_moves": ("moves of the writing head by one slot, one way", one_way(written, slots)),
        "read_moves": ("moves of the reading head by one slot, one way", one_way(read, slots)),
        "retraced": ("slots read in the order of writing", retraced(written, read)),
        "follow": ("bits of two outputs that follow when their slots are exchanged", follow),
        "stay": ("bits of the other outputs that stay then", stay),
    }


def one_way(at: Tensor, slots: int) -> Tensor:
    """Share of the moves along [machines, T, B] that go one slot forward, or one slot back if more do."""
    moves = (at[:, 1:] - at[:, :-1]) % slots
    if not moves.shape[1]:
        return torch.full((len(at),), torch.nan)
    return torch.stack([(moves == by % slots).float().mean((1, 2)) for by in (1, -1)]).amax(0)


def retraced(written: Tensor, read: Tensor) -> Tensor:
    """Share of the steps at which the slot read is the one written at the same place in the sequence.

    A head may be one step early or late all the time: the best of the three counts.
    """
    length = written.shape[1]
    shares = []
    for late in (-1, 0, 1):
        places = range(max(0, -late), min(length, length - late))
        same = [written[:, k] == read[:, k + late] for k in places]
        shares.append(torch.stack(same).float().mean((0, 2)) if same else torch.zeros(len(written)))
    return torch.stack([share.to(written.device) for share in shares]).amax(0)


@torch.no_grad()
def exchanged(learner: NtmLearner, x: Tensor, y: Tensor, written: Tensor) -> tuple[Tensor, Tensor]:
    """Exchange the contents of two written slots after the flag; which outputs follow, and which stay.

    First: share of the bits of the two outputs that are right for the exchanged targets. Second: share of the
    bits of the other outputs that are right as before.
    """
    length = y.shape[1]
    if length < 3:
        return (torch.full((len(x),), torch.nan),) * 2
    one, two = length // 3, (2 * length) // 3
    state = learner.trace(x[:, : length + 1]).state
    slots = torch.stack([written[:, one], written[:, two]], -1)  # [machines, B, 2]
    index = slots.unsqueeze(2).expand(-1, -1, state["memory"].shape[2], -1)
    contents = state["memory"].gather(3, index).flip(3)
    moved = {**state, "memory": state["memory"].scatter(3, index, contents)}
    said = learner.trace(x[:, length + 1 :], moved).said > 0.5
    order = list(range(length))
    order[one], order[two] = two, one
    right = (said == (y[:, order] > 0.5)).float().mean((2, 3))  # [machines, T]
    touched = torch.zeros(length, dtype=torch.bool, device=x.device)
    touched[[one, two]] = True
    return right[:, touched].mean(1), right[:, ~touched].mean(1)
