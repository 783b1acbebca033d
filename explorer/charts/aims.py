"""What a paper says of a quantity that was measured here: only where both are the same quantity.

A claim is held against more than one measure, and some measures are no number of the paper at all (a
difference in points beside an error in per cent). Drawn beside each other they would lie; so they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.claim import Claim

#: Units that mean the same; a share, a probability and a ratio are numbers without one.
_SAME = {"%": "percent", "share": "", "probability": "", "ratio": "", None: ""}

#: Curves that follow a claim while it trains, by reproduction and metric: the claim, and how much one of its
#: units is on the curve. Others follow the claim whose measure has the name of the curve.
FOLLOWED = {
    ("gan", "parzen_valid"): ("GAN-1", 1.0),
    ("gan", "d_valid"): ("GAN-2", 1.0),
    ("gan", "d_samples"): ("GAN-2", 1.0),
    ("memory-networks", "right_things_5_k2_time"): ("MEM-1", 0.01),
    ("memory-networks", "right_people_1_k1_time"): ("MEM-2", 0.01),
}


@dataclass(frozen=True)
class Aim:
    """The paper's number: ``spread`` as the paper prints it, ``tolerance`` as the criterion allows."""

    claim: str
    value: float
    spread: float | None = None
    tolerance: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Where its widest band begins and ends."""
        reach = max(self.spread or 0.0, self.tolerance or 0.0)
        return self.value - reach, self.value + reach


def beside(claim: Claim, measured: Mapping[str, Any], criterion: str = "") -> Aim | None:
    """The number of a claim as an aim of this measure, or None where it is words or another quantity."""
    if not isinstance(claim.value, float):
        return None
    same = _unit(claim.unit) == _unit(measured.get("unit"))
    return _aim(claim, criterion) if same or measured.get("published") == claim.value else None


def of_curves(
    paper: str,
    metrics: Iterable[str],
    measures: Mapping[str, str],
    claims: Mapping[str, Claim],
) -> dict[str, Aim]:
    """What a paper says of these metrics of its run, by metric; ``measures`` gives the claim of a measure."""
    found = {}
    for metric in metrics:
        id_, factor = FOLLOWED.get((paper, metric), (measures.get(metric, ""), 1.0))
        claim = claims.get(id_)
        if claim is None or not isinstance(claim.value, float):
            continue
        aim = _aim(claim, "")
        spread = aim.spread * factor if aim.spread is not None else None
        found[metric] = Aim(claim.id, aim.value * factor, spread)
    return found


def _aim(claim: Claim, criterion: str) -> Aim:
    assert isinstance(claim.value, float)
    spread = claim.spread.value if claim.spread else None
    return Aim(claim.id, claim.value, spread, tolerance(criterion, claim.value))


def tolerance(criterion: str, value: float) -> float | None:
    """How far from the paper's value a criterion lets a run be, where it says so as "value +- reach".

    None as well for a criterion with several such values: which of them counts depends on the run.

    >>> tolerance("the mean within 225 +- 25, in 5 seeds", 225.0), tolerance("above 100", 225.0)
    (25.0, None)
    """
    told = re.findall(r"(\d+(?:\.\d+)?) (?:\+-|±) (\d+(?:\.\d+)?)", criterion)
    return float(told[0][1]) if len(told) == 1 and float(told[0][0]) == value else None


def _unit(name: str | None) -> str:
    return _SAME.get(name, name or "")
