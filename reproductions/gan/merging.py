"""Games that several processes have played, each with its own seeds, as one state."""

from __future__ import annotations

from typing import Any

import torch

__all__ = ["merge"]


def merge(states: list[dict[str, Any]]) -> dict[str, Any]:
    """The state of all games, in the order of the parts; updates count as in the part that played fewest.

    Takes and gives what `Game.state` does: the seeds lead every tensor, and there is one stream a seed.
    """
    players = {
        name: [torch.cat(layer) for layer in zip(*(state[name] for state in states), strict=True)]
        for name in ("g", "d", "g_momenta", "d_momenta")
    }
    streams = [stream for state in states for stream in state["streams"]]
    order = torch.cat([state["order"] for state in states])
    return {**players, "order": order, "streams": streams, "update": min(s["update"] for s in states)}
