"""The lineage of a work: what it came from and what came of it, along typed links."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.base import KnowledgeBase
from kb.errors import UnknownId, UsageError
from kb.link import LINK_TYPES, PASSES_ON, Link
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
    """The works and links to be shown; ``left_out`` counts works cut by the limit.

    ``ways`` names for each member the link that brought it in, and for the works between it and the centre
    too, which the years may leave out. ``depth`` and ``direction`` are as asked; a lineage put together by
    hand has no depth.
    """

    centre: str
    members: tuple[Member, ...]
    links: tuple[Link, ...]
    left_out: int
    ways: tuple[tuple[str, Link], ...] = field(default=(), repr=False)
    depth: int | None = None
    direction: Direction = "both"

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
    links are left out unless ``include_disputed``.

    ``limit`` keeps the first works of one ranking, so that a larger limit shows the same works and more.
    The nearest come first, so that the work through which another came in stands before it. Among equally
    near ones those in the line come before those beside it, then those that carry more: the number of
    further works that have a shortest way to the centre through this one; then those with more links to
    works of the lineage; then by id. Raises UnknownId for a work that is not there, UsageError for an
    unknown type or a negative depth.

    >>> "rnnsearch" in lineage(base, "transformer", direction="ancestors")
    True
    """
    work = base.id_of(work, "work")
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
    shown = _ranked(members, _carried(found, links), links)[:limit]
    among = tuple(_among({m.id for m in shown}, links))
    ways = _ways(shown, found, base.links)
    return Lineage(work, tuple(shown), among, len(members) - len(shown), ways, depth, direction)


def chain(found: Lineage, work: str) -> tuple[Link, ...]:
    """Why a work is here: the links from it to the centre, each the one that brought a work in.

    Empty for the centre. Raises UnknownId for a work that is no member.

    >>> [link.id for link in chain(lineage(base, "rnnsearch"), "bert")]
    ['bert-builds-on-transformer', 'transformer-generalizes-rnnsearch']
    """
    if work not in found:
        raise UnknownId(work, (), "work in this lineage")
    ways = dict(found.ways)
    links: list[Link] = []
    while work in ways:
        links.append(ways[work])
        work = _other(ways[work], work)
    return tuple(links)


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
    frontier = {work}
    for step in range(1, depth + 1):
        reached: set[str] = set()
        for link in links:
            near, far = _ends(link, towards)
            if near in frontier and link.type in PASSES_ON and far not in found:
                found[far] = Member(far, towards * step, False, link.id)
                reached.add(far)
        frontier = reached


def _ends(link: Link, towards: int) -> tuple[str, str]:
    """The near and the far end of a link on the way towards ancestors (-1) or descendants (+1)."""
    return (link.subject, link.object) if towards < 0 else (link.object, link.subject)


def _beside(found: dict[str, Member], links: list[Link], work: str) -> None:
    for link in links:
        if link.type not in PASSES_ON and work in (link.subject, link.object):
            other = _other(link, work)
            if other not in found:
                found[other] = Member(other, -1 if link.subject == work else 1, True, link.id)


def _other(link: Link, work: str) -> str:
    return link.object if link.subject == work else link.subject


def _among(works: Collection[str], links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.subject in works and link.object in works]


def _carried(found: Mapping[str, Member], links: list[Link]) -> dict[str, set[str]]:
    """For each work, the further works that have a shortest way to the centre through it."""
    onward: dict[str, list[str]] = defaultdict(list)
    line = {id_ for id_, member in found.items() if not member.side}
    for link in _among(line, links):
        for towards in (-1, 1):
            near, far = (found[end] for end in _ends(link, towards))
            further = far.steps == near.steps + towards and near.steps * towards >= 0
            if further and link.type in PASSES_ON:
                onward[near.id].append(far.id)
    carried: dict[str, set[str]] = {}
    for member in sorted(found.values(), key=lambda m: -abs(m.steps)):
        carried[member.id] = {*onward[member.id]}.union(*(carried[id_] for id_ in onward[member.id]))
    return carried


def _ranked(members: list[Member], carried: Mapping[str, set[str]], links: list[Link]) -> list[Member]:
    ids = {m.id for m in members}
    among = Counter(end for link in _among(ids, links) for end in (link.subject, link.object))
    return sorted(
        members, key=lambda m: (abs(m.steps), m.side, -len(carried[m.id] & ids), -among[m.id], m.id)
    )


def _ways(
    shown: list[Member], found: Mapping[str, Member], links: Mapping[str, Link]
) -> tuple[tuple[str, Link], ...]:
    """The links that brought these works in, and the works between them and the centre."""
    ways: dict[str, Link] = {}
    for member in shown:
        at = member.id
        while at not in ways and (because := found[at].because) is not None:
            ways[at] = links[because]
            at = _other(ways[at], at)
    return tuple(ways.items())


def as_data(base: KnowledgeBase, found: Lineage) -> dict[str, Any]:
    """The lineage as plain data: works with labels and years, links with both ends and evidence.

    ``because_chain`` of a work are the ids of the links from it to the centre; empty for the centre.

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
                "because_chain": [link.id for link in chain(found, m.id)],
            }
            for m in found.members
        ],
        "links": [link_card(base, link) for link in found.links],
        "left_out": found.left_out,
    }
