"""What the map shows, and the parameters that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.drawing.words import LANES

MOST_MINE = 300  # works in an address; browsers and proxies take some thousand letters


@dataclass(frozen=True)
class MapView:
    """What the map shows. No topics means all of them.

    ``overlay`` is a list that is kept on this machine; ``mine`` are the works of a list that is kept nowhere
    but in the address, for a server that others use too.
    """

    years: tuple[int, int] | None = None
    topics: tuple[str, ...] = ()
    find: str | None = None
    selected: str | None = None
    overlay: str | None = None
    mine: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: Mapping[str, str]) -> MapView:
        """The view that an address asks for; what cannot be understood falls back to its default."""
        wanted = params.get("topics", "").split(",")
        topics = tuple(name for name in LANES if name in wanted)
        return cls(
            years=_years(params.get("years", "")),
            topics=topics if len(topics) < len(LANES) else (),
            find=params.get("find", "").strip()[:120] or None,
            selected=params.get("selected") or None,
            overlay=params.get("overlay") or None,
            mine=_ids(params.get("mine", "")),
        )

    def params(self) -> dict[str, str]:
        """The parameters that lead back to this view, without those that are as by default."""
        found = {
            "years": f"{self.years[0]}-{self.years[1]}" if self.years else None,
            "topics": ",".join(self.topics),
            "find": self.find,
            "selected": self.selected,
            "overlay": self.overlay,
            "mine": ",".join(self.mine),
        }
        return {name: value for name, value in found.items() if value}

    def with_topic(self, topic: str) -> MapView:
        """The view with a topic added, or taken away where it was there."""
        chosen = {*self.topics} ^ {topic}
        return replace(self, topics=tuple(name for name in LANES if name in chosen))


def _ids(value: str) -> tuple[str, ...]:
    found = (id_ for id_ in value.split(",") if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", id_))
    return tuple(dict.fromkeys(found))[:MOST_MINE]


def _years(value: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{4})-(\d{4})", value, re.ASCII)
    if not match:
        return None
    first, last = sorted(int(year) for year in match.groups())
    return first, last
