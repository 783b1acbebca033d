"""Sec. 5: the log-likelihood of images under a Gaussian kernel on each generated sample (a Parzen window).

    log p(x) = log mean_i N(x; s_i, sigma^2 I)

The distances come from one matrix product, |x|^2 + |s|^2 - 2 x.s, and all values of sigma share them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

__all__ = ["COARSE", "Fit", "coarse", "fit", "log_likelihood"]

COARSE = tuple(float(sigma) for sigma in np.logspace(-1, 0, 10))  # the released grid
LEAST = -80.0  # e^-80 adds nothing to a sum of at least 1; exp of what underflows takes ten times as long
ROWS = 500  # test images at a time: 500 x 10,000 distances are 20 MB


@dataclass(frozen=True)
class Fit:
    """Log-likelihood of every test image [n] (nats) at the sigma of the coarse grid, and at a finer one."""

    sigma: float
    test: np.ndarray
    fine_sigma: float
    fine_test: np.ndarray


def log_likelihood(images: Tensor, samples: Tensor, sigmas: list[float]) -> Tensor:
    """log p(x) in nats for each sigma and each image, [sigmas, n], as float64; images [n, N], samples [m,
    N].
    """
    parts = [_log_likelihood(rows, samples, sigmas) for rows in images.split(ROWS)]
    return torch.cat(parts, 1)


def _log_likelihood(rows: Tensor, samples: Tensor, sigmas: list[float]) -> Tensor:
    centre = samples.mean(0)  # smaller numbers, smaller rounding errors in the differences of squares
    x, s = rows - centre, samples - centre
    distances = torch.addmm((x * x).sum(1, keepdim=True) + (s * s).sum(1), x, s.T, alpha=-2).clamp_min_(0)
    nearest = distances.min(1, keepdim=True).values
    distances -= nearest  # logsumexp by hand: the largest term is 1, so float32 is enough for the others
    pixels, total = rows.shape[1], math.log(len(samples))
    out, terms = [], torch.empty_like(distances)
    for sigma in sigmas:
        torch.mul(distances, -0.5 / (sigma * sigma), out=terms).clamp_min_(LEAST)
        near = terms.exp_().sum(1, dtype=torch.float64).log()
        norm = total + pixels * math.log(sigma * math.sqrt(2 * math.pi))
        out.append(near - nearest.squeeze(1).double() / (2 * sigma * sigma) - norm)
    return torch.stack(out)


def fit(samples: Tensor, valid: Tensor, test: Tensor) -> Fit:
    """Choose sigma on validation images, then score the test images once: the paper's protocol."""
    sigma = _best(valid, samples, list(COARSE))
    step = COARSE[1] / COARSE[0]
    fine = _best(valid, samples, [sigma * step ** (k / 5) for k in range(-5, 6)])
    scores = log_likelihood(test, samples, [sigma, fine]).cpu().numpy()
    return Fit(sigma, scores[0], fine, scores[1])


def coarse(samples: Tensor, valid: Tensor, test: Tensor) -> float:
    """The mean over test images at the sigma of the coarse grid alone."""
    return float(log_likelihood(test, samples, [_best(valid, samples, list(COARSE))]).mean())


def _best(valid: Tensor, samples: Tensor, sigmas: list[float]) -> float:
    means = log_likelihood(valid, samples, sigmas).mean(1)
    return sigmas[int(means.argmax())]
