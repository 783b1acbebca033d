"""Alg. 1, one update of both players, with its gradients written out so that no product is done twice.

Along a row of the batch the gradient in any layer of D is the derivative of the logit times one number,
dL/dlogit. So real and generated images go through D together, the logit's derivative goes backward once, and
each player scales the rows with its own loss. S seeds, B images a batch, N pixels; weights [S, in, out].

Logits, probabilities, losses, weights and momenta are float32 whatever the products multiply. The function
is compiled where products are bfloat16: what stands between two products then is one pass through memory.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from reproductions.gan.networks import generate, maxout

__all__ = ["Player", "play"]

Number = float | Tensor  # a tensor where the function is compiled: a new float would be a new program


class Player(NamedTuple):
    """Weights and biases of one player, their momenta, and what its products take: themselves or copies."""

    weights: list[Tensor]
    momenta: list[Tensor]
    operands: list[Tensor]


def play(
    g: Player,
    d: Player,
    real: Tensor,
    z: Tensor,
    masks: list[Tensor],
    saturating: Tensor,
    rate: Number,
    mu: Number,
) -> tuple[Tensor, Tensor]:
    """Update every parameter of both in place; D's logits [S, 2B, 1] and dL_G/dG(z) [S, B, N] before that.

    real [S, B, N]; z [S, B, noise]; `masks` are what D's dropout keeps, [S, 2B, .] of the input and of both
    hidden layers; `saturating` [S, 1, 1] says which G minimises log(1 - D(G(z))).
    """
    (m0, m1, m2), size = masks, real.shape[1]
    (u1, c1, u2, c2, *_), (u3, c3) = d.operands, d.weights[4:]
    z = z.to(real.dtype)
    h1, h2, fake = generate(g.operands, z)
    x = torch.cat([real, fake.to(real.dtype)], 1).mul_(m0)  # [S, 2B, N]
    p1 = torch.baddbmm(c1, x, u1, alpha=1.25)  # the inverse scaling of dropout, here and below
    a1 = maxout(p1, u2.shape[1])
    k1 = _winners(p1, a1)
    a1 = a1.mul_(m1)
    p2 = torch.baddbmm(c2, a1, u2, alpha=2)
    a2 = maxout(p2, u3.shape[1])
    k2 = _winners(p2, a2)
    a2 = a2.mul_(m2).float()
    logits = torch.baddbmm(c3, a2, u3, alpha=2)  # [S, 2B, 1]

    for_d, for_g = _slopes(logits, size, saturating)
    t2 = _spread(k2, m2 * (2 * u3.mT).to(m2.dtype))  # d logit / d p2
    t1 = _spread(k1, torch.bmm(t2, u2.mT).mul_(m1).mul_(2))  # d logit / d p1
    to_fake = torch.bmm(t1[:, size:], u1.mT).mul_(m0[:, size:]).float().mul_(for_g * 1.25)

    rows = for_d.mul_(-rate).to(t1.dtype)
    _descend(d, 4, a2, for_d, 2, mu)
    _descend(d, 2, a1, t2.mul_(rows), 2, mu)
    _descend(d, 0, x, t1.mul_(rows), 1.25, mu)
    slope = (fake - fake * fake).mul_(to_fake).mul_(-rate).to(real.dtype)  # sigmoid backward
    for layer, below in ((4, h2), (2, h1)):
        deeper = torch.bmm(slope, g.operands[layer].mT)
        _descend(g, layer, below, slope, 1, mu)
        slope = torch.ops.aten.threshold_backward(deeper, below, 0)  # ReLU backward
    _descend(g, 0, z, slope, 1, mu)
    return logits, to_fake


def _slopes(logits: Tensor, size: int, saturating: Tensor) -> tuple[Tensor, Tensor]:
    """dL/dlogit of D's loss [S, 2B, 1] and of G's [S, B, 1]; both losses are means over the batch."""
    p = logits.sigmoid()
    for_d = torch.cat([p[:, :size] - 1, p[:, size:]], 1).mul_(0.5 / size)  # L_D = -V(D, G) / 2
    fake = p[:, size:]
    return for_d, torch.where(saturating, -fake, fake - 1) / size


def _descend(player: Player, layer: int, below: Tensor, slope: Tensor, scale: float, mu: Number) -> None:
    """v <- mu v - rate * gradient, w <- w + v for one layer, after the last use of its old weights.

    `slope` carries the rate. A product of float32 lands in v itself; one of bfloat16 is widened first, so
    that no small step is lost. Doing layer by layer finds v still in the cache.
    """
    weights, momenta, operands = player
    v, v_bias = momenta[layer : layer + 2]
    if slope.dtype == v.dtype and isinstance(mu, float):
        v.baddbmm_(below.mT, slope, beta=mu, alpha=scale)
    else:
        product = torch.bmm(below.mT.contiguous(), slope)  # a copy costs less than strides
        v.mul_(mu).add_(product.to(v.dtype), alpha=scale)
    v_bias.mul_(mu).add_(slope.sum(1, keepdim=True))
    for at in (layer, layer + 1):
        weights[at].add_(momenta[at])
        if operands[at] is not weights[at]:
            operands[at].copy_(weights[at])


def _winners(pieces: Tensor, top: Tensor) -> Tensor:
    """1 where a piece is its unit's maximum, else 0, in place of the pieces: [S, B, pieces, units]."""
    return pieces.unflatten(-1, (-1, top.shape[-1])).eq_(top.unsqueeze(-2))


def _spread(winners: Tensor, slope: Tensor) -> Tensor:
    """Maxout backward: the slope of a unit goes to its winning piece; [S, B, pieces * units]."""
    return winners.mul_(slope.unsqueeze(-2)).flatten(-2)
