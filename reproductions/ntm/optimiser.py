"""All weights of an arm in one flat buffer, and the RMSProp of Graves (2013) in one pass over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Generator, Tensor

__all__ = ["Weights", "rmsprop"]

DECAY, MOMENTUM, FLOOR = 0.95, 0.9, 1e-4  # Graves 2013, eq. (38) to (41)
CLIP = 10.0  # Sec. 4.6: every component of the gradient


def rmsprop(
    weights: Tensor, gradient: Tensor, square: Tensor, mean: Tensor, velocity: Tensor, rate: float
) -> None:
    """One update in place. Centred: the mean gradient is taken off, so that a steady one is not held back.

    The floor stands inside the root; torch.optim.RMSprop has it outside, which is another optimiser.
    """
    g = gradient.clamp(-CLIP, CLIP)
    square.copy_(DECAY * square + (1 - DECAY) * g * g)
    mean.copy_(DECAY * mean + (1 - DECAY) * g)
    velocity.copy_(MOMENTUM * velocity - rate * g * (square - mean * mean + FLOOR).rsqrt())
    weights.add_(velocity)


class Weights:
    """Named weights [S, inputs, outputs] as views of one buffer, and the memory of their optimiser."""

    def __init__(self, shapes: dict[str, tuple[int, int]], generators: Sequence[Generator]) -> None:
        self.shapes, self.seeds = shapes, len(generators)
        self.sizes = [self.seeds * rows * columns for rows, columns in shapes.values()]
        self.flat = torch.zeros(sum(self.sizes))
        self.square, self.mean, self.velocity = (torch.zeros_like(self.flat) for _ in range(3))
        self.gradient = torch.zeros_like(self.flat)  # a place for it: fresh memory every time costs more
        self._draw(generators)

    def _draw(self, generators: Sequence[Generator]) -> None:
        """Uniform within 1 / sqrt(inputs), in the output layer a tenth of it; biases and first states 0."""
        for name, weight in self.named().items():
            if not (name.startswith("first") or "bias" in name):
                reach = (0.1 if name == "output" else 1) * weight.shape[1] ** -0.5
                for own, generator in zip(weight, generators, strict=True):
                    own.uniform_(-reach, reach, generator=generator)

    def to(self, device: torch.device) -> None:
        """Move all of it."""
        for name in ("flat", "square", "mean", "velocity", "gradient"):
            setattr(self, name, getattr(self, name).to(device))

    def named(self, flat: Tensor | None = None) -> dict[str, Tensor]:
        """The weights by name, each contiguous; or a gradient laid out like them."""
        parts = (self.flat if flat is None else flat).split(self.sizes)
        return {
            name: part.view(self.seeds, *shape)
            for part, (name, shape) in zip(parts, self.shapes.items(), strict=True)
        }

    def flatten(self, gradients: dict[str, Tensor]) -> Tensor:
        """Gradients by name as one buffer like `flat`, which the next call overwrites."""
        return torch.cat([gradients[name].reshape(-1) for name in self.shapes], out=self.gradient)

    def descend(self, step: Callable[..., None], gradient: Tensor, rate: float) -> None:
        """One update by `step`, which is `rmsprop` or its compiled form."""
        step(self.flat, gradient, self.square, self.mean, self.velocity, rate)

    def state(self) -> dict[str, Any]:
        """What the next update depends on."""
        return {name: getattr(self, name) for name in ("flat", "square", "mean", "velocity")}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over a saved state."""
        for name, mine in self.state().items():
            mine.copy_(state[name])
