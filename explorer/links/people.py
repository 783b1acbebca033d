"""What the page of all people shows, and the parameters that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: By the number of their works here, by Latin name, by Chinese name (pinyin), by the prize they won.
ORDERS = ("works", "name", "pinyin", "prize")


@dataclass(frozen=True)
class PeopleView:
    """People in an order; of an order by name one letter. ``query`` asks for some by name instead."""

    order: str = "works"
    letter: str | None = None
    query: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> PeopleView:
        """The view that an address asks for; what cannot be understood falls back to its default."""
        order, letter = params.get("order", ""), params.get("letter", "").upper()
        return cls(
            order=order if order in ORDERS else PeopleView.order,
            letter=letter if len(letter) == 1 and letter.isascii() and letter.isalpha() else None,
            query=params.get("q", "").strip()[:100],
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        found = {
            "order": self.order if self.order != PeopleView.order else None,
            "letter": self.letter,
            "q": self.query,
        }
        return {name: value for name, value in found.items() if value}
