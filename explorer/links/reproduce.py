"""What the page of reproductions shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ReproduceView:
    """All reproductions, one of them (``paper``), a run (``run``), or two runs (``other`` beside it)."""

    paper: str | None = None
    run: str | None = None
    other: str | None = None

    @classmethod
    def read(cls, params: Mapping[str, str]) -> ReproduceView:
        """The view that an address asks for; a run stands before a paper, and one run is not two."""
        run, other = params.get("run") or None, params.get("with") or None
        if run is None:
            return cls(paper=params.get("paper") or None)
        return cls(run=run, other=other if other != run else None)

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view.

        >>> ReproduceView(run="gan-smoke-1", other="gan-smoke-2").params()
        {'run': 'gan-smoke-1', 'with': 'gan-smoke-2'}
        """
        found = {"paper": self.paper, "run": self.run, "with": self.other}
        return {name: value for name, value in found.items() if value}
