"""The network of Sec. 2 and its gradient, written out by hand, for S seeds at once.

No memory vector is ever formed for a question. All N statements and times are embedded once a batch; a hop
multiplies the controller's state with all of them, picks the scores of the memories by number, and spreads
the attention back over the N rows. Every product is dense, and what is gathered and scattered are numbers,
not vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

__all__ = ["Batch", "Network", "Pass", "Shape"]


@dataclass(frozen=True)
class Shape:
    """Sizes of a network: hops K, width d, words V, memory slots M, and how the hops share weights."""

    hops: int
    width: int
    words: int
    slots: int
    tying: str = "adjacent"  # or "layer-wise"

    @property
    def roles(self) -> tuple[list[int], list[int], int, int]:
        """Which tables are A^k, C^k (a list over the hops), B and W (Sec. 2.2)."""
        if self.tying == "adjacent":  # A^(k+1) = C^k, B = A^1, W = C^K transposed
            return list(range(self.hops)), list(range(1, self.hops + 1)), 0, self.hops
        return [0] * self.hops, [1] * self.hops, 2, 3

    @property
    def tables(self) -> int:
        """Embedding tables in all."""
        return self.hops + 1 if self.tying == "adjacent" else 4


@dataclass(frozen=True)
class Batch:
    """B questions for each of S seeds."""

    counts: Tensor  # [U, 2V] of all distinct statements
    rows: Tensor  # [S, B, 2M]: for each slot its statement, then for each slot U + its time; empty: 0
    asked: Tensor  # [S, B, 2V]
    answers: Tensor  # [S, B]


@dataclass
class Pass:
    """What a forward pass leaves for the backward one; `attention` is what a picture shows."""

    embedded: Tensor  # [S, N, tables * d]
    inputs: Tensor  # [S, 2V, tables * d]
    states: list[Tensor] = field(default_factory=list)  # u^1 .. u^(K+1), each [S, B, d]
    attention: list[Tensor] = field(default_factory=list)  # p of every hop [S, B, M]
    spread: list[Tensor] = field(default_factory=list)  # the same over all rows [S, B, N]
    logits: Tensor | None = None  # [S, B, V]


class Network:
    """Weights of S networks in one flat buffer [S, P], so that one subtraction updates them all."""

    def __init__(
        self, shape: Shape, time_weight: Tensor, generators: Sequence[torch.Generator], deviation: float = 0.1
    ) -> None:
        self.shape, S, d = shape, len(generators), shape.width
        rows, device = shape.words + shape.slots, generators[0].device
        size = rows * shape.tables * d
        self.flat = torch.zeros(S, size + (d * d if shape.tying == "layer-wise" else 0), device=device)
        self.grad = torch.zeros_like(self.flat)
        self.tables = self.flat[:, :size].view(S, rows, shape.tables * d)
        self.tables_grad = self.grad[:, :size].view(S, rows, shape.tables * d)
        self.mapping = self.flat[:, size:].view(S, d, d) if shape.tying == "layer-wise" else None  # H
        self.mapping_grad = self.grad[:, size:].view(S, d, d) if shape.tying == "layer-wise" else None
        for weights, generator in zip(self.flat, generators, strict=True):
            weights.normal_(0, deviation, generator=generator)
        k = torch.arange(1, d + 1, device=device) / d
        self.ramp = k.repeat(shape.tables)  # k/d under every table
        self.time_weight = time_weight.to(device).repeat(shape.tables)

    def _part(self, table: int) -> slice:
        return slice(table * self.shape.width, (table + 1) * self.shape.width)

    # Sec. 4.1: sentences; the weights of positions are in the counts.

    def _embed(self, counts: Tensor) -> Pass:
        """All distinct statements, then all times, under every table: [S, N, tables * d]."""
        words, times = self.tables[:, : self.shape.words], self.tables[:, self.shape.words :]
        inputs = torch.cat([words, words * self.ramp], 1)
        return Pass(torch.cat([counts @ inputs, times * self.time_weight], 1), inputs)

    # Sec. 2.1 and 2.2, eqs. (1) to (3).

    def forward(self, batch: Batch, linear: bool = False) -> Pass:
        """From questions to logits of the answer; `linear` takes the softmax out of the memory layers."""
        made = self._embed(batch.counts)
        inward, outward, b, w = self.shape.roles
        u = torch.bmm(batch.asked, made.inputs[..., self._part(b)])
        for a, c in zip(inward, outward, strict=True):
            made.states.append(u)
            scores = _pick(torch.bmm(u, made.embedded[..., self._part(a)].mT), batch.rows)  # u^T m_i
            p = scores if linear else scores.softmax(-1)  # eq. (1)
            made.attention.append(p)
            made.spread.append(_spread(p, batch.rows, made.embedded.shape[1]))
            o = torch.bmm(made.spread[-1], made.embedded[..., self._part(c)])  # eq. (2)
            u = o + (u if self.mapping is None else torch.bmm(u, self.mapping.mT))
        made.states.append(u)
        made.logits = torch.bmm(u, self.tables[:, : self.shape.words, self._part(w)].mT)  # eq. (3)
        return made

    def backward(self, batch: Batch, made: Pass, linear: bool = False) -> None:
        """The gradient of the loss, summed over the batch, into `grad`."""
        inward, outward, b, w = self.shape.roles
        V = self.shape.words
        assert made.logits is not None
        slope = made.logits.softmax(-1)
        slope.scatter_add_(2, batch.answers.unsqueeze(2), slope.new_full((*batch.answers.shape, 1), -1.0))
        embedded = torch.zeros_like(made.embedded)
        to_u = torch.bmm(slope, self.tables[:, :V, self._part(w)])
        if self.mapping_grad is not None:
            self.mapping_grad.zero_()
        for hop in reversed(range(self.shape.hops)):
            a, c = self._part(inward[hop]), self._part(outward[hop])
            u, p = made.states[hop], made.attention[hop]
            embedded[..., c] += torch.bmm(made.spread[hop].mT, to_u)
            to_p = _pick(torch.bmm(to_u, made.embedded[..., c].mT), batch.rows)
            to_scores = to_p if linear else torch._softmax_backward_data(to_p, p, -1, p.dtype)
            spread = _spread(to_scores, batch.rows, embedded.shape[1])
            embedded[..., a] += torch.bmm(spread.mT, u)
            if self.mapping is not None and self.mapping_grad is not None:
                self.mapping_grad += torch.bmm(to_u.mT, u)
                to_u = torch.bmm(to_u, self.mapping)
            to_u = to_u + torch.bmm(spread, made.embedded[..., a])
        U = len(batch.counts)
        inputs = batch.counts.mT @ embedded[:, :U]
        inputs[..., self._part(b)] += torch.bmm(batch.asked.mT, to_u)
        torch.addcmul(inputs[:, :V], inputs[:, V:], self.ramp, out=self.tables_grad[:, :V])
        self.tables_grad[:, :V, self._part(w)] += torch.bmm(slope.mT, made.states[-1])
        torch.mul(embedded[:, U:], self.time_weight, out=self.tables_grad[:, V:])

    # Sec. 4.2.

    def descend(self, rate: float, most: float) -> None:
        """One step of gradient descent; a seed whose gradient is longer than `most` is scaled down to it."""
        norms = self.grad.norm(dim=1, keepdim=True)
        self.flat.addcmul_(self.grad, (most / norms.clamp_min(1e-12)).clamp_max_(1), value=-rate)


def loss(made: Pass, answers: Tensor) -> Tensor:
    """Cross-entropy of the answers, per question [S, B]."""
    assert made.logits is not None
    picked = made.logits.gather(2, answers.unsqueeze(2)).squeeze(2)
    return made.logits.logsumexp(2) - picked


def _pick(all_rows: Tensor, rows: Tensor) -> Tensor:
    """Of values [S, B, N] those of each memory: its statement's plus its time's [S, B, M]."""
    return all_rows.gather(2, rows).unflatten(2, (2, -1)).sum(2)


def _spread(memories: Tensor, rows: Tensor, n: int) -> Tensor:
    """The transpose: values of memories [S, B, M] added up over the rows that they read [S, B, N]."""
    return memories.new_zeros(*rows.shape[:2], n).scatter_add_(2, rows, memories.repeat(1, 1, 2))
