"""How sure a number is: each statistic against a count by hand, or against an independent reference."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from reproductions.harness.clipping import clip_norm_per_seed
from reproductions.harness.statistics import (
    Times,
    equivalent,
    interval_over_seeds,
    log_ratio_of_times,
    paired_interval,
    time_to_solve,
)


def test_pairs_see_a_difference_that_the_spread_over_seeds_would_hide():
    """Of 27 ways to draw three seeds one has thrice the lowest, 3.7 %: more than the 2.5 % of each end."""
    a, b = [10.0, 50.0, 90.0], [8.0, 49.0, 87.0]
    assert paired_interval(a, b) == (1.0, 3.0)
    assert interval_over_seeds(a) == (10.0, 90.0)  # unpaired, the two overlap
    assert interval_over_seeds(b) == (8.0, 87.0)


def test_pairs_of_unequal_number_are_refused():
    with pytest.raises(ValueError, match="2 and 3"):
        paired_interval([1.0, 2.0], [1.0, 2.0, 3.0])


def test_equivalence_needs_the_whole_interval_within_the_margin():
    a = [1.0, 1.1, 0.9, 1.0, 1.05]
    assert equivalent(a, [x + 0.01 for x in a], margin=0.1)
    assert not equivalent(a, [x + 0.2 for x in a], margin=0.1)
    assert not equivalent([0.0, 1.0, -1.0, 2.0], [1.0, -1.0, 1.5, 0.0], margin=0.1)  # too noisy to tell
    assert not equivalent([1.0], [1.0], margin=0.1)  # one seed proves nothing


def test_the_time_to_solve_is_the_first_step_at_the_threshold_or_the_last_one_seen():
    values = np.array([[9.0, 4.0, 1.0, 2.0], [9.0, 9.0, 9.0, 9.0], [0.5, 9.0, 9.0, 9.0]])
    times = time_to_solve([10, 20, 30, 40], values, threshold=1.0)
    assert times.steps.tolist() == [30, 40, 10]
    assert times.solved.tolist() == [True, False, True]


def test_seeds_that_never_solve_count_as_the_whole_time():
    quick = Times(np.array([100.0, 100.0]), np.array([True, True]))
    never = Times(np.array([400.0, 400.0]), np.array([False, False]))
    value, interval = log_ratio_of_times(quick, never)
    assert value == pytest.approx(math.log(100 / 400))
    assert interval == pytest.approx((math.log(100 / 400),) * 2)
    seen = Times(np.array([100.0, 400.0]), np.array([True, False]))
    value, interval = log_ratio_of_times(seen, never)
    assert value == pytest.approx(math.log(250 / 400))  # (100 + 400) / 2
    assert interval[0] == pytest.approx(math.log(100 / 400))
    assert interval[1] == pytest.approx(0)


def test_the_restricted_mean_is_the_area_under_the_kaplan_meier_curve():
    """Solved at 2 and 6, lost sight of at 4: the curve is 1 to 2, 2/3 to 6 with 1/3 of it ... by hand."""
    a = Times(np.array([2.0, 4.0, 6.0]), np.array([True, False, True]))
    b = Times(np.array([8.0, 8.0, 8.0]), np.array([False, False, False]))
    # alive: 1 on [0, 2], 2/3 on [2, 6] (the loss at 4 moves no step), 0 after 6; both watched until 6
    value, _ = log_ratio_of_times(a, b)
    assert value == pytest.approx(math.log((2 + 4 * 2 / 3) / 6))


def test_a_task_solved_at_once_has_a_time_all_the_same():
    at_once = Times(np.array([0.0, 0.0]), np.array([True, True]))
    slow = Times(np.array([10.0, 10.0]), np.array([True, True]))
    assert log_ratio_of_times(at_once, slow)[0] == pytest.approx(math.log(1 / 10))


def test_one_seed_has_no_interval():
    one = Times(np.array([5.0]), np.array([True]))
    assert log_ratio_of_times(one, one) == (0.0, None)


def test_each_seed_is_clipped_by_its_own_norm():
    torch.manual_seed(0)
    stacked = [torch.randn(3, 4, 5), torch.randn(3, 1, 5)]
    stacked[0][1] *= 100  # one seed's spike
    alone = [[part[k].clone().requires_grad_() for part in stacked] for k in range(3)]
    expected = []
    for parts in alone:
        for part in parts:
            part.grad = part.detach().clone()
        torch.nn.utils.clip_grad_norm_(parts, 2.0)
        expected.append([part.grad for part in parts])
    norms = clip_norm_per_seed(stacked, 2.0)
    assert norms[1] > 100
    for k in range(3):
        for part, wanted in zip(stacked, expected[k], strict=True):
            torch.testing.assert_close(part[k], wanted, rtol=1e-5, atol=1e-6)
