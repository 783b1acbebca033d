"""What the page of all awards shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AwardsView:
    """All awards, or those of one series."""

    series: str | None = None

    @classmethod
    def read(cls, params: Mapping[str, str]) -> AwardsView:
        """The view that an address asks for."""
        return cls(series=params.get("series") or None)

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        return {"series": self.series} if self.series else {}
