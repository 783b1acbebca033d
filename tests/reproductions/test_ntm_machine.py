"""The equations of the NTM against loops over slots, torch's own layers and autograd."""

from __future__ import annotations

import math
import os

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from reproductions.harness import compiled
from reproductions.ntm import machine as ntm
from reproductions.ntm.learner import NtmLearner, bits_per_sequence
from reproductions.ntm.lstm import LstmLearner
from reproductions.ntm.machine import Heads, Machine
from reproductions.ntm.optimiser import Weights, rmsprop

SMALL = {"inputs": 3, "outputs": 2, "hidden": 5, "slots": 7, "width": 4}
CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled unless a test asks for it."""
    monkeypatch.setenv("KB_COMPILE", "0")


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def weightings(*shape: int, seed: int = 0) -> Tensor:
    return random(*shape, seed=seed).softmax(-1)


def learner(controller: str = "feedforward", heads: int = 1, seeds: int = 2, **more: object) -> NtmLearner:
    """Small machines with weights everywhere, the output layer and the biases included."""
    streams = [torch.Generator().manual_seed(seed) for seed in range(seeds)]
    made = NtmLearner(Machine(**SMALL, heads=heads, controller=controller), streams, 1e-3, CPU, **more)
    for own in made.weights.named().values():
        for weight, seed in zip(own, range(seeds), strict=True):
            weight.add_(0.3 * random(*weight.shape, seed=100 + seed))
    return made


# Addressing -------------------------------------------------------------------------------------------------


def test_content_weighting_is_a_softmax_of_cosines():
    memory, key, strength = random(1, 1, 4, 7), random(1, 1, 2, 4, seed=1), torch.tensor([[[[2.0], [0.5]]]])
    got = ntm.content(memory, key, strength)[0, 0].numpy()
    for head, beta in ((0, 2.0), (1, 0.5)):
        k = key[0, 0, head].numpy()
        slots = [memory[0, 0, :, n].numpy() for n in range(7)]
        cosines = [k @ slot / np.linalg.norm(k) / np.linalg.norm(slot) for slot in slots]
        expected = np.exp(beta * np.array(cosines)) / np.exp(beta * np.array(cosines)).sum()
        assert np.allclose(got[head], expected, atol=1e-6)


def test_a_key_or_a_memory_of_zeros_gives_equal_weights_and_finite_slopes():
    memory = torch.zeros(1, 1, 4, 7, requires_grad=True)
    key = torch.zeros(1, 1, 1, 4, requires_grad=True)
    got = ntm.content(memory, key, torch.ones(1, 1, 1, 1))
    assert torch.allclose(got, torch.full((1, 1, 1, 7), 1 / 7))
    got[..., 0].sum().backward()
    assert torch.isfinite(memory.grad).all()
    assert torch.isfinite(key.grad).all()


def test_interpolation_is_that_of_equation_7():
    found, before, gate = weightings(1, 1, 1, 7), weightings(1, 1, 1, 7, seed=1), torch.tensor([[[[0.25]]]])
    assert torch.allclose(ntm.interpolate(found, before, gate), 0.25 * found + 0.75 * before)


def test_shift_is_the_circular_convolution_of_equation_8():
    w, by = weightings(1, 1, 2, 7), weightings(1, 1, 2, 3, seed=1)
    got = ntm.shift(w, by)
    for head in range(2):
        moves = {-1: by[0, 0, head, 0], 0: by[0, 0, head, 1], 1: by[0, 0, head, 2]}
        loop = [
            sum(w[0, 0, head, j] * moves.get(_signed(i - j, 7), torch.tensor(0.0)) for j in range(7))
            for i in range(7)
        ]
        assert torch.allclose(got[0, 0, head], torch.stack(loop), atol=1e-6)
        padded = nn.functional.pad(w[0, 0, head][None, None], (1, 1), mode="circular")
        turned = by[0, 0, head].flip(0)[None, None]  # conv1d correlates
        assert torch.allclose(got[0, 0, head], nn.functional.conv1d(padded, turned)[0, 0], atol=1e-6)


def _signed(move: int, slots: int) -> int:
    return (move + slots // 2) % slots - slots // 2


def test_a_whole_step_of_the_shift_moves_a_focused_head_by_one_slot():
    focused = torch.eye(7)[6].view(1, 1, 1, 7)
    forward = torch.tensor([0.0, 0.0, 1.0]).view(1, 1, 1, 3)
    assert torch.equal(ntm.shift(focused, forward)[0, 0, 0], torch.eye(7)[0])  # from the last to the first


def test_sharpening_is_the_power_of_equation_9_and_survives_where_powers_underflow():
    w = weightings(1, 1, 1, 7)
    assert torch.allclose(ntm.sharpen(w, torch.full((1, 1, 1, 1), 3.0)), w**3 / (w**3).sum(), atol=1e-6)
    focused = torch.eye(7)[2].view(1, 1, 1, 7).requires_grad_()
    got = ntm.sharpen(focused, torch.full((1, 1, 1, 1), 40.0))
    assert torch.allclose(got, focused)
    got[..., 2].sum().backward()
    assert torch.isfinite(focused.grad).all()


def test_writing_erases_then_adds_slot_by_slot():
    memory, w = random(1, 1, 4, 7), weightings(1, 1, 2, 7, seed=1)
    erase, add = random(1, 1, 2, 4, seed=2).sigmoid(), random(1, 1, 2, 4, seed=3)
    got = ntm.write(memory, w, erase, add)[0, 0]
    for slot in range(7):
        value = memory[0, 0, :, slot]
        for head in range(2):
            value = value * (1 - w[0, 0, head, slot] * erase[0, 0, head])
        for head in range(2):
            value = value + w[0, 0, head, slot] * add[0, 0, head]
        assert torch.allclose(got[:, slot], value, atol=1e-6)


def test_commands_lie_in_their_ranges():
    machine = Machine(**SMALL, heads=2)
    heads = Heads.parse(20 * random(1, 3, sum(machine.commands)), machine)
    assert heads.key.abs().max() <= 1
    assert heads.strength.min() >= 0
    assert (heads.gate.min(), heads.gate.max()) >= (0, 0)
    assert torch.allclose(heads.shift.sum(-1), torch.ones(1, 3, 4))
    assert heads.sharpness.min() >= 1
    assert 0 <= heads.erase.min() <= heads.erase.max() <= 1


@pytest.mark.parametrize("heads", [1, 2])
def test_weightings_stay_distributions_over_a_long_run(heads):
    trace = learner(heads=heads).trace(random(2, 30, 2, 3))
    assert trace.weighting.shape == (2, 30, 2, 2 * heads, 7)
    assert torch.allclose(trace.weighting.sum(-1), torch.ones(2, 30, 2, 2 * heads), atol=1e-5)
    assert trace.weighting.min() >= 0


def test_a_uniform_start_never_tells_its_slots_apart():
    made = learner(seeds=2, uniform=[False, True])
    memory = made.trace(random(2, 9, 1, 3)).state["memory"]
    assert (memory[1].std(-1) < 1e-6).all()
    assert (memory[0].std(-1) > 1e-3).any()


# The gradient -----------------------------------------------------------------------------------------------


def by_autograd(made: NtmLearner | LstmLearner, run, x: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Gradients of the cost in nats through the plain forward pass."""
    named = made.weights.named()
    leaves = {name: weight.clone().requires_grad_() for name, weight in named.items()}
    made.weights.named = lambda flat=None: leaves
    (bits_per_sequence(run(x, y.shape[1]), y) * math.log(2)).sum().backward()
    del made.weights.named
    return {name: leaf.grad for name, leaf in leaves.items()}


