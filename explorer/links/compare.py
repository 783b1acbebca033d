"""What the compare page shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST = 3  # works that stand side by side and stay readable


@dataclass(frozen=True)
class CompareView:
    """Works side by side, each once, in the order of the address."""

    works: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: Mapping[str, str]) -> CompareView:
        """The view that an address asks for; works beyond the third are left out."""
        named = (name.strip() for name in params.get("works", "").split(","))
        return cls(tuple(dict.fromkeys(filter(None, named)))[:MOST])

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view."""
        return {"works": ",".join(self.works)} if self.works else {}
