"""Sequences per CPU-second of NTM training on copy: ours against a plain PyTorch loop of the same machine.

    python benchmarks/ntm.py [--rounds 5] [--blocks 2] [--json FILE]

The plain loop is written as public NTM collections write theirs: an LSTM cell as the controller, a module for
each head with a linear layer for each of its parameters, a circular convolution for one sequence of the batch
after the other, powers for sharpening, autograd over the whole sequence, gradients clipped parameter by
parameter, torch.optim.RMSprop. Same sizes (100 units, 128 slots of 20, one head to read and one to write),
same lengths (each of 1 to 20 once a block), one thread. Ours stands here with the same controller, at batch 1
and 16 and with ten seeds stacked, and with the feed-forward controller of the cpu preset.
The rounds alternate, and the medians are compared; CPU-seconds rather than seconds, so that other load on the
machine counts little. What compiling costs once is measured apart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import contest

from reproductions.ntm import tasks
from reproductions.ntm.learner import NtmLearner
from reproductions.ntm.machine import Machine

HIDDEN, SLOTS, WIDTH = 100, 128, 20
SEEDS = 10
AIMS = {"batch 1": 4.0, "batch 16": 6.0, "batch 1, ten seeds": 10.0}
COPY = tasks.TASKS["copy"]


class PlainHead(nn.Module):
    """A head: a linear layer for every parameter of its addressing."""

    def __init__(self, writes: bool) -> None:
        super().__init__()
        self.key, self.strength, self.gate = (nn.Linear(HIDDEN, n) for n in (WIDTH, 1, 1))
        self.shift, self.sharpness = nn.Linear(HIDDEN, 3), nn.Linear(HIDDEN, 1)
        self.writes = writes
        if writes:
            self.erase, self.add = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)

    def address(self, hidden: Tensor, memory: Tensor, before: Tensor) -> Tensor:
        """The weighting [B, N], equations (5) to (9) one after the other; memory [B, N, M]."""
        key, strength = self.key(hidden), functional.softplus(self.strength(hidden))
        similarity = functional.cosine_similarity(memory + 1e-16, key.unsqueeze(1) + 1e-16, dim=-1)
        found = functional.softmax(strength * similarity, dim=1)
        gate = torch.sigmoid(self.gate(hidden))
        mixed = gate * found + (1 - gate) * before
        shifts = functional.softmax(self.shift(hidden), dim=1)
        moved = torch.zeros_like(mixed)
        for b in range(len(mixed)):
            moved[b] = circular(mixed[b], shifts[b])
        sharp = moved ** (1 + functional.softplus(self.sharpness(hidden)))
        return sharp / (sharp.sum(1, keepdim=True) + 1e-16)


def circular(w: Tensor, s: Tensor) -> Tensor:
    """Circular convolution of one weighting [N] with three shifts."""
    padded = torch.cat([w[-1:], w, w[:1]])
    return functional.conv1d(padded.view(1, 1, -1), s.view(1, 1, -1)).view(-1)


class PlainMachine(nn.Module):
    """An NTM step by step."""

    def __init__(self) -> None:
        super().__init__()
        self.controller = nn.LSTMCell(COPY.inputs + WIDTH, HIDDEN)
        self.reads, self.write = PlainHead(writes=False), PlainHead(writes=True)
        self.output = nn.Linear(HIDDEN + WIDTH, COPY.outputs)
        self.first_read = nn.Parameter(0.01 * torch.randn(1, WIDTH))
        self.first_hidden = nn.Parameter(0.05 * torch.randn(1, HIDDEN))
        self.first_cell = nn.Parameter(0.05 * torch.randn(1, HIDDEN))

    def forward(self, x: Tensor, outputs: int) -> Tensor:
        """x [T, B, channels] to probabilities [K, B, channels] of the last K steps."""
        batch = x.shape[1]
        memory = torch.full((batch, SLOTS, WIDTH), 1e-6)
        reading = writing = functional.one_hot(torch.zeros(batch, dtype=torch.long), SLOTS).float()
        read, hidden, cell = (
            first.repeat(batch, 1) for first in (self.first_read, self.first_hidden, self.first_cell)
        )
        said = []
        for step in x:
            hidden, cell = self.controller(torch.cat([step, read], 1), (hidden, cell))
            reading = self.reads.address(hidden, memory, reading)
            read = torch.matmul(reading.unsqueeze(1), memory).squeeze(1)
            writing = self.write.address(hidden, memory, writing)
            erase, add = torch.sigmoid(self.write.erase(hidden)), self.write.add(hidden)
            kept = memory * (1 - torch.matmul(writing.unsqueeze(-1), erase.unsqueeze(1)))
            memory = kept + torch.matmul(writing.unsqueeze(-1), add.unsqueeze(1))
            said.append(torch.sigmoid(self.output(torch.cat([hidden, read], 1))))
        return torch.stack(said[-outputs:])


def plain_loop(batch: int) -> Iterator[int]:
    """Train for ever; yields the number of sequences after each update."""
    machine = PlainMachine()
    optimiser = torch.optim.RMSprop(machine.parameters(), lr=1e-4, alpha=0.95, momentum=0.9)
    loss, stream = nn.BCELoss(), [torch.Generator().manual_seed(0)]
    for update in range(10**9):
        drawn = COPY.batch(tasks.size_of_update(COPY.sizes(), update), batch, stream)
        optimiser.zero_grad()
        cost = loss(machine(drawn.x[0], drawn.y.shape[1]), drawn.y[0])
        cost.backward()
        for parameter in machine.parameters():
            parameter.grad.data.clamp_(-10, 10)
        optimiser.step()
        cost.item()
        yield batch


def our_loop(batch: int, seeds: int, controller: str) -> Iterator[int]:
    """The same with our update; the sequences of all seeds count."""
    streams = [torch.Generator().manual_seed(seed) for seed in range(seeds)]
    machine = Machine(COPY.inputs, COPY.outputs, HIDDEN, SLOTS, WIDTH, 1, controller)
    learner = NtmLearner(machine, streams, 1e-4, torch.device("cpu"))
    for update in range(10**9):
        drawn = COPY.batch(tasks.size_of_update(COPY.sizes(), update), batch, streams)
        learner.update(drawn.x, drawn.y).tolist()
        yield batch * seeds


LOOPS = {
    "plain, batch 1": lambda: plain_loop(1),
    "plain, batch 16": lambda: plain_loop(16),
    "ours, batch 1": lambda: our_loop(1, 1, "lstm"),
    "ours, batch 16": lambda: our_loop(16, 1, "lstm"),
    "ours, batch 1, ten seeds": lambda: our_loop(1, SEEDS, "lstm"),
    "ours, feed-forward, batch 1": lambda: our_loop(1, 1, "feedforward"),
}


def main() -> None:
    """Print the table, and a JSON object beside it if asked."""
    asked = contest.options(__doc__, rounds=5, blocks=2)
    torch.set_flush_denormal(True)
    loops, compiling = {label: make() for label, make in LOOPS.items()}, {}
    for label, loop in loops.items():
        began = time.process_time()
        next(loop)  # compiles; the next one warms up
        compiling[label] = round(time.process_time() - began, 1)
        next(loop)
    found = contest.alternating(loops, asked.rounds, asked.blocks * len(COPY.sizes()))
    report(found, compiling, asked.json)


def report(found: dict[str, list[float]], compiling: dict[str, float], file: Path | None) -> None:
    """A table of medians on stdout, and the same with its circumstances as JSON."""
    medians = contest.medians(found)
    ratios = {
        label: median / medians["plain, batch 16" if "16" in label else "plain, batch 1"]
        for label, median in medians.items()
    }
    contest.table("NTM update, copy 1 to 20, 1 thread", "sequences/CPU-s", found, ratios)
    for name, aim in AIMS.items():
        print(f"ratio {ratios[f'ours, {name}']:.1f} at {name} (aim: at least {aim:g})")
    print(f"the first update compiles: {max(compiling.values())} CPU-seconds at most, less with a warm cache")
    facts = {"ratio": ratios["ours, batch 1"], "aims": AIMS, "compiling_cpu_seconds": compiling}
    contest.finish("sequences per CPU-second", found, file, **facts, ratios=ratios)


if __name__ == "__main__":
    main()
