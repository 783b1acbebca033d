"""The story of GAN against independent references: torch's own layers, autograd and optimiser."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from reproductions import catalog
from reproductions.gan import networks, paper

TINY = {
    **catalog.configure("gan", "smoke"),
    "noise": 6,
    "generator_width": 20,
    "maxout_units": 8,
    "batch": 10,
    "epochs": 4,
    "generator_reach": 0.05,
    "discriminator_reach": 0.3,
}
PIXELS = 16


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The update as it is written: to compile it takes longer than all of these tests."""
    monkeypatch.setenv("KB_COMPILE", "0")


@pytest.fixture
def images() -> Tensor:
    """A hundred images of sixteen pixels."""
    return torch.rand(100, PIXELS, generator=torch.Generator().manual_seed(1))


def weights(game: paper.Game) -> list[Tensor]:
    return [w.clone() for w in game.g + game.d]


def test_generator_equals_torchs_own_layers(images):
    game = paper.Game(TINY, images, [3])
    layers = [nn.Linear(6, 20), nn.ReLU(), nn.Linear(20, 20), nn.ReLU(), nn.Linear(20, PIXELS), nn.Sigmoid()]
    with torch.no_grad():
        for layer, w, b in zip(layers[::2], game.g[::2], game.g[1::2], strict=True):
            layer.weight.copy_(w[0].T)
            layer.bias.copy_(b[0, 0])
        z = torch.randn(5, 6)
        assert torch.allclose(networks.generate(game.g, z[None])[2][0], nn.Sequential(*layers)(z), atol=1e-6)


def test_maxout_is_the_largest_of_five_linear_layers(images):
    game = paper.Game(TINY, images, [3])
    x = images[:7]
    pieces = [nn.functional.linear(x, game.d[0][0, :, 8 * k : 8 * k + 8].T) for k in range(5)]
    got = networks.maxout(torch.bmm(x[None], game.d[0]), 8)[0]
    assert torch.allclose(got, torch.stack(pieces).max(0).values, atol=1e-6)


def test_untrained_generator_draws_the_mean_image_and_blank_pixels_stay_blank():
    images = torch.rand(100, PIXELS)
    images[:, 0] = 0
    game = paper.Game({**TINY, "generator_reach": 1e-6}, images, [0])
    drawn = game.samples(3, stream=1)[0]
    assert torch.allclose(drawn[:, 1:], images[:, 1:].mean(0).expand(3, -1), atol=1e-4)
    assert drawn[:, 0].max() < 2e-7


def test_noise_and_dropout_have_the_published_moments(images):
    game = paper.Game({**TINY, "noise": 100, "batch": 1000}, images, [0])
    z, masks = game._draw(1000)
    assert z.min() >= -math.sqrt(3)
    assert z.max() <= math.sqrt(3)
    assert z.var().item() == pytest.approx(1, abs=0.02)
    assert [round(mask.float().mean().item(), 1) for mask in masks] == [0.8, 0.5, 0.5]
    assert [tuple(mask.shape) for mask in masks] == [(1, 2000, 16), (1, 2000, 8), (1, 2000, 8)]


def published_losses(game: paper.Game, real: Tensor, z: Tensor, masks: list[Tensor]):
    """Both losses as the paper writes them, by autograd; parameters as leaves."""
    g, d = ([w.clone().requires_grad_() for w in side] for side in (game.g, game.d))
    scaled = [mask / keep for mask, keep in zip(masks, (0.8, 0.5, 0.5), strict=True)]  # as nn.Dropout does
    fake = torch.relu(torch.relu(z @ g[0] + g[1]) @ g[2] + g[3])
    fake = torch.sigmoid(fake @ g[4] + g[5])
    h = torch.cat([real, fake], 1) * scaled[0]
    h = (h @ d[0] + d[1]).unflatten(-1, (5, 8)).max(-2).values * scaled[1]
    h = (h @ d[2] + d[3]).unflatten(-1, (5, 8)).max(-2).values * scaled[2]
    p = torch.sigmoid(h @ d[4] + d[5])
    on_real, on_fake = p.chunk(2, 1)
    d_loss = -0.5 * (on_real.log().mean((1, 2)) + (1 - on_fake).log().mean((1, 2)))
    g_loss = torch.where(
        game.saturating[:, 0, 0], (1 - on_fake).log().mean((1, 2)), -on_fake.log().mean((1, 2))
    )
    return g, d, g_loss.sum(), d_loss.sum()


