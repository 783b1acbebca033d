"""A lesson: the works to read before one work makes sense, in an order that never uses what comes later.

Prerequisites are the works from which ideas reached the goal (accepted influence). How long a stop takes is a
model, the same in both languages: minutes for what is to be read of a work of its kind, its summary at 200
words a minute, and some for each claim to be looked up. It is a plan for a class, not a measurement.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

import networkx as nx

from kb.base import KnowledgeBase
from kb.claim import Claim
from kb.errors import UsageError
from kb.link import Link
from kb.network import appearance, checked_work, network, without_circles

READING = {"paper": 15, "dataset": 5, "system": 10, "film": 5}
WORDS_A_MINUTE = 200
CLAIM_MINUTES = 4
MOST_CLAIMS = 2
RUN_MINUTES = 10  # start a smoke run, watch it, look at what it measured


@dataclass(frozen=True)
class Stop:
    """One work of a lesson: ``needs`` are the links to stops before it, ``used_by`` those from later stops.

    ``unread`` are works that it came from and that the lesson leaves out; those before ``start`` are known.
    """

    work: str
    minutes: int
    needs: tuple[Link, ...]
    used_by: tuple[Link, ...]
    claims: tuple[Claim, ...]
    unread: tuple[str, ...]
    runs: bool


@dataclass(frozen=True)
class Lesson:
    """The stops in reading order. ``left_out`` are prerequisites that did not fit into the minutes."""

    goal: str
    start: str | None
    budget: int
    stops: tuple[Stop, ...]
    left_out: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


def lesson(
    base: KnowledgeBase,
    goal: str,
    *,
    start: str | None = None,
    minutes: int = 180,
    runnable: Collection[str] = (),
) -> Lesson:
    """The reading path to a work that fits into so many minutes.

    With ``start`` it holds the shortest chain of influence from there to the goal (of equal ones the one
    quickest to read), and what ``start`` came from counts as known; then, while time is left, works are
    added that lead straight to one already in it: first those after ``start``, the nearest to the goal, those
    with most links into the lesson. So from every stop a chain of stops leads to the goal. Every stop comes
    after all stops that it came from, also where that is only through works left out. Without ``start`` the
    oldest is read first; with it, the start, and what is older stands right before the first stop that needs
    it. ``runnable`` are works with a reproduction to run.

    Raises UnknownId, and UsageError where no influence leads from start to goal, the two are equal, or the
    minutes do not suffice for the chain.

    >>> stops = lesson(base, "transformer", start="lstm", minutes=120).stops
    >>> stops[0].work, stops[-1].work
    ('lstm', 'transformer')
    """
    goal, start = checked_work(base, goal), checked_work(base, start) if start else None
    if goal == start:
        raise UsageError(f"a lesson needs a goal other than its start, got {goal} twice")
    net, _ = without_circles(base, network(base, "influence"))
    known = nx.ancestors(net, start) if start else set()
    around = net.subgraph((nx.ancestors(net, goal) | {goal}) - known)
    cost = {work: minutes_for(base, work, work in runnable) for work in around}
    chosen = set(_chain(around, cost, start, goal))
    if (least := sum(cost[work] for work in chosen)) > minutes:
        raise UsageError(f"{minutes} minutes are too few for {goal}; the shortest lesson takes {least}")
    _grow(around, cost, chosen, minutes, start, goal)
    order = _order(base, around, start, goal)
    stops = [work for work in order if work in chosen]
    return Lesson(
        goal,
        start,
        minutes,
        tuple(_stop(base, around, stops, work, cost[work], work in runnable) for work in stops),
        tuple(work for work in order if work not in chosen),
    )


def _order(base: KnowledgeBase, around: nx.DiGraph[str], start: str | None, goal: str) -> list[str]:
    """All works around a lesson, each after what it came from."""
    if start is None:
        return list(nx.lexicographical_topological_sort(around, key=lambda work: appearance(base, work)))
    after = nx.descendants(around, start)
    order: dict[str, None] = {start: None}

    def read(work: str) -> None:
        before = sorted(around.predecessors(work), key=lambda w: (w not in after, appearance(base, w)))
        for earlier in before:
            if earlier not in order:
                read(earlier)
        order[work] = None

    read(goal)
    return list(order)


def minutes_for(base: KnowledgeBase, work: str, runs: bool = False) -> int:
    """How long a stop takes by the model of this module, in whole minutes.

    >>> minutes_for(base, "gan", runs=True) - minutes_for(base, "gan")
    10
    """
    paper = base.papers[work]
    summary = ceil(len(paper.summary.en.split()) / WORDS_A_MINUTE)
    claims = CLAIM_MINUTES * min(MOST_CLAIMS, len(base.claims_of(work)))
    return READING[paper.kind] + summary + claims + RUN_MINUTES * runs


def _chain(around: nx.DiGraph[str], cost: dict[str, int], start: str | None, goal: str) -> list[str]:
    if start is None:
        return [goal]
    if start not in around:
        raise UsageError(
            f"no influence leads from {start} to {goal}; leave --from out, or see `kb path {start} {goal}`"
        )
    ways = nx.all_shortest_paths(around, start, goal)
    return min(ways, key=lambda way: (sum(cost[work] for work in way), way))


def _grow(
    around: nx.DiGraph[str],
    cost: dict[str, int],
    chosen: set[str],
    minutes: int,
    start: str | None,
    goal: str,
) -> None:
    """Add works to ``chosen``, best first, each the first that still fits."""
    steps = nx.single_source_shortest_path_length(around.reverse(copy=False), goal)
    after = nx.descendants(around, start) if start else set(around)
    left = minutes - sum(cost[work] for work in chosen)

    def merit(work: str) -> tuple[bool, int, int, int, str]:
        into = sum(later in chosen for later in around.successors(work))
        return (work not in after, steps[work], -into, cost[work], work)

    while fitting := [
        work
        for work in around
        if work not in chosen and cost[work] <= left and not chosen.isdisjoint(around.successors(work))
    ]:
        best = min(fitting, key=merit)
        chosen.add(best)
        left -= cost[best]


def _stop(
    base: KnowledgeBase, around: nx.DiGraph[str], stops: list[str], work: str, minutes: int, runs: bool
) -> Stop:
    carries = [link for link in base.links.values() if link.passes_on]
    return Stop(
        work,
        minutes,
        tuple(link for link in carries if link.subject == work and link.object in stops),
        tuple(link for link in carries if link.object == work and link.subject in stops),
        tuple(base.claims_of(work)[:MOST_CLAIMS]),
        tuple(a for a in around.predecessors(work) if a not in stops),
        runs,
    )
