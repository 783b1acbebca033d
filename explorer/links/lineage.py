"""What the lineage page shows, and the parameters that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kb.link import LINK_TYPES

DEPTHS = (1, 2, 3, 4)


@dataclass(frozen=True)
class LineageView:
    """What the lineage page shows. No types means all of them; ``selected`` is the work of the side card."""

    work: str | None = None
    depth: int = 2
    types: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    disputed: bool = False
    selected: str | None = None

    @classmethod
    def read(cls, params: Mapping[str, str]) -> LineageView:
        """The view that an address asks for; what cannot be understood falls back to its default."""
        wanted = params.get("types", "").split(",")
        return cls(
            work=params.get("work") or None,
            depth=_depth(params.get("depth", "")),
            types=tuple(name for name in LINK_TYPES if name in wanted),
            years=_years(params.get("years", "")),
            disputed=params.get("disputed") == "1",
            selected=params.get("selected") or None,
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        found = {
            "work": self.work,
            "depth": str(self.depth) if self.depth != LineageView.depth else None,
            "types": ",".join(self.types),
            "years": f"{self.years[0]}-{self.years[1]}" if self.years else None,
            "disputed": "1" if self.disputed else None,
            "selected": self.selected,
        }
        return {name: value for name, value in found.items() if value}


def _depth(value: str) -> int:
    return int(value) if value.isdecimal() and int(value) in DEPTHS else LineageView.depth


def _years(value: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{4})-(\d{4})", value, re.ASCII)
    if not match:
        return None
    first, last = sorted(int(year) for year in match.groups())
    return first, last