@pytest.mark.parametrize(("controller", "heads"), [("feedforward", 1), ("lstm", 1), ("feedforward", 2)])
def test_the_sweep_gives_autograds_gradient(controller, heads):
    made = learner(controller, heads)
    x, y = random(2, 6, 3, 3), (random(2, 4, 3, 2, seed=5) > 0).float()
    expected = by_autograd(made, type(made).run.__wrapped__.__get__(made), x, y)
    logits, got = made.sweep(x, y)
    assert torch.allclose(logits, made.run(x, 4), atol=1e-6)
    assert set(got) == set(expected)
    for name, gradient in expected.items():
        assert torch.allclose(got[name].view_as(gradient), gradient, atol=1e-4), name


def test_the_lstm_controller_is_torchs_cell():
    machine = Machine(**SMALL, controller="lstm")
    cell = nn.LSTMCell(3 + 4, 5)
    state = {"read": random(1, 2, 4), "hidden": random(1, 2, 5, seed=1), "cell": random(1, 2, 5, seed=2)}
    x = random(1, 2, 3, seed=3)
    with torch.no_grad():
        drive = x @ cell.weight_ih[:, :3].T + cell.bias_ih + cell.bias_hh
        feedback = torch.cat([cell.weight_ih[:, 3:], cell.weight_hh], 1).T[None]
        hidden, fresh = machine.control(feedback, drive, state)
        h, c = cell(torch.cat([x[0], state["read"][0]], -1), (state["hidden"][0], state["cell"][0]))
    assert torch.allclose(hidden[0], h, atol=1e-6)
    assert torch.allclose(fresh["cell"][0], c, atol=1e-6)


