"""Curves of a run while it trains: events in, Vega-Lite out."""

from __future__ import annotations

from collections import Counter
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


def parted(some: Iterable[Row], by: str = "metric") -> tuple[list[Row], list[Row]]:
    """Rows that make lines, and those that stand alone: one point is a value, and no curve.

    >>> rows = [{"metric": "loss", "step": 0}, {"metric": "loss", "step": 5}, {"metric": "parzen", "step": 5}]
    >>> [[row["metric"] for row in part] for part in parted(rows)]
    [['loss', 'loss'], ['parzen']]
    """
    kept = list(some)
    points = Counter((row["metric"], row[by]) for row in kept)
    lines = [row for row in kept if points[row["metric"], row[by]] > 1]
    return lines, [row for row in kept if points[row["metric"], row[by]] == 1]


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


#: The colour of what a paper says: seen on paper and by night.
GOLD = "#b8860b"
_LEGEND = {"orient": "top", "offset": 4, "labelLimit": 0}


def figure(x: str, height: int = 240, gold: Sequence[Row] = (), by: str = "metric") -> dict[str, Any]:
    """A line for the mean of each metric, with a band from the lowest to the highest seed.

    ``gold`` are rows of ``gold_row``: what the paper says, as a level rule with its band. ``by`` names the
    field that tells lines apart ("metric", or "run" for two runs, whose lines then differ in dashes too).
    """
    lines = {"layer": [_band(x, by), _line(x, by)]}
    if not gold:
        return {"height": height, **lines}
    return {
        "height": height,
        "layer": [lines, _gold(gold)],
        "resolve": {"scale": {"color": "independent"}, "legend": {"color": "independent"}},
    }


def gold_row(label: str, value: float, spread: float | None) -> Row:
    """What a paper says of a curve; without a spread its band is the rule itself."""
    reach = spread or 0.0
    return {"aim": label, "value": value, "low": value - reach, "high": value + reach}


def _y(field: str) -> dict[str, Any]:
    scale, axis = {"zero": False, "nice": True}, {"tickCount": 4, "format": ",.6~g"}
    return {"field": field, "type": "quantitative", "title": None, "scale": scale, "axis": axis}


def _step(x: str) -> dict[str, Any]:
    return {"field": "step", "type": "quantitative", "title": x, "axis": {"grid": False, "tickCount": 5}}


def _colour(by: str) -> dict[str, Any]:
    legend = {**_LEGEND, "symbolType": "circle", "symbolOpacity": 1, "symbolStrokeWidth": 0}
    if by == "run":
        legend = {**_LEGEND, "symbolType": "stroke", "symbolOpacity": 1, "symbolStrokeWidth": 2}
    return {"field": by, "type": "nominal", "title": None, "legend": legend}


def _band(x: str, by: str) -> dict[str, Any]:
    encoding = {"x": _step(x), "y": _y("low"), "y2": {"field": "high"}, "color": _colour(by)}
    return {"mark": {"type": "area", "opacity": 0.18}, "encoding": encoding}


def _line(x: str, by: str) -> dict[str, Any]:
    told = [{"field": by, "type": "nominal"}, {"field": "step", "type": "quantitative"}]
    told += [{"field": f, "type": "quantitative", "format": ".4g"} for f in ("mean", "low", "high")]
    encoding = {"x": _step(x), "y": _y("mean"), "color": _colour(by), "tooltip": told}
    if by == "run":
        encoding["strokeDash"] = {"field": "run", "type": "nominal", "title": None, "legend": None}
    return {"mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"}, "encoding": encoding}


def _gold(rows: Sequence[Row]) -> dict[str, Any]:
    legend = {**_LEGEND, "symbolType": "stroke", "symbolOpacity": 1, "symbolStrokeWidth": 3}
    colour = {"field": "aim", "type": "nominal", "title": None, "legend": legend, "scale": {"range": [GOLD]}}
    band = {"mark": {"type": "rect", "opacity": 0.28}, "encoding": {"y": _y("low"), "y2": {"field": "high"}}}
    rule = {"mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": {"y": _y("value")}}
    layers = [{**layer, "encoding": {**layer["encoding"], "color": colour}} for layer in (band, rule)]
    return {"data": {"values": list(rows)}, "layer": layers}


def beside(a: dict[str, list[Row]], b: dict[str, list[Row]], names: tuple[str, str]) -> dict[str, list[Row]]:
    """The metrics that two runs both have, each with the rows of both; a row says of which run it is."""
    return {
        name: [
            {**row, "run": run} for run, some in zip(names, (a[name], b[name]), strict=True) for row in some
        ]
        for name in a
        if name in b
    }
