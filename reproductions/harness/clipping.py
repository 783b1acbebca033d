"""Gradient clipping where the seeds are stacked: each seed by its own norm, as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

__all__ = ["clip_norm_per_seed"]


def clip_norm_per_seed(gradients: Sequence[Tensor], most: float) -> Tensor:
    """Scale each seed's gradients in place so that their total norm is at most `most`.

    Gradients are [S, ...]; returns the norms before clipping [S]. A norm over all seeds would let one seed's
    spike shrink the step of every other.
    """
    norms = torch.stack([g.flatten(1).norm(dim=1) for g in gradients]).norm(dim=0)
    scale = (most / norms.clamp_min(1e-12)).clamp_max(1)
    for gradient in gradients:
        gradient.mul_(scale.view(-1, *[1] * (gradient.dim() - 1)))
    return norms
