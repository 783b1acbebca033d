"""An update of a learner as a CUDA graph: launching thousands of small kernels costs more than they do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

__all__ = ["Recorded"]


class Recorded:
    """An update as one CUDA graph, for one shape: a launch in place of some thousands.

    A warm-up outside the graph is wanted (it compiles), and must not count as training: what it changes is
    put back. Where the update cannot be recorded, it runs as it is.
    """

    def __init__(
        self,
        update: Callable[[Tensor, Tensor], Tensor],
        x: Tensor,
        y: Tensor,
        changed: dict[str, Tensor],
        pool: Any,
    ) -> None:
        self.update, self.x, self.y = update, x.clone(), y.clone()
        before = {name: value.clone() for name, value in changed.items()}
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(2):
                update(self.x, self.y)
        torch.cuda.current_stream().wait_stream(side)
        self.graph: torch.cuda.CUDAGraph | None = torch.cuda.CUDAGraph()
        try:
            with torch.cuda.graph(self.graph, pool=pool):
                self.bits = update(self.x, self.y)
        except RuntimeError as error:
            print(
                f"no CUDA graph ({str(error).splitlines()[0]}); every operation is launched by itself",
                file=sys.stderr,
            )
            self.graph = None
        for name, value in changed.items():
            value.copy_(before[name])

    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        if self.graph is None:
            return self.update(x, y)
        self.x.copy_(x)
        self.y.copy_(y)
        self.graph.replay()
        return self.bits.clone()
