"""Asking a trained generator: pictures from a noise of one's own, and the way from one picture to another."""

from __future__ import annotations

import math
from typing import Any

import torch

from reproductions.gan import networks
from reproductions.gan.networks import generate
from reproductions.gan.paper import Game

ABOUT = "Let the generator draw from a noise that you choose, and walk from one of its pictures to another."
FIELDS = {
    "noise": {"about": "Number of the noise", "default": 1, "least": 0, "most": 999_999},
    "pictures": {"about": "How many pictures", "default": 40, "least": 2, "most": 100},
    "network": {
        "about": "Which of the trained networks", "default": 1, "least": 1, "most": 100,
        "most_in": "seeds",
    },
}  # fmt: skip
TEXTS = {
    "drawn": "Drawn from noise that the generator never saw",
    "walk": "The way from the first picture to the second: twelve points on a straight line in the noise",
    "belief": "The discriminator takes them for real with a probability of",
    "network": "The network that drew",
}
STEPS = 12


def answer(
    config: dict[str, Any], state: dict[str, Any], data: Any, asked: dict[str, Any], sheet: Any
) -> dict[str, Any]:
    """Pictures from z ~ U(-sqrt 3, sqrt 3) by one of the seeds, and what its D says of them."""
    seeds = [config["seed"] + s for s in range(config["seeds"])]
    game = Game(config, torch.from_numpy(data.train), seeds)
    game.restore(state)
    k = (asked["network"] - 1) % len(seeds)
    stream = torch.Generator().manual_seed(7_000_003 + asked["noise"])
    z = torch.rand(1, asked["pictures"], config["noise"], generator=stream).sub_(0.5).mul_(2 * math.sqrt(3))
    g, d = ([weights[k : k + 1] for weights in side] for side in (game.g, game.d))
    ways = torch.linspace(0, 1, STEPS)[:, None]
    drawn, walk = (generate(g, noise)[2] for noise in (z, torch.lerp(z[:, :1], z[:, 1:2], ways)))
    side = math.isqrt(drawn.shape[-1])
    for name, images, columns in (("drawn", drawn, 10), ("walk", walk, STEPS)):
        sheet.image(name, images[0].view(-1, side, side).numpy(), columns, scale=max(2, 56 // side))
    belief = networks.logits(d, drawn).sigmoid().mean()
    return {"belief": round(float(belief), 3), "network": k + 1}
