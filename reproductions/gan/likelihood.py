"""GAN-1, Table 1: the Parzen value of the samples, and what else scores how much, so that it can be read.

Theis, van den Oord and Bethge (2016, "A note on the evaluation of generative models", Table 1) put two more
rows under the paper's table: images drawn from the training data themselves, and k-means centroids of them.
The centroids beat the data, so a higher value is not a better generator.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from reproductions.datasets.images import Images
from reproductions.gan import paper, parzen
from reproductions.gan.centroids import centroids
from reproductions.harness.recorder import Recorder
from reproductions.harness.statistics import measure, standard_error

__all__ = ["curve", "draw_curves", "measure_all"]

PARZEN = 11  # random stream, apart from that of training
SIZES = (100, 300, 1000, 3000)  # samples, and then as many as the value is measured with
TABLE_1 = {"paper, GAN": 225.0, "paper, DBN": 138.0, "paper, Deep GSN": 214.0}  # nats, MNIST


def measure_all(
    config: dict[str, Any], game: paper.Game, untrained: paper.Game, valid: Tensor, test: Tensor
) -> dict[str, Any]:
    """The value of the trained generator, of the untrained one, of training images and of their centroids."""
    n = config["samples"]
    fits = [parzen.fit(samples, valid, test) for samples in game.samples(n, PARZEN)]
    before = [parzen.fit(samples, valid, test) for samples in untrained.samples(n, PARZEN)]
    return {
        "parzen": measure(
            [fit.test.mean() for fit in fits],
            "nats",
            f"log-likelihood of {len(test)} test images under {n} samples, sigma from the coarse grid",
            sigma=[fit.sigma for fit in fits],
            standard_error_over_images=[standard_error(fit.test) for fit in fits],
        ),
        "parzen_fine": measure(
            [fit.fine_test.mean() for fit in fits],
            "nats",
            "the same, sigma from the finer grid",
            sigma=[fit.fine_sigma for fit in fits],
        ),
        "parzen_untrained": measure(
            [fit.test.mean() for fit in before],
            "nats",
            "control: the same, samples of the untrained generator",
        ),
        **_reading_aids(config, game.train, valid, test),
    }


def _reading_aids(config: dict[str, Any], train: Tensor, valid: Tensor, test: Tensor) -> dict[str, Any]:
    real = _some(train, config["samples"])
    middles = _some(train, min(config["samples"], len(train) // 5))  # 10,000 of 50,000, and so for others
    middles = centroids(train, middles, config["kmeans_iterations"])
    kinds = {
        "parzen_of_training_images": (real, "training images"),
        "parzen_of_centroids": (middles, f"k-means centroids of all {len(train)} training images"),
    }
    return {
        name: measure(
            [parzen.fit(images, valid, test).test.mean()],
            "nats",
            f"reading aid: the same, {len(images)} {what} as the samples",
        )
        for name, (images, what) in kinds.items()
    }


def _some(train: Tensor, n: int) -> Tensor:
    """n training images by chance, all if there are fewer."""
    pick = torch.randperm(len(train), generator=torch.Generator().manual_seed(PARZEN))[:n]
    return train[pick.to(train.device)]


def draw_curves(
    config: dict[str, Any], game: paper.Game, images: Images, valid: Tensor, test: Tensor, recorder: Recorder
) -> dict[str, Any]:
    """The value against the number of samples, sigma chosen anew for each; no measure comes of it."""
    n = config["samples"]
    real = _some(game.train, n)
    series = {
        "samples of G": curve(game.samples(n, PARZEN), valid, test),
        "training images": curve(real[None], valid, test),
    }
    published = TABLE_1 if images.record["name"] == "mnist" else {}
    title = "the Parzen value rises with the number of samples"
    axes = {"x": "samples", "y": "nats", "reference": published}
    recorder.curves("parzen-by-samples", series, title, game.update, **axes)
    return {}


def curve(samples: Tensor, valid: Tensor, test: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of samples [k], and the mean log-likelihood of the test images under as many [S, k] (nats)."""
    sizes = [size for size in SIZES if size < samples.shape[1]] + [samples.shape[1]]
    values = [[parzen.coarse(seed[:size], valid, test) for size in sizes] for seed in samples]
    return np.array(sizes), np.array(values)