def test_three_updates_equal_autograd_with_torchs_sgd_and_momentum(images):
    game = paper.Game(TINY, images, [0, 1], saturating=[False, True])
    mine = paper.Game(TINY, images, [0, 1], saturating=[False, True])
    buffers = [torch.zeros_like(w) for w in game.g + game.d]
    for _ in range(3):
        z, masks = game._draw(10)
        real = images[torch.randint(100, (2, 10))]
        g, d, g_loss, d_loss = published_losses(game, real, z, masks)
        gradients = torch.autograd.grad(g_loss, g, retain_graph=True) + torch.autograd.grad(d_loss, d)
        leaves = [w.detach().requires_grad_() for w in g + d]
        optimiser = torch.optim.SGD(leaves, lr=game.rate(), momentum=game.momentum())
        for leaf, gradient, buffer in zip(leaves, gradients, buffers, strict=True):
            leaf.grad = gradient
            optimiser.state[leaf]["momentum_buffer"] = buffer
        optimiser.step()
        mine._play(real, z, masks)
        for ours, theirs in zip(mine.g + mine.d, leaves, strict=True):
            assert torch.allclose(ours, theirs, atol=1e-6)
        game.g, game.d = [w.clone() for w in mine.g], [w.clone() for w in mine.d]


def test_a_seed_gives_the_same_numbers_alone_and_in_company(images):
    together = paper.Game(TINY, images, [4, 5])
    alone = [paper.Game(TINY, images, [seed]) for seed in (4, 5)]
    for _ in range(25):
        for game in (together, *alone):
            game.step()
    for stacked, *single in zip(*(weights(game) for game in (together, *alone)), strict=True):
        assert torch.allclose(stacked, torch.cat(single), atol=1e-5)


def test_the_same_seed_repeats_and_another_differs(images):
    games = [paper.Game(TINY, images, [seed]) for seed in (7, 7, 8)]
    for game in games:
        for _ in range(5):
            game.step()
    first, again, other = (weights(game) for game in games)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(first, other, strict=True))


def test_a_restored_game_goes_on_bit_by_bit(images):
    straight, broken, resumed = (paper.Game(TINY, images, [1, 2]) for _ in range(3))
    for _ in range(17):
        straight.step()
    for _ in range(8):
        broken.step()
    resumed.restore(broken.state())
    for _ in range(9):
        resumed.step()
    assert resumed.update == 17
    assert all(torch.equal(a, b) for a, b in zip(weights(straight), weights(resumed), strict=True))


def test_an_untrained_discriminator_loses_the_logarithm_of_two(images):
    game = paper.Game({**TINY, "discriminator_reach": 0.005}, images, [0, 1])
    game.step()
    losses = game.losses()
    assert torch.allclose(losses["d_loss"], torch.tensor(math.log(2)), atol=1e-3)
    assert torch.allclose(losses["g_loss"], torch.tensor(math.log(2)), atol=1e-3)
    assert torch.allclose(losses["d_real"], torch.tensor(0.5), atol=1e-3)


@pytest.mark.parametrize(("reach", "tolerance"), [(0.005, 1e-4), (0.05, 0.002)])
def test_the_first_event_is_that_of_networks_that_have_learnt_nothing(images, reach, tolerance):
    game = paper.Game({**TINY, "discriminator_reach": reach}, images, [0, 1])
    before, streams = weights(game), [g.get_state() for g in game.generators]
    found = game.undecided()
    assert found.keys() == {"d_loss", "d_real", "d_fake"}
    assert found["d_loss"].tolist() == pytest.approx(
        [paper.untrained(TINY, None)["d_loss"]] * 2, abs=tolerance
    )
    assert found["d_real"].tolist() == pytest.approx([0.5] * 2, abs=0.01)
    assert all(torch.equal(a, b) for a, b in zip(before, weights(game), strict=True))
    assert all(torch.equal(a, g.get_state()) for a, g in zip(streams, game.generators, strict=True))
    assert game.update == 0


