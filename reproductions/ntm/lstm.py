"""The comparator of Sec. 4.6: a stack of LSTM layers without a memory of its own, trained the same way.

It goes layer by layer, not step by step: the products with a layer's input are then one product over all
steps, and the loop over the steps holds one recurrent matrix, which stays in the cache.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Generator, Tensor

from reproductions.ntm.learner import Learner, by_step, over_steps, product

__all__ = ["LstmLearner", "cell"]


def cell(gates: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """Output and next cell [S, B, H] from the four gates' pre-activations [S, B, 4 H] and the last cell."""
    i, f, g, o = gates.chunk(4, -1)
    after = f.sigmoid() * before + i.sigmoid() * g.tanh()
    return o.sigmoid() * after.tanh(), after


def cell_back(gates: Tensor, before: Tensor, hidden: Tensor, after: Tensor) -> tuple[Tensor, Tensor]:
    """Slopes at the gates and at the last cell, from those at the output and at the next cell."""
    _, pull = torch.func.vjp(cell, gates, before)
    gates_slope, before_slope = pull((hidden, after))
    return gates_slope, before_slope


class LstmLearner(Learner):
    """`layers` of `hidden` units; the layer above sees the outputs of the layer below."""

    def __init__(
        self,
        sizes: tuple[int, int, int, int],
        generators: Sequence[Generator],
        rate: float,
        device: torch.device,
        fast: bool = True,
    ) -> None:
        inputs, outputs, self.hidden, self.layers = sizes
        self.shapes = {}
        for layer in range(self.layers):
            below = self.hidden if layer else inputs
            self.shapes |= {
                f"input_{layer}": (below, 4 * self.hidden),
                f"recurrent_{layer}": (self.hidden, 4 * self.hidden),
                f"bias_{layer}": (1, 4 * self.hidden),
            }
        self.shapes |= {"output": (self.hidden, outputs), "output_bias": (1, outputs)}
        super().__init__(generators, rate, device, fast)
        for layer in range(self.layers):
            self.weights.named()[f"bias_{layer}"][..., self.hidden : 2 * self.hidden] = 1  # remember at first
        self.cell, self.cell_back = self.quick(cell), self.quick(cell_back)

    def _layer(self, layer: int, x: Tensor, compile: bool) -> tuple[Tensor, list[Tensor], list[Tensor]]:
        """Outputs [S, T, B, H] of a layer, and gates and cells of every step (cells with the first)."""
        w, step = self.weights.named(), self.cell if compile else cell
        drives = product(x, w[f"input_{layer}"]) + w[f"bias_{layer}"].unsqueeze(1)
        hidden = drives.new_zeros(len(x), x.shape[2], self.hidden)
        hiddens, gates, cells = [], [], [torch.zeros_like(hidden)]
        for drive in by_step(drives):
            gates.append(torch.baddbmm(drive, hidden, w[f"recurrent_{layer}"]))
            hidden, after = step(gates[-1], cells[-1])
            hiddens.append(hidden)
            cells.append(after)
        return torch.stack(hiddens, 1), gates, cells

    def _layer_back(self, layer: int, down: Tensor, gates: list[Tensor], cells: list[Tensor]) -> Tensor:
        """Slopes at a layer's gates [S, T, B, 4 H] from those at its outputs [S, T, B, H]."""
        recurrent = self.weights.named()[f"recurrent_{layer}"].mT
        down = by_step(down)
        hidden, after, slopes = down[-1], torch.zeros_like(down[-1]), []
        for at in range(len(gates) - 1, -1, -1):
            slope, after = self.cell_back(gates[at], cells[at], hidden, after)
            slopes.append(slope)
            if at:
                hidden = torch.baddbmm(down[at - 1], slope, recurrent)
        return torch.stack(slopes[::-1], 1)

    @torch.no_grad()
    def run(self, x: Tensor, outputs: int) -> Tensor:
        """Logits of the last steps, for any length and batch, not compiled."""
        w = self.weights.named()
        for layer in range(self.layers):
            x = self._layer(layer, x, compile=False)[0]
        return product(x[:, -outputs:], w["output"]) + w["output_bias"].unsqueeze(1)

    def sweep(self, x: Tensor, y: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Up through the layers and down again; every gradient of a weight by one product over all steps."""
        w, outputs, inputs, tapes = self.weights.named(), y.shape[1], [x], []
        for layer in range(self.layers):
            above, gates, cells = self._layer(layer, inputs[-1], compile=True)
            inputs.append(above)
            tapes.append((gates, cells))
        top = inputs[-1][:, -outputs:]
        logits = product(top, w["output"]) + w["output_bias"].unsqueeze(1)
        slopes = self.slopes(logits, y)
        gradients = {"output": over_steps(top, slopes), "output_bias": slopes.sum((1, 2))}
        down = torch.zeros_like(inputs[-1])
        down[:, -outputs:] = product(slopes, w["output"].mT)
        for layer in range(self.layers - 1, -1, -1):
            slope = self._layer_back(layer, down, *tapes[layer])
            before = torch.cat([torch.zeros_like(down[:, :1]), inputs[layer + 1][:, :-1]], 1)
            gradients |= {
                f"input_{layer}": over_steps(inputs[layer], slope),
                f"recurrent_{layer}": over_steps(before, slope),
                f"bias_{layer}": slope.sum((1, 2)),
            }
            down = product(slope, w[f"input_{layer}"].mT) if layer else down
        return logits, gradients
