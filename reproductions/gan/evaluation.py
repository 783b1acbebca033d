"""What a trained game measures, claim by claim; criteria.py holds the measurements against the criteria."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from reproductions.datasets.images import Images
from reproductions.gan import likelihood, networks, paper, parzen
from reproductions.gan.criteria import judge
from reproductions.harness.recorder import Cancelled, Recorder
from reproductions.harness.statistics import measure

__all__ = ["evaluate", "picture", "watch"]

SAMPLES, NEIGHBOURS = 12, 13  # random streams, apart from those of training and of likelihood.py


def watch(game: paper.Game, images: Images) -> dict[str, Tensor]:
    """Per seed: D on held-out images and on samples, a quick Parzen value (1,000 kernels, sigma 0.2)."""
    valid = _on(game, images.valid[:500])
    samples = game.samples(1000, stream=1)
    quick = torch.stack([parzen.log_likelihood(valid, kernels, [0.2])[0].mean() for kernels in samples])
    held_out = networks.discriminate(game.d, valid.expand(len(game.seeds), -1, -1)).mean(1)
    return {
        "parzen_valid": quick,
        "d_valid": held_out,
        "d_samples": networks.discriminate(game.d, samples).mean(1),
    }


def picture(game: paper.Game, images: Images, recorder: Recorder) -> None:
    """Forty samples of the first seed, always from the same noise, so that one sees each of them change."""
    drawn = game.samples(40, stream=2)[0].reshape(-1, images.height, images.width).cpu().numpy()
    title = f"samples after {game.update} updates"
    recorder.image(
        f"samples-{game.update:07d}", drawn, 10, title, game.update, scale=max(1, 56 // images.height)
    )


def evaluate(config: dict[str, Any], game: paper.Game, images: Images, recorder: Recorder) -> dict[str, Any]:
    """All measurements {"measures": ..., "claims": ...}; writes the final pictures."""
    untrained = paper.Game(config, game.train, game.seeds)
    valid, test = (_on(game, part) for part in (images.valid[:1000], images.test[: config["test_images"]]))
    measures: dict[str, Any] = {}
    for name, part in {
        "likelihood": lambda: likelihood.measure_all(config, game, untrained, valid, test),
        "curves": lambda: likelihood.draw_curves(config, game, images, valid, test, recorder),
        "history": lambda: _training_history(recorder),
        "discriminator": lambda: _discriminator(game, untrained, test),
        "early gradients": lambda: _early_gradients(config, game),
        "copies": lambda: _copies(game, test),
        "figure 2": lambda: _figure_2(game, images, recorder),
    }.items():
        if recorder.cancelled:
            raise Cancelled
        recorder.phase(game.update, f"evaluating: {name}")
        measures |= part()
    facts = {"dataset": images.record["name"], "epochs": game.epoch, "updates": game.update}
    judged = judge(measures, **facts)
    return {"facts": {**facts, "trained": f"{game.epoch} epochs"}, "measures": measures, "claims": judged}


def _on(game: paper.Game, array: np.ndarray) -> Tensor:
    return torch.from_numpy(array).to(game.train.device)


# GAN-1, GAN-2: the way there -------------------------------------------------------------------------------


def _training_history(recorder: Recorder) -> dict[str, Any]:
    """From the events of the run: the quick Parzen value at half-way and at the end, the widest gap of D."""
    events = [event for event in recorder.events() if "parzen_valid" in event.get("values", {})]
    if not events:
        return {}
    half = [event for event in events if event["step"] <= events[-1]["step"] / 2] or events[:1]
    gaps = np.array([np.subtract(e["values"]["d_valid"], e["values"]["d_samples"]) for e in events], float)
    return {
        "parzen_valid_half": measure(half[-1]["values"]["parzen_valid"], "nats", "quick value, half-way"),
        "parzen_valid_end": measure(events[-1]["values"]["parzen_valid"], "nats", "quick value, at the end"),
        "d_widest_gap": measure(
            gaps.max(0), "probability", "widest D(x) - D(G(z)) on held-out images in training"
        ),
    }


# GAN-2: Proposition 2 ---------------------------------------------------------------------------------------


def _discriminator(game: paper.Game, untrained: paper.Game, test: Tensor) -> dict[str, Any]:
    def mean(x: Tensor) -> list[float]:
        return networks.discriminate(game.d, x).mean(1).tolist()

    real = mean(test.expand(len(game.seeds), -1, -1))
    fake = mean(game.samples(len(test), SAMPLES))
    before = mean(untrained.samples(len(test), SAMPLES))
    return {
        "d_real": measure(real, "probability", "mean D(x) on test images, no dropout"),
        "d_fake": measure(fake, "probability", "mean D(G(z)) on new samples, no dropout"),
        "d_untrained": measure(
            before, "probability", "control: the same D on the untrained generator's samples"
        ),
    }


# GAN-3: Section 3 -------------------------------------------------------------------------------------------


def _early_gradients(config: dict[str, Any], game: paper.Game) -> dict[str, Any]:
    """Mean of log |dL_G/dG(z)| over the later early updates, saturating minus other arm, per seed."""
    seeds = [config["seed"] + s for s in range(config["early_seeds"])]
    exact = {**config, "precision": "float32"}  # the claim is about gradients, not about number formats
    arms = paper.Game(exact, game.train, seeds * 2, [True] * len(seeds) + [False] * len(seeds))
    total = torch.zeros(2 * len(seeds), device=game.train.device)
    updates, first = config["early_updates"], config["early_updates"] // 2
    for update in range(updates):
        arms.step()
        if update >= first:
            total += arms.watched["gradient"].norm(dim=(1, 2)).clamp_min(1e-30).log()
    saturating, other = (total.cpu() / (updates - first)).chunk(2)
    about = f"mean log ratio of the gradient at G's output, updates {first + 1} to {updates}"
    return {
        "gradient_log_ratio": measure((saturating - other).tolist(), "nats", f"{about}, saturating over not"),
        "gradient_log_ratio_null": measure(
            (other.roll(1) - other).tolist(), "nats", f"control: {about}, next seed over seed"
        ),
    }


# GAN-4: Figure 2 --------------------------------------------------------------------------------------------


def _nearest(x: Tensor, among: Tensor) -> tuple[Tensor, Tensor]:
    """Distance to the nearest row of `among`, and its index, for every row of x."""
    found = [torch.cdist(rows, among).min(1) for rows in x.split(200)]
    return torch.cat([f.values for f in found]), torch.cat([f.indices for f in found])


def _copies(game: paper.Game, test: Tensor) -> dict[str, Any]:
    usual = float(_nearest(test[:500], game.train)[0].median())
    ratios = [
        float(_nearest(samples, game.train)[0].median()) / usual for samples in game.samples(500, NEIGHBOURS)
    ]
    copied = float(_nearest(game.train[:500], game.train)[0].median()) / usual
    return {
        "nearest_ratio": measure(
            ratios, "ratio", "median distance to the nearest training image: samples over test images"
        ),
        "nearest_ratio_of_copies": measure(
            [copied], "ratio", "control: the same, training images as the samples"
        ),
    }


def _figure_2(game: paper.Game, images: Images, recorder: Recorder) -> dict[str, Any]:
    """Five rows of draws, not picked, and after each draw its nearest training image, for the first seed."""
    drawn = game.samples(25, NEIGHBOURS)[0]
    nearest = game.train[_nearest(drawn, game.train)[1]]
    pairs = torch.stack([drawn, nearest], 1).reshape(50, images.height, images.width).cpu().numpy()
    title = "fair draws, each followed by its nearest training image"
    recorder.image("figure-2", pairs, 10, title, game.update, scale=max(1, 84 // images.height))
    return {}
