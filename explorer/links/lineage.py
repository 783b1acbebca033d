"""What the lineage page shows, and the parameters that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.link import LINK_TYPES

DEPTHS = (1, 2, 3, 4)
FEWEST, STEP, MOST = 50, 20, 510  # works on one picture: at first, more at a time, at most

#: The filters by the name of their field: what a visitor can set, and what "reset" takes away.
FILTERS = ("depth", "types", "years", "disputed")


@dataclass(frozen=True)
class LineageView:
    """What the lineage page shows. No types means all of them; ``selected`` is the work of the side card.

    ``limit`` is how many works the picture holds at most; it stands in the address as k.
    """

    work: str | None = None
    depth: int = 2
    types: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    disputed: bool = False
    selected: str | None = None
    limit: int = FEWEST

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
            limit=_limit(params.get("k", "")),
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
            "k": str(self.limit) if self.limit != FEWEST else None,
        }
        return {name: value for name, value in found.items() if value}

    def around(self, work: str) -> LineageView:
        """The same filters around another work."""
        return replace(self, work=work, selected=None, limit=FEWEST)

    def without(self, *filters: str) -> LineageView:
        """This view with some filters as by default, and no work chosen that they may have shown."""
        return replace(self, selected=None, **{name: getattr(LineageView, name) for name in filters})

    @property
    def filtered(self) -> tuple[str, ...]:
        """The filters that are not as by default."""
        return tuple(name for name in FILTERS if getattr(self, name) != getattr(LineageView, name))


def _depth(value: str) -> int:
    return int(value) if value.isdecimal() and int(value) in DEPTHS else LineageView.depth


def _limit(value: str) -> int:
    known = value.isascii() and value.isdecimal() and len(value) < 5
    return min(max(int(value), FEWEST), MOST) if known else FEWEST


def _years(value: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{4})-(\d{4})", value, re.ASCII)
    if not match:
        return None
    first, last = sorted(int(year) for year in match.groups())
    return first, last
