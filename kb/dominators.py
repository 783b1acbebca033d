"""What would be missing without a work: the works that ideas reach only through it.

The definition. Roots are the works of the influence network (accepted links that pass an idea on) that
influenced something and that nothing influenced. A work is *missing without X* if a chain of influence leads
to it from some root, and every such chain goes through X: X dominates it. Taking X away makes no new roots.
A root is missing without nothing but itself; works that no root reaches are never counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.network import appearance, checked_work, network

_START = ""  # no id is empty


@dataclass(frozen=True)
class Missing:
    """A work reached only through X; ``through`` is the last such narrow place before it (often X itself)."""

    work: str
    through: str


def missing_without(base: KnowledgeBase, work: str) -> tuple[Missing, ...]:
    """The works missing without one, in order of appearance; () for a work outside the influence network.

    Raises UnknownId.

    >>> "bert" in [item.work for item in missing_without(base, "transformer")]
    True
    """
    work = checked_work(base, work)
    nearest = immediate_dominators(network(base, "influence"))
    found = [Missing(other, nearest[other]) for other in nearest if work in _above(nearest, other)]
    return tuple(sorted(found, key=lambda m: appearance(base, m.work)))


def immediate_dominators(net: nx.DiGraph[str]) -> dict[str, str]:
    """For each work that a root reaches the nearest work on every way to it; an empty text for none.

    >>> immediate_dominators(nx.DiGraph([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]))["d"]
    'a'
    """
    rooted = net.copy()
    roots = [work for work in net if not net.in_degree(work) and net.out_degree(work)]
    rooted.add_node(_START)
    rooted.add_edges_from((_START, root) for root in roots)
    found = nx.immediate_dominators(rooted, _START)
    return {work: above or "" for work, above in found.items() if work != _START}


def _above(nearest: dict[str, str], work: str) -> list[str]:
    chain = []
    while work := nearest[work]:
        chain.append(work)
    return chain


def as_data(base: KnowledgeBase, found: tuple[Missing, ...]) -> list[dict[str, Any]]:
    """The works as plain data.

    >>> as_data(base, missing_without(base, "transformer"))[0]["through"]["id"]
    'transformer'
    """
    from kb.cards import reference

    return [
        {
            **reference(base, item.work),
            "date": base.papers[item.work].date,
            "through": reference(base, item.through),
        }
        for item in found
    ]
