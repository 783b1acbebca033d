"""CPU-seconds of a Parzen window as Table 1 of the GAN paper has it: ours against the definition in float64.

    python benchmarks/parzen.py [--rounds 3] [--share 100] [--json FILE]

Ours is the whole protocol: sigma from ten values and from a finer grid on 1,000 validation images, then the
log-likelihood of 10,000 test images under 10,000 samples, one thread. The peer is the definition as one
writes it with broadcasting in numpy, a few images at a time, for one sigma; it and scikit-learn's kernel
density do a share of the test images, and their time is scaled to all of the protocol's images and sigmas.
The largest difference on the shared images stands beside the times. The last line is the same as JSON.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import contest

from reproductions import datasets
from reproductions.errors import ReproductionError
from reproductions.gan import parzen

PAPER = "gan"  # whose benchmark this is: `kb bench gan` reads it

SAMPLES, VALID, TEST = 10_000, 1_000, 10_000
PASSES = VALID * len(parzen.COARSE) + TEST  # images scored by the paper's protocol, one sigma each
AIM = 10.0  # CPU-seconds


def plain(images: np.ndarray, samples: np.ndarray, sigma: float) -> np.ndarray:
    """log p of each image by broadcasting differences in float64; images [n, N], samples [m, N]."""
    found = []
    for image in images:
        exponents = -((image - samples) ** 2).sum(1) / (2 * sigma**2)
        top = exponents.max()
        found.append(top + math.log(np.exp(exponents - top).mean()))
    return np.array(found) - images.shape[1] * math.log(sigma * math.sqrt(2 * math.pi))


def kernel_density(images: np.ndarray, samples: np.ndarray, sigma: float) -> np.ndarray:
    """The same by scikit-learn, all samples in one leaf: with its default it is off by hundreds of nats."""
    from sklearn.neighbors import KernelDensity

    return np.asarray(
        KernelDensity(bandwidth=sigma, leaf_size=len(samples)).fit(samples).score_samples(images)
    )


def pictures() -> tuple[str, np.ndarray, np.ndarray, np.ndarray]:
    """Samples, validation and test images [n, 784]; random ones where MNIST is not here."""
    try:
        if datasets.locate("mnist").present:
            found = datasets.load("mnist")
            return "mnist", found.train[:SAMPLES], found.valid[:VALID], found.test[:TEST]
    except ReproductionError as error:
        print(error.message, file=sys.stderr)
    draw = np.random.default_rng(0)
    sizes = (SAMPLES, VALID, TEST)
    return "random", *(draw.random((n, 784), np.float32) for n in sizes)  # type: ignore[return-value]


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU-seconds of this process, and what came of it."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def main() -> None:
    """Print the table, and a JSON object as the last line."""
    asked = contest.options(__doc__, rounds=3, share=100)
    data, samples, valid, test = pictures()
    report(data, *measured(samples, valid, test, asked.rounds, asked.share), asked.json)


def measured(
    samples: np.ndarray, valid: np.ndarray, test: np.ndarray, rounds: int, share: int
) -> tuple[list[float], dict[str, list[float]], float]:
    """CPU-seconds of ours, of each peer scaled to the whole protocol, and the largest difference (nats)."""
    tensors = [torch.from_numpy(part) for part in (samples, valid, test)]
    double = [part.astype(np.float64) for part in (test[:share], samples)]
    ours: list[float] = []
    peers: dict[str, list[float]] = {"plain, float64": [], "scikit-learn": []}
    apart = 0.0
    for _ in range(rounds):
        spent, fit = seconds(lambda: parzen.fit(*tensors))
        ours.append(spent)
        for name, score in zip(peers, (plain, kernel_density), strict=True):
            spent, found = seconds(lambda score=score, sigma=fit.sigma: score(*double, sigma))
            peers[name].append(spent * PASSES / share)
            apart = max(apart, float(np.abs(found - fit.test[:share]).max()))
    return ours, peers, apart


def report(
    data: str, ours: list[float], peers: dict[str, list[float]], apart: float, file: Path | None
) -> None:
    """A table of medians on stdout, and the same with its circumstances as JSON."""
    found = {"ours": ours, **peers}
    medians = contest.medians(found)
    ratios = {name: median / medians["ours"] for name, median in medians.items()}
    contest.table(f"Parzen window, 1 thread, {data}", "CPU-seconds", found, ratios)
    print(f"aim: at most {AIM:.0f} CPU-seconds; the peers did a share, scaled; apart by {apart:.2g} nats")
    facts = {"data": data, "ratio": ratios["plain, float64"], "aim": AIM, "largest_difference_nats": apart}
    contest.finish("CPU-seconds", found, file, **facts)


if __name__ == "__main__":
    main()
