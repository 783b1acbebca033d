"""The five tasks: shapes, flags, answers; and the Bayesian guesser against counting."""

from __future__ import annotations

import pytest
import torch

from reproductions.ntm import tasks
from reproductions.ntm.tasks import TASKS


def drawn(task: str, *size: int, batch: int = 3, seeds: tuple[int, ...] = (0,)):
    streams = [torch.Generator().manual_seed(seed) for seed in seeds]
    found = TASKS[task].batch(size, batch, streams)
    return found.x, found.y


@pytest.mark.parametrize("task", sorted(TASKS))
def test_channels_are_as_declared_and_output_comes_last(task):
    size = TASKS[task].sizes()[-1]
    x, y = drawn(task, *size, seeds=(0, 1))
    assert x.shape[0] == y.shape[0] == 2
    assert x.shape[2] == y.shape[2] == 3
    assert (x.shape[3], y.shape[3]) == (TASKS[task].inputs, TASKS[task].outputs)
    assert y.shape[1] <= x.shape[1]
    assert set(y.unique().tolist()) <= {0, 1}


@pytest.mark.parametrize("task", sorted(TASKS))
def test_a_seed_draws_the_same_alone_and_in_company_and_another_draws_otherwise(task):
    size = TASKS[task].sizes()[-1]
    both, alone = drawn(task, *size, seeds=(4, 5)), drawn(task, *size, seeds=(5,))
    assert torch.equal(both[0][1], alone[0][0])
    assert torch.equal(both[1][1], alone[1][0])
    assert not torch.equal(both[1][0], both[1][1])


@pytest.mark.parametrize("task", ["copy", "repeat_copy", "recall", "sort"])
def test_nothing_goes_in_while_output_is_wanted(task):
    x, y = drawn(task, *TASKS[task].sizes()[-1])
    assert not x[:, -y.shape[1] :].any()


def test_copy_shows_the_vectors_then_a_flag():
    x, y = drawn("copy", 4)
    assert x.shape == (1, 9, 3, 9)
    assert torch.equal(x[0, :4, :, :8], y[0])
    assert x[0, :, 0, 8].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0]


def test_repeat_copy_says_how_often_and_ends_with_a_marker():
    x, y = drawn("repeat_copy", 2, 3)
    assert x.shape[1] == 2 + 1 + 6 + 1
    assert torch.equal(y[0, 0:2], y[0, 2:4])
    assert torch.equal(y[0, :2, :, :8], x[0, :2, :, :8])
    assert y[0, :, 0, 8].tolist() == [0] * 6 + [1]
    assert x[0, 2, 0, 8].item() == pytest.approx(tasks.normalised_repeats(3))


def test_the_number_of_repeats_is_shown_with_mean_0_and_variance_1():
    shown = torch.tensor([tasks.normalised_repeats(n) for n in range(1, 11)])
    assert shown.mean().item() == pytest.approx(0, abs=1e-6)
    assert shown.var(unbiased=False).item() == pytest.approx(1)


def test_recall_wants_the_item_after_the_one_asked_for():
    x, y = drawn("recall", 4, batch=20)
    assert x[0, :, 0, 6].nonzero().flatten().tolist() == [0, 4, 8, 12]
    assert x[0, :, 0, 7].nonzero().flatten().tolist() == [16, 20]
    for b in range(20):
        items = [x[0, 4 * k + 1 : 4 * k + 4, b, :6] for k in range(4)]
        asked = [k for k in range(3) if torch.equal(items[k], x[0, 17:20, b, :6])]
        assert any(torch.equal(items[k + 1], y[0, :, b]) for k in asked)


def test_sort_wants_the_vectors_of_highest_priority_in_order():
    x, y = drawn("sort", 20)
    assert y.shape == (1, 16, 3, 8)
    for b in range(3):
        rows = sorted(range(20), key=lambda k: -x[0, k, b, 8].item())[:16]
        assert torch.equal(torch.stack([x[0, k, b, :8] for k in rows]), y[0, :, b])
    assert x[0, :20, :, 8].abs().max() <= 1


def test_ngrams_show_each_bit_one_step_after_it_was_to_be_guessed():
    x, y = drawn("ngrams", 200)
    assert torch.equal(x[0, 1:], y[0, :-1])
    assert not x[0, 0].any()


def test_the_best_guess_counts_what_followed_the_same_five_bits():
    _, y = drawn("ngrams", 60, batch=2)
    bits = y[0, :, :, 0]
    got = tasks.best_guess(bits)
    for b in range(2):
        row = [int(bit) for bit in bits[:, b]]
        for t in range(60):
            expected = 0.5
            if t >= 5:
                followed = [row[k] for k in range(5, t) if row[k - 5 : k] == row[t - 5 : t]]
                expected = (sum(followed) + 0.5) / (len(followed) + 1)
            assert got[t, b].item() == pytest.approx(expected)


def test_the_best_guess_costs_less_than_chance_and_the_table_is_as_extreme_as_it_should_be():
    _, y = drawn("ngrams", 200, batch=50)
    assert 100 < tasks.best_cost(y).item() < 190


@pytest.mark.parametrize(
    ("task", "bits"),
    [("copy", 84), ("repeat_copy", 9 * 31.25), ("recall", 18), ("ngrams", 200), ("sort", 128)],
)
def test_chance_is_one_bit_for_every_bit_wanted(task, bits):
    assert TASKS[task].chance(TASKS[task].sizes()) == pytest.approx(bits)


@pytest.mark.parametrize("task", sorted(TASKS))
@pytest.mark.parametrize("longest", [1, 3, 25])
def test_any_longest_size_makes_a_task(task, longest):
    for size in TASKS[task].sizes(longest):
        _, y = drawn(task, *size)
        assert y.shape[1] > 0


def test_a_block_of_updates_holds_every_size_once_in_an_order_of_its_own():
    sizes = TASKS["copy"].sizes()
    blocks = [[tasks.size_of_update(sizes, 20 * block + k) for k in range(20)] for block in range(3)]
    assert all(sorted(block) == sizes for block in blocks)
    assert blocks[0] != blocks[1]
    assert blocks[0] == [tasks.size_of_update(sizes, k) for k in range(20)]
