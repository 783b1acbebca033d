"""The Neural Turing Machine as functions of its weights and its state (Sec. 3, eq. (1) to (9)).

Shapes: S machines (seeds) on the leading axis, B sequences a batch, N slots of memory, M numbers in a slot,
H heads, of which the first half reads and the second half writes. The memory is kept as [S, B, M, N], slots
last: all arithmetic of addressing runs along the slots, and that axis is then contiguous.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

__all__ = ["Heads", "Machine", "State", "content", "interpolate", "sharpen", "shift", "write"]

FIRST_MEMORY = 1e-6  # in every number of the memory; the weightings start in slot 0
TINY = 1e-8  # keeps the cosine of a zero vector finite
LEAST = 1e-16  # keeps the logarithm of a zero weight finite

State = dict[str, Tensor]


@dataclass(frozen=True)
class Machine:
    """The sizes of a machine; `heads` counts pairs, one that reads and one that writes."""

    inputs: int
    outputs: int
    hidden: int = 100
    slots: int = 128
    width: int = 20
    heads: int = 1
    controller: str = "feedforward"

    @property
    def gates(self) -> int:
        """Pre-activations of the controller: one a unit, or the four gates of an LSTM."""
        return self.hidden * (4 if self.controller == "lstm" else 1)

    @property
    def fed_back(self) -> int:
        """What the controller gets besides its input: the last read vectors, and its own last output."""
        return self.heads * self.width + (self.hidden if self.controller == "lstm" else 0)

    @property
    def commands(self) -> tuple[int, ...]:
        """Numbers that the controller sends to all heads: k, beta, g, s, gamma, erase and add vectors."""
        pairs, width = self.heads, self.width
        return (2 * pairs * width, 2 * pairs, 2 * pairs, 6 * pairs, 2 * pairs, pairs * width, pairs * width)

    def shapes(self) -> dict[str, tuple[int, int]]:
        """Every weight of one machine, [inputs, outputs]; a bias has one row."""
        first = {"hidden": (1, self.hidden), "cell": (1, self.hidden)} if self.controller == "lstm" else {}
        return {
            "input": (self.inputs, self.gates),
            "input_bias": (1, self.gates),
            "feedback": (self.fed_back, self.gates),
            "commands": (self.hidden, sum(self.commands)),
            "commands_bias": (1, sum(self.commands)),
            "output": (self.hidden + self.heads * self.width, self.outputs),
            "output_bias": (1, self.outputs),
            "first_read": (1, self.heads * self.width),
            **{f"first_{name}": shape for name, shape in first.items()},
        }

    def start(self, weights: State, batch: int, uniform: Tensor) -> State:
        """The state before the first step; `uniform` [S] says whose weightings start spread over slots."""
        some = weights["first_read"]
        memory = some.new_full((len(some), batch, self.width, self.slots), FIRST_MEMORY)
        focused = torch.zeros(self.slots, device=some.device)
        focused[0] = 1
        spread = torch.full_like(focused, 1 / self.slots)
        weighting = torch.where(uniform[:, None, None, None], spread, focused)
        first = {name: weights[f"first_{name}"].expand(-1, batch, -1) for name in self.recurrent()}
        return {
            **{name: value.contiguous() for name, value in first.items()},
            "memory": memory,
            "weighting": weighting.expand(-1, batch, 2 * self.heads, -1).contiguous(),
        }

    def recurrent(self) -> tuple[str, ...]:
        """The parts of the state whose first values are learned."""
        return ("read", "hidden", "cell") if self.controller == "lstm" else ("read",)

    def control(self, feedback: Tensor, drive: Tensor, state: State) -> tuple[Tensor, State]:
        """The controller: output [S, B, hidden], and what of its state is new; `drive` is the input's part.

        Feed-forward: one layer of tanh units. LSTM: Hochreiter and Schmidhuber's with a forget gate.
        """
        if self.controller == "feedforward":
            return torch.tanh(drive + torch.bmm(state["read"], feedback)), {}
        back = torch.cat([state["read"], state["hidden"]], -1)
        i, f, g, o = (drive + torch.bmm(back, feedback)).chunk(4, -1)
        cell = f.sigmoid() * state["cell"] + i.sigmoid() * g.tanh()
        hidden = o.sigmoid() * cell.tanh()
        return hidden, {"hidden": hidden, "cell": cell}

    def step(
        self, feedback: Tensor, commands: Tensor, drive: Tensor, bias: Tensor, state: State
    ) -> tuple[Tensor, State]:
        """One time step: the controller's output, and the next state. All heads are served by one product.

        All heads address the memory as the last step left it; then the memory is written, then read.
        """
        hidden, fresh = self.control(feedback, drive, state)
        sent = bias + torch.bmm(hidden, commands)
        heads = Heads.parse(sent, self)
        memory, before = state["memory"], state["weighting"]
        found = content(memory, heads.key, heads.strength)
        moved = shift(interpolate(found, before, heads.gate), heads.shift)
        weighting = sharpen(moved, heads.sharpness)
        reading, writing = weighting.chunk(2, 2)
        memory = write(memory, writing, heads.erase, heads.add)
        read = (reading.unsqueeze(3) * memory.unsqueeze(2)).sum(-1).flatten(2)  # eq. (2)
        return hidden, {**fresh, "read": read, "memory": memory, "weighting": weighting}


@dataclass(frozen=True)
class Heads:
    """What the controller tells its heads, each within its range (Sec. 3.3): [S, B, H, .]."""

    key: Tensor
    strength: Tensor
    gate: Tensor
    shift: Tensor
    sharpness: Tensor
    erase: Tensor
    add: Tensor

    @classmethod
    def parse(cls, sent: Tensor, machine: Machine) -> Heads:
        """Cut the numbers [S, B, commands] apart and bring each into its range."""
        key, strength, gate, shift, sharpness, erase, add = sent.split(machine.commands, -1)
        heads = 2 * machine.heads
        return cls(
            key=key.unflatten(-1, (heads, machine.width)).tanh(),
            strength=softplus(strength).unsqueeze(-1),
            gate=gate.sigmoid().unsqueeze(-1),
            shift=shift.unflatten(-1, (heads, 3)).softmax(-1),
            sharpness=1 + softplus(sharpness).unsqueeze(-1),
            erase=erase.unflatten(-1, (machine.heads, machine.width)).sigmoid(),
            add=add.unflatten(-1, (machine.heads, machine.width)).tanh(),
        )


# Sec. 3.2, eq. (3) and (4): writing -------------------------------------------------------------------------


def write(memory: Tensor, weighting: Tensor, erase: Tensor, add: Tensor) -> Tensor:
    """Every head erases, then every head adds: memory [S, B, M, N], weighting [S, B, H, N], rest [.., M]."""
    kept = 1 - erase.unsqueeze(-1) * weighting.unsqueeze(3)  # [S, B, heads, M, N]
    added = (add.unsqueeze(-1) * weighting.unsqueeze(3)).sum(2)
    return memory * (kept[:, :, 0] if kept.shape[2] == 1 else kept.prod(2)) + added


# Sec. 3.3.1, eq. (5) and (6): focusing by content -----------------------------------------------------------


def content(memory: Tensor, key: Tensor, strength: Tensor) -> Tensor:
    """Weighting [S, B, H, N] by cosine between key [S, B, H, M] and slots, sharpened by strength."""
    product = (key.unsqueeze(-1) * memory.unsqueeze(2)).sum(3)
    lengths = key.square().sum(-1, keepdim=True) * memory.square().sum(2).unsqueeze(2)
    return (strength * product * (lengths + TINY**2).rsqrt()).softmax(-1)


# Sec. 3.3.2, eq. (7) to (9): focusing by location -----------------------------------------------------------


def interpolate(found: Tensor, before: Tensor, gate: Tensor) -> Tensor:
    """Eq. (7): between the weighting found by content and that of the step before."""
    return before + gate * (found - before)


def shift(weighting: Tensor, by: Tensor) -> Tensor:
    """Eq. (8), circular: `by` [S, B, H, 3] weighs a move one slot back, none, and one slot forward."""
    back, stay, forward = (by[..., k : k + 1] for k in range(3))
    return back * weighting.roll(-1, -1) + stay * weighting + forward * weighting.roll(1, -1)


def sharpen(weighting: Tensor, sharpness: Tensor) -> Tensor:
    """Eq. (9) in logarithms: powers of small weights would underflow to 0 / 0."""
    return (sharpness * (weighting + LEAST).log()).softmax(-1)
