"""Centroids against scikit-learn's k-means, and how the Parzen value moves with the number of samples."""

from __future__ import annotations

import pytest
import torch

from reproductions.gan import centroids, likelihood, parzen


def cloud(n: int, stream: int = 0) -> torch.Tensor:
    return torch.rand(n, 6, generator=torch.Generator().manual_seed(stream))


@pytest.mark.parametrize("iterations", [1, 3])
def test_centroids_are_those_of_scikit_learn(iterations):
    cluster = pytest.importorskip("sklearn.cluster")
    images, start = cloud(400), cloud(400)[:30]
    model = cluster.KMeans(30, init=start.numpy(), n_init=1, max_iter=iterations, tol=0, algorithm="lloyd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *a, **k: None)  # that it has not settled is the point
        model.fit(images.numpy())
    found = centroids.centroids(images, start, iterations)
    assert torch.allclose(found, torch.from_numpy(model.cluster_centers_), atol=1e-5)


def test_the_nearest_centroid_is_that_of_the_distances_however_the_images_are_cut(monkeypatch):
    images, middle = cloud(50), cloud(9, stream=1)
    expected = torch.cdist(images, middle).argmin(1)
    assert torch.equal(centroids.nearest(images, middle), expected)
    monkeypatch.setattr(centroids, "ROWS", 7)
    assert torch.equal(centroids.nearest(images, middle), expected)


def test_a_centroid_without_images_stays_where_it_is():
    images = torch.tensor([[0.0, 0.0], [2.0, 0.0]])
    start = torch.tensor([[1.0, 1.0], [9.0, 9.0]])
    found = centroids.centroids(images, start, 1)
    assert found.tolist() == [[1.0, 0.0], [9.0, 9.0]]


def test_without_iterations_the_centroids_are_the_start():
    assert torch.equal(centroids.centroids(cloud(20), cloud(5), 0), cloud(5))


def test_each_number_of_samples_has_its_own_sigma_and_the_last_is_the_value_itself():
    samples, valid, test = cloud(500), cloud(60, stream=1), cloud(80, stream=2)
    sizes, values = likelihood.curve(samples[None], valid, test)
    assert sizes.tolist() == [100, 300, 500]
    for size, value in zip(sizes, values[0], strict=True):
        assert value == pytest.approx(parzen.fit(samples[:size], valid, test).test.mean(), abs=1e-5)


def test_on_mnist_centroids_score_higher_than_the_images_they_come_from(mnist):
    """Theis et al. (2016): so a higher value is not a better generator."""
    train, valid, test = (torch.from_numpy(part) for part in (mnist.train[:5000], mnist.valid, mnist.test))
    found = centroids.centroids(train, train[:1000], 1)
    values = [parzen.coarse(samples, valid[:300], test[:300]) for samples in (train[:1000], found)]
    assert values[1] > values[0] + 20