def test_the_baseline_is_torchs_stacked_lstm_forward_and_back():
    made = LstmLearner((3, 2, 6, 2), [torch.Generator().manual_seed(seed) for seed in (0, 1)], 1e-3, CPU)
    made.weights.named()["output"].copy_(random(2, 6, 2))
    x, y = random(2, 7, 3, 3), (random(2, 4, 3, 2, seed=5) > 0).float()
    logits, got = made.sweep(x, y)
    assert torch.allclose(logits, made.run(x, 4))
    for seed in range(2):
        own = {name: weight[seed] for name, weight in made.weights.named().items()}
        stack = nn.LSTM(3, 6, 2)
        with torch.no_grad():
            for layer in range(2):
                getattr(stack, f"weight_ih_l{layer}").copy_(own[f"input_{layer}"].T)
                getattr(stack, f"weight_hh_l{layer}").copy_(own[f"recurrent_{layer}"].T)
                getattr(stack, f"bias_ih_l{layer}").copy_(own[f"bias_{layer}"][0])
                getattr(stack, f"bias_hh_l{layer}").zero_()
        said = stack(x[seed])[0][-4:] @ own["output"] + own["output_bias"]
        assert torch.allclose(logits[seed], said, atol=1e-5)
        (bits_per_sequence(said[None], y[seed : seed + 1]) * math.log(2)).sum().backward()
        for layer in range(2):
            for mine, theirs in (("input", "weight_ih"), ("recurrent", "weight_hh")):
                gradient = getattr(stack, f"{theirs}_l{layer}").grad.T
                assert torch.allclose(got[f"{mine}_{layer}"][seed], gradient, atol=1e-5)
            assert torch.allclose(
                got[f"bias_{layer}"][seed].flatten(), stack.get_parameter(f"bias_ih_l{layer}").grad, atol=1e-5
            )


# The update -------------------------------------------------------------------------------------------------


def test_rmsprop_is_that_of_graves_number_by_number():
    w, n, g_mean, v = 0.5, 0.0, 0.0, 0.0
    flat, square, mean, velocity = torch.tensor([w]), torch.zeros(1), torch.zeros(1), torch.zeros(1)
    for gradient in (0.3, -0.2, 25.0, 0.0):
        rmsprop(flat, torch.tensor([gradient]), square, mean, velocity, 0.01)
        g = max(-10.0, min(10.0, gradient))
        n, g_mean = 0.95 * n + 0.05 * g * g, 0.95 * g_mean + 0.05 * g
        v = 0.9 * v - 0.01 * g / math.sqrt(n - g_mean * g_mean + 1e-4)
        w += v
        assert flat.item() == pytest.approx(w, rel=1e-5)


def test_flat_weights_are_views_and_gradients_are_laid_out_like_them():
    weights = Weights({"a": (2, 3), "a_bias": (1, 3)}, [torch.Generator().manual_seed(k) for k in (0, 1)])
    named = weights.named()
    assert named["a"].shape == (2, 2, 3)
    assert named["a"].abs().max() <= 2**-0.5
    assert not named["a_bias"].any()
    gradients = {"a_bias": torch.ones(2, 1, 3), "a": torch.zeros(2, 2, 3)}
    assert weights.named(weights.flatten(gradients))["a_bias"].min() == 1
    weights.flat.fill_(7)
    assert named["a"].min() == 7


@pytest.mark.parametrize("controller", ["feedforward", "lstm"])
def test_a_machine_in_company_is_what_it_is_alone(controller):
    x, y = random(2, 6, 1, 3), (random(2, 4, 1, 2, seed=5) > 0).float()
    both = learner(controller)
    together = [both.update(x, y) for _ in range(3)]
    for seed in range(2):
        alone = learner(controller)
        alone = NtmLearner(alone.machine, [torch.Generator()], 1e-3, CPU)
        for name, weight in learner(controller).weights.named().items():
            alone.weights.named()[name].copy_(weight[seed : seed + 1])
        costs = [alone.update(x[seed : seed + 1], y[seed : seed + 1]) for _ in range(3)]
        assert torch.allclose(torch.cat(costs), torch.stack(together)[:, seed], atol=1e-5)


def test_an_untrained_machine_pays_one_bit_a_bit():
    made = NtmLearner(Machine(**SMALL), [torch.Generator().manual_seed(0)], 1e-3, CPU)
    y = (random(1, 5, 2, 2) > 0).float()
    assert bits_per_sequence(made.run(random(1, 9, 2, 3), 5), y).item() == pytest.approx(10, rel=1e-3)


@pytest.mark.skipif(os.name != "posix", reason="compiled on POSIX systems only")
def test_compiled_and_plain_updates_agree(monkeypatch, tmp_path):
    monkeypatch.setenv("KB_COMPILE", "1")
    if not compiled.available():
        pytest.skip("no C++ compiler here")
    fast = learner(fast=True)
    slow = learner(fast=False)
    for length in (3, 5):  # one compilation serves both
        x, y = random(2, 2 * length, 1, 3), (random(2, length, 1, 2, seed=5) > 0).float()
        assert torch.allclose(fast.update(x, y), slow.update(x, y), atol=1e-5)
    assert torch.allclose(fast.weights.flat, slow.weights.flat, atol=1e-5)
