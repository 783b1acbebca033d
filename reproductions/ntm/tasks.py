"""The five tasks of Sec. 4: what goes in, what should come out, and what an untrained guesser pays.

Shapes: S seeds, T steps, K of them with output (always the last K), B sequences a batch. A batch is a pure
function of the sizes and of one random stream a seed; nothing goes in while output is wanted.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Generator, Tensor

__all__ = ["NGRAM", "TASKS", "Batch", "Task", "best_cost", "best_guess", "size_of_update"]

BITS = 8  # of a vector in copy, repeat copy and priority sort
ITEM_VECTORS, ITEM_BITS = 3, 6  # associative recall: an item is three vectors of six bits
NGRAM = 6  # a bit depends on the five before it
PRIORITIES = 20, 16  # vectors shown, vectors wanted

Size = tuple[int, ...]


@dataclass(frozen=True)
class Batch:
    """Input x [S, T, B, channels in] and target y [S, K, B, channels out] of the last K steps."""

    x: Tensor
    y: Tensor


@dataclass(frozen=True)
class Task:
    """One task: its channels, the sizes it is trained on, and how a batch of one size is drawn."""

    inputs: int
    outputs: int
    lowest: Size
    highest: Size
    draw: Callable[[Size, int, Generator], tuple[Tensor, Tensor]] = field(repr=False)
    least: int = 1  # below this there is no task

    def sizes(self, longest: int = 0) -> list[Size]:
        """All sizes that training draws from; `longest` caps the first number (0: as published)."""
        first = max(longest, self.least) if longest else self.highest[0]
        ranges = (
            range(min(low, high), high + 1)
            for low, high in zip(self.lowest, (first, *self.highest[1:]), strict=True)
        )
        return list(itertools.product(*ranges))

    def batch(self, size: Size, batch: int, generators: Sequence[Generator]) -> Batch:
        """Sequences of one size, each seed's from its own stream."""
        drawn = [self.draw(size, batch, generator) for generator in generators]
        x, y = (torch.stack(parts) for parts in zip(*drawn, strict=True))
        return Batch(x, y)

    def chance(self, sizes: Sequence[Size]) -> float:
        """Bits per sequence of a machine that says 1/2 for every bit, mean over the sizes."""
        targets = [self.draw(size, 1, Generator())[1].numel() for size in sizes]
        return sum(targets) / len(targets)


def size_of_update(sizes: Sequence[Size], update: int) -> Size:
    """The size that all seeds share at this update: every block of updates holds each size once, shuffled.

    It depends on the number of the update alone, so that a seed sees the same sizes alone or in company, and
    so that the mean cost over a block is the mean over sizes without the noise of drawing them.
    """
    block, at = divmod(update, len(sizes))
    return sizes[int(torch.randperm(len(sizes), generator=Generator().manual_seed(block))[at])]


def _bits(*shape: int, generator: Generator) -> Tensor:
    return torch.randint(2, shape, generator=generator).float()


# Sec. 4.1: copy. The vectors, then a flag on a channel of its own, then silence -----------------------------


def _copy(size: Size, batch: int, generator: Generator) -> tuple[Tensor, Tensor]:
    (length,) = size
    y = _bits(length, batch, BITS, generator=generator)
    x = torch.zeros(2 * length + 1, batch, BITS + 1)
    x[:length, :, :BITS] = y
    x[length, :, BITS] = 1
    return x, y


# Sec. 4.2: repeat copy. The flag says how often; an end marker follows the last repetition ------------------


def _repeat_copy(size: Size, batch: int, generator: Generator) -> tuple[Tensor, Tensor]:
    length, times = size
    vectors = _bits(length, batch, BITS, generator=generator)
    x = torch.zeros(length + 1 + length * times + 1, batch, BITS + 1)
    x[:length, :, :BITS] = vectors
    x[length, :, BITS] = normalised_repeats(times)
    y = torch.zeros(length * times + 1, batch, BITS + 1)
    y[:-1, :, :BITS] = vectors.repeat(times, 1, 1)
    y[-1, :, BITS] = 1
    return x, y


def normalised_repeats(times: int) -> float:
    """The number of repetitions with mean 0 and variance 1 over 1 to 10, as the network is shown it."""
    return (times - 5.5) / math.sqrt(99 / 12)


# Sec. 4.3: associative recall. A flag before each item; the query stands between two flags of another kind --


