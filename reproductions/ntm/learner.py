"""Backpropagation through time for stacked machines: what is common to the NTM and to the LSTM baseline.

The gradient of a step is taken by `torch.func.vjp` inside a function that is compiled once and serves every
length: it goes over the step again and back, so only the states are kept between the two passes. What depends
on no earlier step stays outside the loops: the products with the input before them, the output layer and all
gradients of weights after them, each one product over all steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from reproductions.harness.compiled import compiled
from reproductions.ntm.graphs import Recorded
from reproductions.ntm.machine import Machine, State
from reproductions.ntm.optimiser import Weights, rmsprop

__all__ = ["Learner", "NtmLearner", "Trace", "bits_per_sequence", "by_step", "over_steps", "product"]


def bits_per_sequence(logits: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy in bits, summed over a sequence and averaged over the batch: [S, K, B, Y] to [S]."""
    nats = binary_cross_entropy_with_logits(logits, y, reduction="none")
    return nats.sum((1, 3)).mean(1) / math.log(2)


def product(x: Tensor, weight: Tensor) -> Tensor:
    """x [S, T, B, in] times weight [S, in, out], all steps at once."""
    return torch.bmm(x.flatten(1, 2), weight).view(*x.shape[:3], -1)


def by_step(x: Tensor) -> Tensor:
    """[S, T, ...] as [T, S, ...], laid out so that a step has the same strides whatever T is.

    `contiguous` would leave the strides of axes of length 1 as they are, and a compiled function, which looks
    at strides, would be compiled anew for every length.
    """
    return x.transpose(0, 1).clone(memory_format=torch.contiguous_format)


def over_steps(inputs: Tensor, slopes: Tensor) -> Tensor:
    """Gradient [S, in, out] of a weight from its inputs and the slopes at its outputs, over all steps."""
    return torch.bmm(inputs.flatten(1, 2).mT, slopes.flatten(1, 2))


