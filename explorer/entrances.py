"""Ways in: hand-picked doors on the home page, and a lineage for each day. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from kb import KnowledgeBase
from kb.record import Text


@dataclass(frozen=True)
class Entrance:
    """A door: where it leads, and what one finds behind it. ``needs`` must all be in the facts."""

    title: Text
    text: Text
    page: str
    params: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    runs: str | None = None  # the reproduction that it opens


ENTRANCES = (
    Entrance(
        Text(en="Watch a GAN learn to draw", zh="看 GAN 学会画数字"),
        Text(
            en="The published networks on real handwritten digits, here and now, every number measured.",
            zh="论文里的网络，真实的手写数字，就在这台机器上，每个数字都是测出来的。",
        ),
        "reproduce", {"paper": "gan"}, ("gan",), "gan",
    ),
    Entrance(
        Text(en="The rumour of the film Arrival", zh="电影《降临》的传言"),
        Text(
            en="Attention is said to come from it. What was told, and what is right.",
            zh="有人说注意力由它而来。说了什么，又实情如何。",
        ),
        "lineage",
        {"work": "rnnsearch", "disputed": "1", "selected": "arrival-film"},
        ("rnnsearch", "arrival-film"),
    ),
    Entrance(
        Text(en="Ten years later", zh="十年之后"),
        Text(
            en="The two papers of 2014 that stood the test of time, and who stood behind them.",
            zh="经受住时间检验的两篇 2014 年论文，以及背后的人。",
        ),
        "award", {"id": "neurips-test-of-time-2024"}, ("neurips-test-of-time-2024",),
    ),
)  # fmt: skip


def open_in(base: KnowledgeBase, runnable: Collection[str]) -> list[Entrance]:
    """The doors that lead somewhere with these facts and these reproductions."""
    return [
        door
        for door in ENTRANCES
        if all(id_ in base for id_ in door.needs) and (door.runs is None or door.runs in runnable)
    ]


def of_the_day(base: KnowledgeBase, day: datetime.date) -> str | None:
    """A work whose lineage is worth a look, another one each day; None where no work has two links."""
    linked: dict[str, int] = {}
    for link in base.links.values():
        for end in (link.subject, link.object):
            linked[end] = linked.get(end, 0) + (link.status == "accepted")
    worthy = sorted(id_ for id_, count in linked.items() if count >= 3) or sorted(
        id_ for id_, n in linked.items() if n >= 2
    )
    return worthy[day.toordinal() % len(worthy)] if worthy else None
