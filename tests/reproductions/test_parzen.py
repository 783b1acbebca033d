"""The Parzen window against scikit-learn's kernel density and against the definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from reproductions.gan import parzen


def test_one_kernel_is_a_gaussian():
    image, sample = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 0.0]])
    found = parzen.log_likelihood(image, sample, [0.5]).item()
    assert found == pytest.approx(-1 / (2 * 0.25) - math.log(2 * math.pi * 0.25), abs=1e-6)


@pytest.mark.parametrize("sigma", [0.1, 0.2, 1.0])
def test_equals_kernel_density_of_scikit_learn(sigma):
    neighbors = pytest.importorskip("sklearn.neighbors")
    generator = np.random.default_rng(0)
    samples, images = generator.random((300, 784)), generator.random((20, 784))
    density = neighbors.KernelDensity(bandwidth=sigma, kernel="gaussian", leaf_size=1000).fit(samples)
    ours = parzen.log_likelihood(
        torch.tensor(images, dtype=torch.float32), torch.tensor(samples, dtype=torch.float32), [sigma]
    )
    assert ours[0].numpy() == pytest.approx(density.score_samples(images), abs=0.05)


def test_equals_the_definition_in_float64_where_kernels_overlap():
    generator = torch.Generator().manual_seed(0)
    images, samples = (torch.rand(n, 9, generator=generator) for n in (7, 50))
    exact = torch.distributions.Normal(samples.double(), 0.3).log_prob(images.double()[:, None]).sum(-1)
    exact = exact.logsumexp(1) - math.log(50)
    assert torch.allclose(parzen.log_likelihood(images, samples, [0.3])[0], exact, atol=1e-5)


def test_the_result_does_not_depend_on_how_the_images_are_cut(monkeypatch):
    images, samples = torch.rand(11, 9), torch.rand(30, 9)
    whole = parzen.log_likelihood(images, samples, [0.2, 0.4])
    monkeypatch.setattr(parzen, "ROWS", 4)
    assert torch.allclose(parzen.log_likelihood(images, samples, [0.2, 0.4]), whole, atol=1e-5)
    assert whole.shape == (2, 11)


def test_sigma_is_chosen_on_validation_images_from_the_published_grid():
    generator = torch.Generator().manual_seed(0)
    draw = lambda n: 0.3 * torch.randn(n, 4, generator=generator)  # noqa: E731
    found = parzen.fit(draw(500), draw(200), draw(300))
    assert pytest.approx(np.logspace(-1, 0, 10)) == parzen.COARSE
    assert found.sigma in parzen.COARSE
    assert found.fine_sigma == pytest.approx(found.sigma, rel=0.3)
    assert len(found.test) == 300


def test_far_images_do_not_underflow():
    found = parzen.log_likelihood(torch.full((1, 784), 100.0), torch.zeros(2, 784), [0.1])
    assert found.item() == pytest.approx(-784 * 1e4 / 0.02, rel=1e-4)


def test_kernels_too_far_to_count_change_nothing():
    images, samples = torch.rand(5, 784), torch.rand(40, 784)
    far = torch.cat([samples, samples + 3])
    near = parzen.log_likelihood(images, samples, [0.1])
    assert torch.allclose(parzen.log_likelihood(images, far, [0.1]), near - math.log(2), atol=1e-2)
