"""The verdicts of NTM from numbers written out by hand, and the head statistics from hand-made traces."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from reproductions.harness.statistics import measure
from reproductions.ntm import heads
from reproductions.ntm.learner import Trace
from reproductions.ntm.verdicts import judge

COPY = {"task": "copy", "published": True, "sequences": 15_000}
RECALL = {"task": "recall", "published": True, "sequences": 30_000}
REPRODUCED, DIRECTION, NOT, UNTESTABLE = (
    "reproduced",
    "direction only",
    "not reproduced",
    "not testable here",
)


def measures(**values: Any) -> dict[str, Any]:
    """A good copy run; `values` replace per-seed values or, for pairs of numbers, intervals."""
    good: dict[str, list[float]] = {}
    for arm, cost, wrong, habit in (
        ("ntm", 0.1, 0.01, 1.0),
        ("uniform", 79.0, 0.49, 0.0),
        ("lstm", 77.0, 0.5, 0),
    ):
        good[f"{arm}_cost"] = [cost] * 3
        good |= {f"{arm}_error_{times}": [wrong] * 3 for times in ("0.5", "1", "1.5", "2.5", "6")}
        good |= {
            f"{arm}_{name}": [habit] * 3
            for name in ("write_moves", "read_moves", "retraced", "follow", "stay")
        }
        good[f"{arm}_more"] = [cost] * 3
    good["lstm_error_0.5"] = [0.01] * 3
    good |= {name: value for name, value in values.items() if isinstance(value, list)}
    found = {name: measure(value, "", "") for name, value in good.items()}
    for arm, ratio, difference in (("ntm", (-1.2, -0.8), (-78, -76)), ("uniform", (0, 0), (1, 3))):
        ratio, difference = (
            values.get(f"{arm}_{what}", usual)
            for what, usual in (("ratio", ratio), ("difference", difference))
        )
        found[f"{arm}_log_ratio"] = measure([sum(ratio) / 2], "", "", interval=ratio)
        found[f"{arm}_cost_difference"] = measure([sum(difference) / 2] * 3, "", "", interval=difference)
    for arm, solved in (("ntm", True), ("uniform", False), ("lstm", False)):
        found[f"{arm}_solved"] = measure([9000.0] * 3, "", "", solved=[solved] * 3)
    return found


def word(claim: str, facts: dict[str, Any] | None = None, **values: Any) -> str:
    return judge(measures(**values), facts or COPY)[claim]["verdict"]


def test_faster_needs_both_the_time_and_the_cost_below_the_lstms():
    assert word("NTM-1") == REPRODUCED
    assert word("NTM-1", ntm_ratio=(-0.5, 0.1)) == DIRECTION
    assert word("NTM-1", ntm_difference=(-3, 1)) == NOT


def test_faster_is_not_testable_with_two_seeds_or_where_the_control_does_it_too():
    two = {name: {**found, "per_seed": found["per_seed"][:2]} for name, found in measures().items()}
    assert judge(two, COPY)["NTM-1"]["verdict"] == UNTESTABLE
    assert word("NTM-1", uniform_ratio=(-1, -0.5), uniform_difference=(-9, -5)) == UNTESTABLE


def test_longer_copies_count_converged_seeds_only_and_need_half_of_them():
    assert word("NTM-2") == REPRODUCED
    assert word("NTM-2", ntm_cost=[0.1, 0.1, 30.0], ntm_error_6=[0.01, 0.2, 0.5]) == REPRODUCED
    assert word("NTM-2", ntm_error_6=[0.01, 0.2, 0.5]) == NOT
    assert word("NTM-2", ntm_cost=[0.1, 30.0, 30.0]) == NOT


def test_longer_copies_are_a_direction_while_the_lstm_has_not_learned_its_own_lengths():
    assert word("NTM-2", **{"lstm_error_0.5": [0.4] * 3}) == DIRECTION
    assert word("NTM-2", lstm_error_6=[0.2] * 3) == NOT
    assert word("NTM-2", uniform_error_6=[0.4, 0.01, 0.4]) == UNTESTABLE


def test_heads_must_move_retrace_and_matter_in_most_converged_seeds():
    assert word("NTM-3") == REPRODUCED
    assert word("NTM-3", ntm_follow=[1.0, 0.6, 0.6]) == DIRECTION
    assert word("NTM-3", ntm_stay=[0.6] * 3) == NOT
    assert word("NTM-3", ntm_cost=[30.0] * 3) == NOT
    assert word("NTM-3", ntm_read_moves=[math.nan] * 3) == NOT
    uniform = {
        f"uniform_{name}": [1.0] * 3 for name in ("write_moves", "read_moves", "retraced", "follow", "stay")
    }
    assert word("NTM-3", **uniform) == UNTESTABLE


def test_recall_needs_near_zero_cost_more_items_and_an_lstm_that_fails():
    assert word("NTM-4", RECALL, ntm_cost=[0.05] * 3) == REPRODUCED
    assert word("NTM-4", RECALL, ntm_cost=[0.05] * 3, ntm_more=[2.0] * 3) == DIRECTION
    assert word("NTM-4", RECALL, ntm_cost=[0.05] * 3, lstm_cost=[2.0] * 3) == DIRECTION
    assert word("NTM-4", RECALL, ntm_difference=(-1, 1)) == NOT
    assert word("NTM-4", {**RECALL, "sequences": 20_000}) == UNTESTABLE


def test_a_claim_about_another_task_or_other_sizes_is_not_testable():
    assert [word(f"NTM-{k}", RECALL) for k in (1, 2, 3)] == [UNTESTABLE] * 3
    assert word("NTM-4") == UNTESTABLE
    assert word("NTM-1", {**COPY, "published": False}) == UNTESTABLE
    assert word("NTM-3", {**COPY, "published": False}) == REPRODUCED


# Head statistics --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "share"), [([5, 6, 7, 0, 1], 1.0), ([3, 2, 1, 0, 7], 1.0), ([0, 1, 1, 2, 1], 0.5), ([4] * 5, 0.0)]
)
def test_moves_count_in_the_direction_that_most_of_them_take(at, share):
    assert heads.one_way(torch.tensor(at).view(1, 5, 1), 8).tolist() == [share]


def test_reading_may_be_one_step_early_all_the_time_but_not_backwards():
    written = torch.tensor([2, 3, 4, 5]).view(1, 4, 1)
    assert heads.retraced(written, torch.tensor([3, 4, 5, 6]).view(1, 4, 1)).tolist() == [1.0]
    assert heads.retraced(written, torch.tensor([2, 3, 4, 5]).view(1, 4, 1)).tolist() == [1.0]
    assert heads.retraced(written, torch.tensor([5, 4, 3, 2]).view(1, 4, 1)).item() < 0.5


class Tape:
    """A perfect machine: it writes vector k into slot k and reads the slots in order."""

    def trace(self, x: torch.Tensor, state: dict[str, torch.Tensor] | None = None) -> Trace:
        if state is None:
            memory = x[:, :-1].permute(0, 2, 3, 1)[:, :, :-1]  # [S, B, M, N], without the flag
            return Trace(torch.empty(0), torch.empty(0), {"memory": memory})
        return Trace(torch.empty(0), state["memory"].permute(0, 3, 1, 2), state)


def test_exchanging_two_slots_of_a_tape_exchanges_two_outputs_and_leaves_the_others():
    y = (torch.rand(1, 6, 2, 8, generator=torch.Generator().manual_seed(0)) > 0.5).float()
    x = torch.zeros(1, 13, 2, 9)
    x[:, :6, :, :8] = y
    written = torch.arange(6).view(1, 6, 1).expand(1, 6, 2)
    follow, stay = heads.exchanged(Tape(), x, y, written)
    assert (follow.tolist(), stay.tolist()) == ([1.0], [1.0])
    follow, _ = heads.exchanged(Tape(), x, y, torch.zeros_like(written))  # nothing is exchanged
    assert follow.item() < 0.9
