"""What the path page shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

MOST = 20  # paths on one page


@dataclass(frozen=True)
class PathView:
    """Ways from one work to another. ``opened`` shows the evidence of every step at once."""

    start: str | None = None
    end: str | None = None
    k: int = 3
    disputed: bool = False
    opened: bool = False

    @classmethod
    def read(cls, params: Mapping[str, str]) -> PathView:
        """The view that an address asks for; what cannot be understood falls back to its default."""
        return cls(
            start=params.get("from") or None,
            end=params.get("to") or None,
            k=_number(params.get("k", "")),
            disputed=params.get("disputed") == "1",
            opened=params.get("open") == "1",
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        found = {
            "from": self.start,
            "to": self.end,
            "k": str(self.k) if self.k != PathView.k else None,
            "disputed": "1" if self.disputed else None,
            "open": "1" if self.opened else None,
        }
        return {name: value for name, value in found.items() if value}

    def swapped(self) -> PathView:
        """The same question the other way round."""
        return replace(self, start=self.end, end=self.start)


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 4 and 1 <= int(value) <= MOST else PathView.k
