"""The address of everything: what a page shows <-> the query parameters that say so. Pure functions.

Addresses are relative, so that the explorer also works below a path of a server. A parameter that has its
default is left out: the shortest address of a view is the one to pass on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kb.link import LINK_TYPES

#: Pages by the last part of their address; the empty one is home.
PAGES = ("", "lineage", "paper", "person", "award", "event", "source", "story", "reproduce")

#: Which page shows a kind of thing.
PAGE_OF_KIND = {
    "paper": "paper",
    "dataset": "paper",
    "system": "paper",
    "film": "paper",
    "person": "person",
    "award": "award",
    "event": "event",
    "source": "source",
    "story": "story",
}
DEPTHS = (1, 2, 3, 4)


def address(page: str = "", **params: str | None) -> str:
    """The relative address of a page; parameters that are None or empty are left out.

    >>> address("paper", id="gan", lang=None)
    'paper?id=gan'
    >>> address(q="注意力")
    './?q=%E6%B3%A8%E6%84%8F%E5%8A%9B'
    """
    query = urlencode({name: value for name, value in params.items() if value})
    return (page or "./") + (f"?{query}" if query else "")


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