def _recall(size: Size, batch: int, generator: Generator) -> tuple[Tensor, Tensor]:
    (items,) = size
    vectors = _bits(items, ITEM_VECTORS, batch, ITEM_BITS, generator=generator)
    asked = torch.randint(items - 1, (batch,), generator=generator)
    rows = torch.arange(batch)
    query, answer = (vectors[at, :, rows].transpose(0, 1) for at in (asked, asked + 1))
    block = ITEM_VECTORS + 1
    x = torch.zeros(items * block + block + 1 + ITEM_VECTORS, batch, ITEM_BITS + 2)
    for item in range(items):
        x[item * block, :, ITEM_BITS] = 1
        x[item * block + 1 : (item + 1) * block, :, :ITEM_BITS] = vectors[item]
    end = items * block
    x[[end, end + block], :, ITEM_BITS + 1] = 1
    x[end + 1 : end + block, :, :ITEM_BITS] = query
    return x, answer


# Sec. 4.4: dynamic N-grams. Thirty-two probabilities a sequence, from Beta(1/2, 1/2) ------------------------


def _ngrams(size: Size, batch: int, generator: Generator) -> tuple[Tensor, Tensor]:
    (length,) = size
    uniform = torch.rand(2 ** (NGRAM - 1), batch, generator=generator)
    table = (uniform * math.pi / 2).sin().square()  # the arcsine law is Beta(1/2, 1/2)
    coins = torch.rand(length, batch, generator=generator)
    bits, context, rows = (
        torch.zeros(length, batch),
        torch.zeros(batch, dtype=torch.long),
        torch.arange(batch),
    )
    for at in range(length):
        p = table[context, rows] if at >= NGRAM - 1 else torch.full((batch,), 0.5)
        bits[at] = (coins[at] < p).float()
        context = (2 * context + bits[at].long()) % 2 ** (NGRAM - 1)
    x = torch.cat([torch.zeros(1, batch), bits[:-1]])
    return x.unsqueeze(-1), bits.unsqueeze(-1)


def best_guess(bits: Tensor) -> Tensor:
    """Eq. (10): the Bayesian probability that the next bit is 1, for bits [T, B]; 1/2 without a context."""
    length, batch = bits.shape
    counts = torch.zeros(2 ** (NGRAM - 1), 2, batch)
    guess, context, rows = (
        torch.full((length, batch), 0.5),
        torch.zeros(batch, dtype=torch.long),
        range(batch),
    )
    for at in range(length):
        now = bits[at].long()
        if at >= NGRAM - 1:
            zeros, ones = counts[context, 0, rows], counts[context, 1, rows]
            guess[at] = (ones + 0.5) / (ones + zeros + 1)
            counts[context, now, rows] += 1
        context = (2 * context + now) % 2 ** (NGRAM - 1)
    return guess


def best_cost(y: Tensor) -> Tensor:
    """Bits per sequence that the Bayesian guesser pays on targets [S, T, B, 1], one value a seed."""
    guesses = torch.stack([best_guess(bits) for bits in y[..., 0]])
    right = torch.where(y[..., 0] > 0, guesses, 1 - guesses)
    return -right.log2().sum(1).mean(1)


# Sec. 4.5: priority sort. Twenty vectors with a priority each; the sixteen highest come out in order --------


def _sort(size: Size, batch: int, generator: Generator) -> tuple[Tensor, Tensor]:
    (shown,) = size
    wanted = shown * PRIORITIES[1] // PRIORITIES[0]
    vectors = _bits(shown, batch, BITS, generator=generator)
    priority = 2 * torch.rand(shown, batch, generator=generator) - 1
    order = priority.argsort(0, descending=True)[:wanted]
    y = vectors.gather(0, order.unsqueeze(-1).expand(-1, -1, BITS))
    x = torch.zeros(shown + 1 + wanted, batch, BITS + 2)
    x[:shown, :, :BITS] = vectors
    x[:shown, :, BITS] = priority
    x[shown, :, BITS + 1] = 1
    return x, y


TASKS = {
    "copy": Task(BITS + 1, BITS, (1,), (20,), _copy),
    "repeat_copy": Task(BITS + 1, BITS + 1, (1, 1), (10, 10), _repeat_copy),
    "recall": Task(ITEM_BITS + 2, ITEM_BITS, (2,), (6,), _recall, least=2),
    "ngrams": Task(1, 1, (200,), (200,), _ngrams),
    "sort": Task(BITS + 2, BITS, (PRIORITIES[0],), (PRIORITIES[0],), _sort, least=2),
}
