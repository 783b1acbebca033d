"""The criteria of `paper.CLAIMS` as code: the verdict of each claim from the measurements alone."""

from __future__ import annotations

import math
from typing import Any

from reproductions.gan import paper
from reproductions.harness.verdicts import DIRECTION, NOT_REPRODUCED, NOT_TESTABLE, REPRODUCED, verdict

__all__ = ["judge"]

PUBLISHED, TOLERANCE, DEEP_BELIEF_NET, FLOOR = 225.0, 25.0, 138.0, 100.0  # nats, Table 1 and GAN-1


def judge(measures: dict[str, Any], *, dataset: str, epochs: int, updates: int = 0) -> dict[str, Any]:
    """The verdict of each claim from the measurements alone."""
    judged = {
        "GAN-1": _judge_likelihood(measures, dataset, epochs),
        "GAN-2": _judge_balance(measures),
        "GAN-3": _judge_gradients(measures),
        "GAN-4": _judge_copies(measures),
    }
    criteria = {claim["id"]: claim["criterion"] for claim in paper.CLAIMS}
    return {name: {"criterion": criteria[name], **found} for name, found in judged.items()}


def _judge_likelihood(measures: dict[str, Any], dataset: str, epochs: int) -> dict[str, Any]:
    found, control = measures["parzen"], measures["parzen_untrained"]
    low = _low_end(found)
    rising = _mean(measures, "parzen_valid_end") > _mean(measures, "parzen_valid_half")
    seeds = found["per_seed"]
    trend = "rising" if rising else "not rising"
    because = (
        f"{found['mean']:.1f} nats over {len(seeds)} seed(s), {epochs} epochs, low end {low:.1f}, {trend}"
    )
    because += _beside(measures)
    if dataset != "mnist":
        word, because = NOT_TESTABLE, f"the number belongs to MNIST, this run used {dataset} ({because})"
    elif (
        epochs >= 250
        and len(seeds) >= 5
        and abs(found["mean"] - PUBLISHED) <= TOLERANCE
        and min(seeds) > DEEP_BELIEF_NET
    ):
        word = REPRODUCED
    else:
        word = DIRECTION if low > FLOOR and rising else NOT_REPRODUCED
    fails = max(control["per_seed"]) < FLOOR if dataset == "mnist" else None
    said = f"untrained generator: {control['mean']:.1f} nats"
    return verdict(word, because, control=said, control_fails=fails, measure="parzen")


def _beside(measures: dict[str, Any]) -> str:
    """How to read the value: what real images, and images that nobody generated, score as the samples."""
    aids = {"parzen_of_training_images": "training images", "parzen_of_centroids": "k-means centroids"}
    said = [f"{name} {_mean(measures, key):.1f}" for key, name in aids.items() if key in measures]
    return f"; as samples {', '.join(said)}" if said else ""


def _low_end(found: dict[str, Any]) -> float:
    if found["interval"]:
        return float(found["interval"][0])
    return float(found["mean"] - 2 * found["standard_error_over_images"][0])


def _mean(measures: dict[str, Any], name: str) -> float:
    return float(measures[name]["mean"]) if name in measures else math.nan  # nan compares as false


def _judge_balance(measures: dict[str, Any]) -> dict[str, Any]:
    real, fake, control = (measures[name] for name in ("d_real", "d_fake", "d_untrained"))
    ends = [*(real["interval"] or [real["mean"]]), *(fake["interval"] or [fake["mean"]])]
    widest = measures.get("d_widest_gap", {}).get("per_seed", [])
    gaps = list(zip(real["per_seed"], fake["per_seed"], widest, strict=False))
    narrowing = bool(gaps) and all(x - g < w / 2 for x, g, w in gaps)
    word = REPRODUCED if all(0.4 < end < 0.6 for end in ends) else DIRECTION if narrowing else NOT_REPRODUCED
    because = f"D(x) {real['mean']:.3f}, D(G(z)) {fake['mean']:.3f}"
    fails = max(control["per_seed"]) < 0.4
    said = f"D(untrained G): {control['mean']:.3f}"
    return verdict(word, because, control=said, control_fails=fails, measure="d_fake")


def _judge_gradients(measures: dict[str, Any]) -> dict[str, Any]:
    name = "gradient_log_ratio"
    found, null = measures[name], measures[f"{name}_null"]
    if found["interval"] is None or len(found["per_seed"]) < 3:
        return verdict(NOT_TESTABLE, "fewer than three seeds, or a gradient that is not finite", measure=name)
    high, bound = found["interval"][1], math.log(0.5)
    word = REPRODUCED if high < bound else DIRECTION if high < 0 else NOT_REPRODUCED
    because = f"mean log ratio {found['mean']:.3f}, high end {high:.3f}"
    fails = null["interval"] is None or null["interval"][1] >= bound
    said = f"seed against seed: {null['mean']:.3f}"
    return verdict(word, because, control=said, control_fails=fails, measure=name)


def _judge_copies(measures: dict[str, Any]) -> dict[str, Any]:
    found, control = measures["nearest_ratio"], measures["nearest_ratio_of_copies"]
    word = REPRODUCED if min(found["per_seed"]) > 0.5 else NOT_REPRODUCED
    because = f"median nearest distance {found['mean']:.2f} of that of test images"
    fails = control["mean"] <= 0.5
    said = f"training images as samples: {control['mean']:.2f}"
    return verdict(word, because, control=said, control_fails=fails, measure="nearest_ratio")
