"""What the ledger shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reproductions.ledger import WORDS


@dataclass(frozen=True)
class LedgerView:
    """Which claims: all, those with one verdict, those of one paper (any identifier), or both."""

    verdict: str | None = None
    paper: str | None = None

    @classmethod
    def read(cls, params: Mapping[str, str]) -> LedgerView:
        """The view that an address asks for; a verdict that there is not falls back to all."""
        verdict = params.get("verdict", "").lower().replace("-", " ").strip()
        return cls(verdict if verdict in WORDS else None, params.get("paper") or None)

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view.

        >>> LedgerView("direction only", "gan").params()
        {'verdict': 'direction-only', 'paper': 'gan'}
        """
        found = {"verdict": self.verdict and self.verdict.replace(" ", "-"), "paper": self.paper}
        return {name: value for name, value in found.items() if value}
