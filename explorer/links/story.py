"""What the page of a guided tour shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StoryView:
    """A tour at one of its stops, counted from 1; ``whole`` shows all stops at once, to read or print."""

    id: str | None = None
    stop: int = 1
    whole: bool = False

    @classmethod
    def read(cls, params: Mapping[str, str]) -> StoryView:
        """The view that an address asks for; what cannot be understood falls back to its default."""
        return cls(
            id=params.get("id") or None,
            stop=_number(params.get("stop", "")),
            whole=params.get("print") == "1",
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        found = {
            "id": self.id,
            "stop": str(self.stop) if self.stop != 1 else None,
            "print": "1" if self.whole else None,
        }
        return {name: value for name, value in found.items() if value}

    def within(self, stops: int) -> int:
        """The stop in a tour of so many: a number beyond its end means the last one."""
        return min(self.stop, stops)


def _number(value: str) -> int:
    plain = value.isascii() and value.isdecimal() and len(value) < 5
    return max(1, int(value)) if plain else StoryView.stop