class Learner:
    """S machines of one kind, their optimiser, and the update. Subclasses say what a sweep is."""

    shapes: dict[str, tuple[int, int]]

    def __init__(
        self, generators: Sequence[Generator], rate: float, device: torch.device, fast: bool = True
    ) -> None:
        self.weights, self.rate, self.device, self.fast = Weights(self.shapes, generators), rate, device, fast
        self.weights.to(device)
        self.descend = self.quick(rmsprop)
        self.graphs: dict[tuple[torch.Size, torch.Size], Recorded] = {}
        self.pool: Any = None  # the memory that all graphs share

    def quick(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function compiled, if this learner compiles at all."""
        return compiled(function, self.device.type) if self.fast else function

    def sweep(self, x: Tensor, y: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Logits [S, K, B, Y] and the gradient of the cost in nats, by name."""
        raise NotImplementedError

    def run(self, x: Tensor, outputs: int) -> Tensor:
        """Logits of the last `outputs` steps [S, K, B, Y]."""
        raise NotImplementedError

    @torch.no_grad()
    def update(self, x: Tensor, y: Tensor) -> Tensor:
        """One update of all machines; their cost before it, bits per sequence [S]."""
        if self.device.type != "cuda":
            return self._update(x, y)
        key = x.shape, y.shape
        if key not in self.graphs:
            if self.pool is None:
                self.pool = torch.cuda.graph_pool_handle()
            self.graphs[key] = Recorded(self._update, x, y, self.weights.state(), self.pool)
        return self.graphs[key](x, y)

    def _update(self, x: Tensor, y: Tensor) -> Tensor:
        logits, gradients = self.sweep(x, y)
        self.weights.descend(self.descend, self.weights.flatten(gradients), self.rate)
        return bits_per_sequence(logits, y)

    def state(self) -> dict[str, Any]:
        """What the next update depends on."""
        return self.weights.state()

    def restore(self, state: dict[str, Any]) -> None:
        """Take over a saved state."""
        self.weights.restore(state)

    @staticmethod
    def slopes(logits: Tensor, y: Tensor) -> Tensor:
        """d cost / d logits, the cost in nats, mean over the batch."""
        return (logits.sigmoid() - y) / y.shape[2]


class NtmLearner(Learner):
    """Neural Turing Machines; `uniform` [S] marks those whose weightings start spread over all slots."""

    def __init__(
        self,
        machine: Machine,
        generators: Sequence[Generator],
        rate: float,
        device: torch.device,
        uniform: Sequence[bool] | None = None,
        fast: bool = True,
    ) -> None:
        self.machine, self.shapes = machine, machine.shapes()
        super().__init__(generators, rate, device, fast)
        self.uniform = torch.tensor(list(uniform or [False] * len(generators)), device=device)
        self.parts = (*machine.recurrent(), "memory", "weighting")  # of the state, in a fixed order
        if machine.controller == "lstm":
            forget = slice(machine.hidden, 2 * machine.hidden)
            self.weights.named()["input_bias"][..., forget] = 1
        self.forward, self.backward = self.quick(self._forward), self.quick(self._backward)

    def _forward(
        self, feedback: Tensor, commands: Tensor, drive: Tensor, bias: Tensor, *state: Tensor
    ) -> tuple[Tensor, ...]:
        """A step on tensors alone, as the compiler likes it: (output of the controller, *next state)."""
        named = dict(zip(self.parts, state, strict=True))
        hidden, after = self.machine.step(feedback, commands, drive, bias, named)
        return hidden, *(after[name] for name in self.parts)

    def _backward(
        self, fixed: tuple[Tensor, Tensor], inner: tuple[Tensor, ...], down: tuple[Tensor, ...], read: Tensor
    ) -> tuple[Tensor, ...]:
        """Slopes at (drive, commands, *state) of a step from those at its results.

        `inner` is (drive, bias, *state before), `down` the slopes at (output, *state after), and `read` those
        that reach the read vectors from the output layer.
        """
        _, pull = torch.func.vjp(lambda *values: self._forward(*fixed, *values), *inner)
        hidden, first, *others = down
        return tuple(pull((hidden, first + read, *others)))

    def walk(
        self,
        x: Tensor,
        step: Callable[..., tuple[Tensor, ...]],
        state: State | None = None,
        keep: bool = True,
    ) -> Walk:
        """Run over x [S, T, B, X] from the first state (or another).

        Keeps all states; or of all but the last the read vectors only, since memories are large.
        """
        w, batch = self.weights.named(), x.shape[2]
        state = self.machine.start(w, batch, self.uniform) if state is None else state
        drives = product(x, w["input"]) + w["input_bias"].unsqueeze(1)
        walk = Walk(
            fixed=(w["feedback"], w["commands"]),
            drives=by_step(drives).unbind(0),
            bias=w["commands_bias"].expand(-1, batch, -1).contiguous(),
            states=[tuple(state[name] for name in self.parts)],
        )
        for drive in walk.drives:
            hidden, *after = step(*walk.fixed, drive, walk.bias, *walk.states[-1])
            walk.hidden.append(hidden)
            walk.states.append(tuple(after))
            if not keep:
                walk.states[-2] = walk.states[-2][:1]
        return walk

    def logits(self, walk: Walk, outputs: int) -> tuple[Tensor, Tensor]:
        """What the output layer sees in the last steps [S, K, B, hidden + read], and what it says."""
        w = self.weights.named()
        hidden = torch.stack(walk.hidden[-outputs:], 1)
        seen = torch.cat([hidden, torch.stack([state[0] for state in walk.states[-outputs:]], 1)], -1)
        return seen, product(seen, w["output"]) + w["output_bias"].unsqueeze(1)

    @torch.no_grad()
    def run(self, x: Tensor, outputs: int) -> Tensor:
        """Logits of the last steps, for any length and batch, not compiled."""
        return self.logits(self.walk(x, self._forward, keep=False), outputs)[1]

    @torch.no_grad()
    def trace(self, x: Tensor, state: State | None = None) -> Trace:
        """All weightings, outputs and the last state of a run from the first state, or from another."""
        walk = self.walk(x, self._forward, state)
        weighting = torch.stack([state[-1] for state in walk.states[1:]], 1)
        last = dict(zip(self.parts, walk.states[-1], strict=True))
        return Trace(weighting, self.logits(walk, x.shape[1])[1].sigmoid(), last)

    def sweep(self, x: Tensor, y: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Forward and back through all steps; then every gradient of a weight by one product."""
        w, outputs = self.weights.named(), y.shape[1]
        walk = self.walk(x, self.forward)
        seen, logits = self.logits(walk, outputs)
        slopes = self.slopes(logits, y)
        drives, commands, first = self._back(walk, product(slopes, w["output"].mT))
        back = torch.cat(
            [
                torch.stack([state[k] for state in walk.states[:-1]], 1)
                for k in range(len(self.machine.recurrent()))
                if self.parts[k] != "cell"
            ],
            -1,
        )
        hidden = torch.stack(walk.hidden, 1)
        return logits, {
            "input": over_steps(x, drives),
            "input_bias": drives.sum((1, 2)),
            "feedback": over_steps(back, drives),
            "commands": over_steps(hidden, commands),
            "commands_bias": commands.sum((1, 2)),
            "output": over_steps(seen, slopes),
            "output_bias": slopes.sum((1, 2)),
            **{f"first_{name}": first[k].sum(1) for k, name in enumerate(self.machine.recurrent())},
        }

    def _back(self, walk: Walk, seen: Tensor) -> tuple[Tensor, Tensor, tuple[Tensor, ...]]:
        """Slopes at all drives and commands [S, T, B, .] and at the first state; `seen`: from the output."""
        to_hidden, to_read = (by_step(part) for part in seen.split([self.machine.hidden, walk.width], -1))
        silent = torch.zeros_like(to_hidden[0]), torch.zeros_like(to_read[0])
        state = tuple(torch.zeros_like(part) for part in walk.states[0])
        drives, commands = [], []
        quiet = len(walk.drives) - len(to_hidden)
        for at in range(len(walk.drives) - 1, -1, -1):
            hidden, read = (to_hidden[at - quiet], to_read[at - quiet]) if at >= quiet else silent
            inner = (walk.drives[at], walk.bias, *walk.states[at])
            drive, command, *before = self.backward(walk.fixed, inner, (hidden, *state), read)
            drives.append(drive)
            commands.append(command)
            state = tuple(before)
        return torch.stack(drives[::-1], 1), torch.stack(commands[::-1], 1), state


@dataclass(frozen=True)
class Trace:
    """Of T steps: weightings [S, T, B, H, N], probabilities [S, T, B, Y], and the state after them."""

    weighting: Tensor
    said: Tensor
    state: State


class Walk:
    """All that a run over a sequence leaves behind: T outputs of the controller and T + 1 states."""

    def __init__(
        self,
        fixed: tuple[Tensor, Tensor],
        drives: tuple[Tensor, ...],
        bias: Tensor,
        states: list[tuple[Tensor, ...]],
    ) -> None:
        self.fixed, self.drives, self.bias, self.states = fixed, drives, bias, states
        self.hidden: list[Tensor] = []

    @property
    def width(self) -> int:
        """Numbers in the read vectors, which are the first part of a state."""
        return self.states[0][0].shape[-1]
