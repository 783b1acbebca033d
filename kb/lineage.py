"""The lineage of a work: what it came from and what came of it, along typed links."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.link import LINK_TYPES, PASSES_ON, Link
from kb.names import nearest_subjects
from kb.spelling import nearest

Direction = Literal["both", "ancestors", "descendants"]


@dataclass(frozen=True)
class Member:
    """A work in a lineage. ``steps`` counts links from the centre: negative towards its ancestors.

    ``side`` marks a work that stands beside the centre (contrasted, independent, measured on), not in its
    line; ``because`` names the link that brought it in.
    """

    id: str
    steps: int
    side: bool
    because: str | None


@dataclass(frozen=True)
class Lineage:
    """The works and links to be shown; ``left_out`` counts works cut by the limit."""

    centre: str
    members: tuple[Member, ...]
    links: tuple[Link, ...]
    left_out: int

    def __contains__(self, work: object) -> bool:
        return any(member.id == work for member in self.members)


def lineage(
    base: KnowledgeBase,
    work: str,
    *,
    depth: int = 2,
    direction: Direction = "both",
    types: Collection[str] | None = None,
    years: tuple[int, int] | None = None,
    include_disputed: bool = False,
    limit: int = 50,
) -> Lineage:
    """The works within ``depth`` links of a work and the links among them.

    Ancestors and descendants follow the types that pass an idea on; other types (contrasts,
    independent_concurrent, evaluates) bring in the centre's own neighbours only. Disputed and refuted
    links are left out unless ``include_disputed``. Works nearest to the centre come first when ``limit``
    cuts. Raises UnknownId for a work that is not there, UsageError for an unknown type or a negative depth.

    >>> "rnnsearch" in lineage(base, "transformer", direction="ancestors")
    True
    """
    if work not in base.papers:
        raise UnknownId(work, nearest_subjects(work, base.names), "work")
    if depth < 0 or limit < 1:
        raise UsageError(f"depth must be 0 or more and limit 1 or more (got depth {depth}, limit {limit})")
    wanted = checked_types(types)
    links = [
        link
        for link in base.links.values()
        if link.type in wanted and (include_disputed or link.status == "accepted")
    ]
    found = {work: Member(work, 0, False, None)}
    if direction != "descendants":
        _follow(found, links, work, depth, -1)
    if direction != "ancestors":
        _follow(found, links, work, depth, +1)
    if depth:
        _beside(found, links, work)
    members = [m for m in found.values() if m.id == work or _within(base.papers[m.id].year, years)]
    degree = {m.id: sum(m.id in (link.subject, link.object) for link in links) for m in members}
    members.sort(key=lambda m: (abs(m.steps), m.side, -degree[m.id], m.id))
    shown = members[:limit]
    ids = {m.id for m in shown}
    among = tuple(link for link in links if link.subject in ids and link.object in ids)
    return Lineage(work, tuple(shown), among, len(members) - len(shown))


def checked_types(types: Collection[str] | None) -> frozenset[str]:
    """The link types asked for; all where none are given. Raises UsageError for an unknown one.

    >>> checked_types(["improves"])
    frozenset({'improves'})
    """
    for name in types or ():
        if name not in LINK_TYPES:
            near = nearest(name, LINK_TYPES, 1)
            raise UsageError(
                f"unknown link type {name!r}; "
                + (f"did you mean {near[0]}?" if near else f"one of {', '.join(LINK_TYPES)}")
            )
    return frozenset(types) if types else frozenset(LINK_TYPES)


def _within(year: int, years: tuple[int, int] | None) -> bool:
    return years is None or years[0] <= year <= years[1]


def _follow(found: dict[str, Member], links: list[Link], work: str, depth: int, towards: int) -> None:
    """Breadth first along the links that pass an idea on; -1 goes to objects (ancestors), +1 to subjects."""
    frontier = [work]
    for step in range(1, depth + 1):
        reached: list[str] = []
        for link in links:
            near, far = (link.subject, link.object) if towards < 0 else (link.object, link.subject)
            if link.type in PASSES_ON and near in frontier and far not in found:
                found[far] = Member(far, towards * step, False, link.id)
                reached.append(far)
        frontier = reached


def _beside(found: dict[str, Member], links: list[Link], work: str) -> None:
    for link in links:
        if link.type not in PASSES_ON and work in (link.subject, link.object):
            other = link.object if link.subject == work else link.subject
            if other not in found:
                found[other] = Member(other, -1 if link.subject == work else 1, True, link.id)


def as_data(base: KnowledgeBase, found: Lineage) -> dict[str, Any]:
    """The lineage as plain data: works with labels and years, links with both ends and evidence.

    >>> as_data(base, lineage(base, "transformer", depth=1))["works"][0]["label"]
    'Transformer'
    """
    from kb.cards import link_card, reference

    return {
        "centre": reference(base, found.centre),
        "works": [
            {
                **reference(base, m.id),
                "date": base.papers[m.id].date,
                "topic": base.papers[m.id].topic,
                "steps": m.steps,
                "side": m.side,
                "because": m.because,
            }
            for m in found.members
        ],
        "links": [link_card(base, link) for link in found.links],
        "left_out": found.left_out,
    }
