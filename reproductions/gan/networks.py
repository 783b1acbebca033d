"""Sec. 3, "Adversarial nets": the two multilayer perceptrons, with a stack of seeds on the leading axis.

S seeds, B images a batch, N pixels. The sizes are those of the released code; the paper names the units only.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

__all__ = ["discriminate", "discriminator_weights", "generate", "generator_weights", "logits", "maxout"]


def generator_weights(
    config: dict[str, Any], marginals: Tensor, generators: list[torch.Generator]
) -> list[Tensor]:
    """W1, b1, W2, b2, W3, b3 of G, stacked over seeds; untrained, the last bias makes the mean image."""
    width, pixels = config["generator_width"], len(marginals)
    weights = _uniform([config["noise"], width, width, pixels], config["generator_reach"], generators)
    weights[-1] += torch.logit(marginals.clamp(1e-7, 1 - 1e-7))
    return weights


def discriminator_weights(
    config: dict[str, Any], pixels: int, generators: list[torch.Generator]
) -> list[Tensor]:
    """U1, c1, U2, c2, U3, c3 of D, stacked over seeds; a maxout layer holds piece after piece."""
    units, pieces, reach = config["maxout_units"], config["maxout_pieces"], config["discriminator_reach"]
    return [
        *_uniform([pixels, pieces * units], reach, generators),
        *_uniform([units, pieces * units], reach, generators),
        *_uniform([units, 1], reach, generators),
    ]


def _uniform(widths: list[int], reach: float, generators: list[torch.Generator]) -> list[Tensor]:
    tensors = []
    for rows, columns in pairwise(widths):
        drawn = [
            torch.empty(rows, columns, device=g.device).uniform_(-reach, reach, generator=g)
            for g in generators
        ]
        tensors += [torch.stack(drawn), torch.zeros(len(generators), 1, columns, device=generators[0].device)]
    return tensors


def generate(g: list[Tensor], z: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """G(z): both hidden layers and the images, each [S, B, .]; z is [S, B, noise]. The images are float32."""
    w1, b1, w2, b2, w3, b3 = g
    h1 = torch.baddbmm(b1, z, w1).relu_()
    h2 = torch.baddbmm(b2, h1, w2).relu_()
    return h1, h2, torch.baddbmm(b3, h2, w3).float().sigmoid_()


def maxout(pieces: Tensor, units: int) -> Tensor:
    """Each unit's largest piece (Goodfellow et al., 2013): [S, B, pieces * units] to [S, B, units]."""
    return reduce(torch.maximum, pieces.unflatten(-1, (-1, units)).unbind(-2))


def discriminate(d: list[Tensor], x: Tensor) -> Tensor:
    """D(x), the probability that x is real, without dropout: [S, B, N] to [S, B]."""
    return logits(d, x).squeeze(-1).sigmoid()


def logits(d: list[Tensor], x: Tensor) -> Tensor:
    """The logit of D(x), without dropout: [S, B, N] to [S, B, 1]."""
    u1, c1, u2, c2, u3, c3 = d
    a1 = maxout(torch.baddbmm(c1, x, u1), u2.shape[1])
    a2 = maxout(torch.baddbmm(c2, a1, u2), u3.shape[1])
    return torch.baddbmm(c3, a2, u3)
