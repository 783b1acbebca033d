"""What the press page shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

#: What is wrong comes before what is missing, and what was confirmed comes last.
KINDS = ("error", "misleading", "doubtful", "incomplete", "needs_date", "spelling", "confirmed")


@dataclass(frozen=True)
class PressView:
    """Which statements are shown: of a kind, told in a source, about a work; or the one called ``id``.

    ``work`` is what the visitor wrote: the id or any name of a work, or of a person, an award, an event.
    """

    kind: str | None = None
    source: str | None = None
    work: str | None = None
    id: str | None = None

    @classmethod
    def read(cls, params: Mapping[str, str]) -> PressView:
        """The view that an address asks for; a kind that there is not falls back to all."""
        return cls(
            kind=params.get("kind") if params.get("kind") in KINDS else None,
            source=params.get("source") or None,
            work=params.get("work", "").strip() or None,
            id=params.get("id") or None,
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view."""
        found = {"kind": self.kind, "source": self.source, "work": self.work, "id": self.id}
        return {name: value for name, value in found.items() if value}

    def but(self, **changed: str | None) -> PressView:
        """The same choice of statements with something chosen otherwise."""
        return replace(self, id=None, **changed)
