"""Curves of a run while it trains: events in, Vega-Lite out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

POINTS = 300  # a curve; more than a screen can tell apart

#: Charts in the order in which they are shown: which metrics share one, by the start of their names.
FAMILIES = (
    ("loss", ("d_loss", "g_loss", "loss")),
    ("discriminator", ("d_real", "d_fake")),
    ("held_out", ("d_valid", "d_samples")),
    ("parzen", ("parzen",)),
    ("bits", ("bits",)),
    ("right", ("right",)),
    ("error", ("error",)),
)

Event = dict[str, Any]
Row = dict[str, Any]


def merged(kept: Sequence[Event], new: Sequence[Event]) -> list[Event]:
    """Events so far with new ones after them; those that a resumed run took back are dropped."""
    if not new:
        return list(kept)
    first = new[0].get("step", 0)
    return [event for event in kept if event.get("step", 0) < first] + list(new)


def rows(events: Sequence[Event]) -> dict[str, list[Row]]:
    """For each metric a row a step: mean over seeds, lowest and highest; at most POINTS rows."""
    found: dict[str, list[Row]] = {}
    for event in events:
        for name, values in (event.get("values") or {}).items():
            numbers = [
                v for v in (values if isinstance(values, list) else [values]) if isinstance(v, int | float)
            ]
            if numbers:
                mean = sum(numbers) / len(numbers)
                row = {
                    "metric": name,
                    "step": event["step"],
                    "mean": mean,
                    "low": min(numbers),
                    "high": max(numbers),
                }
                found.setdefault(name, []).append(row)
    return {name: thinned(some) for name, some in found.items()}


def thinned(some: list[Row]) -> list[Row]:
    """Evenly spaced rows, first and last among them.

    >>> [r["step"] for r in thinned([{"step": s} for s in range(301)])][-2:]
    [299, 300]
    """
    if len(some) <= POINTS:
        return some
    return [some[round(i * (len(some) - 1) / (POINTS - 1))] for i in range(POINTS)]


def families(metrics: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Rows by the chart that shows them; metrics that no family knows share one by a part of their names."""
    found: dict[str, list[Row]] = {}
    for name, some in metrics.items():
        known_family = next((f for f, starts in FAMILIES if name.startswith(starts)), None)
        found.setdefault(known_family or _shared(name, metrics), []).extend(some)
    known = [family for family, _ in FAMILIES]
    order = sorted(found, key=lambda f: (known.index(f) if f in known else len(known), f))
    return {family: found[family] for family in order}


def _shared(name: str, metrics: Iterable[str]) -> str:
    """What the name shares with most others: its last word (ntm_bits) or its first (actor_lstm).

    >>> [_shared(name, ["ntm_bits", "lstm_bits"]) for name in ("ntm_bits", "rate")]
    ['bits', 'rate']
    """
    first, last = name.partition("_")[0], name.rpartition("_")[2]
    ends = sum(other.rpartition("_")[2] == last for other in metrics)
    starts = sum(other.partition("_")[0] == first for other in metrics)
    return name if max(starts, ends) < 2 else last if ends >= starts else first


def figure(x: str, height: int = 200) -> dict[str, Any]:
    """A line for the mean of each metric, with a band from the lowest to the highest seed."""
    legend = {
        "orient": "top",
        "offset": 4,
        "symbolType": "circle",
        "symbolOpacity": 1,
        "symbolStrokeWidth": 0,
    }
    colour = {"field": "metric", "type": "nominal", "title": None, "legend": legend}
    step = {"field": "step", "type": "quantitative", "title": x, "axis": {"grid": False, "tickCount": 5}}
    scale = {"zero": False, "nice": True}
    axis = {"tickCount": 4}
    band = {
        "mark": {"type": "area", "opacity": 0.18},
        "encoding": {
            "x": step,
            "y": {"field": "low", "type": "quantitative", "title": None, "scale": scale, "axis": axis},
            "y2": {"field": "high"},
            "color": colour,
        },
    }
    line = {
        "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
        "encoding": {
            "x": step,
            "y": {"field": "mean", "type": "quantitative", "title": None, "scale": scale},
            "color": colour,
            "tooltip": [
                {"field": "metric", "type": "nominal"},
                {"field": "step", "type": "quantitative"},
                {"field": "mean", "type": "quantitative", "format": ".4g"},
                {"field": "low", "type": "quantitative", "format": ".4g"},
                {"field": "high", "type": "quantitative", "format": ".4g"},
            ],
        },
    }
    return {"height": height, "layer": [band, line]}