def test_d_loss_of_the_first_event_is_binary_cross_entropy(images):
    game = paper.Game(TINY, images, [0])
    real, fake = images[:10], game.samples(10, stream=3)[0]
    answers = networks.discriminate(game.d, torch.cat([real, fake])[None])[0]
    labels = torch.tensor([1.0] * 10 + [0.0] * 10)
    expected = nn.functional.binary_cross_entropy(answers, labels)
    assert game.undecided()["d_loss"].item() == pytest.approx(expected.item(), abs=1e-6)


def test_the_schedule_is_the_published_one():
    published = catalog.configure("gan", "gpu", {"precision": "float32"})
    game = paper.Game(published, torch.rand(1000, PIXELS), [0])
    found = []
    for epoch in (0, 1, 124, 249, 400):
        game.update = epoch * game.batches
        found.append(game.momentum())
    assert found == pytest.approx([0.5, 0.5 + 0.2 / 249, 0.5 + 0.2 * 124 / 249, 0.7, 0.7])
    game.update = 0
    assert game.rate() == 0.1
    game.update = 125_000
    assert game.rate() == pytest.approx(0.1 * math.exp(-0.5), rel=1e-4)
    game.update = 10_000_000
    assert game.rate() == 1e-6


def test_an_epoch_uses_every_image_once(images):
    game = paper.Game(TINY, images, [0, 1])
    game.step()
    assert [sorted(row.tolist()) for row in game.order] == [list(range(100))] * 2
    assert game.order[0].tolist() != game.order[1].tolist()


def test_the_value_of_an_undecided_discriminator_is_minus_log_four():
    zero = torch.zeros(2, 5, 1)
    assert torch.allclose(paper.value(zero, zero), torch.full((2,), -math.log(4)))


def test_discriminator_learns_to_tell_noise_from_images():
    """With G held still (rate 0 for it would be cheating: its weights are put back), D must win."""
    images = (torch.rand(200, PIXELS, generator=torch.Generator().manual_seed(1)) > 0.5).float()
    game = paper.Game({**TINY, "lr": 0.2}, images, [0])
    start = [w.clone() for w in game.g]
    for _ in range(800):
        game.step()
        for w, first in zip(game.g, start, strict=True):
            w.copy_(first)
    losses = game.losses()
    assert losses["d_real"].item() > 0.8
    assert losses["d_fake"].item() < 0.2


def test_products_in_bfloat16_give_the_same_updates_within_their_rounding(images):
    """Ten updates: weights stay float32, and move in the same direction as they do in float32."""
    exact, coarse = (
        paper.Game({**TINY, "precision": name, "lr": 0.2}, images, [0, 1]) for name in ("float32", "bfloat16")
    )
    start = weights(exact)
    assert all(torch.equal(a, b) for a, b in zip(start, weights(coarse), strict=True))
    for _ in range(10):
        exact.step()
        coarse.step()
    for before, a, b in zip(start, weights(exact), weights(coarse), strict=True):
        assert b.dtype == torch.float32
        cosine = torch.cosine_similarity((a - before).flatten(), (b - before).flatten(), dim=0)
        assert cosine > 0.98
        assert not torch.equal(a, b)


def test_a_restored_game_in_bfloat16_goes_on_bit_by_bit(images):
    config = {**TINY, "precision": "bfloat16"}
    straight, resumed = (paper.Game(config, images, [1]) for _ in range(2))
    for _ in range(8):
        straight.step()
    resumed.restore(straight.state())
    straight.step()
    resumed.step()
    assert all(torch.equal(a, b) for a, b in zip(weights(straight), weights(resumed), strict=True))
