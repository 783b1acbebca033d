"""The two networks that numbers are counted over: who cites whom, and where ideas went. Never mixed.

Both run from the earlier (cited, influencing) work to the later one; one direction serves all questions.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal, get_args

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.graph import influence
from kb.record import Text, earliest
from kb.reference_lists import compared

if TYPE_CHECKING:
    import networkx as nx

Over = Literal["citations", "influence"]
OVER: tuple[str, ...] = get_args(Over)
Edge = tuple[str, str]


def network(base: KnowledgeBase, over: Over) -> nx.DiGraph[str]:
    """Every work as a node, by id, and one edge from an earlier to a later work, however many links say so.

    ``citations`` runs from the cited work to the citing one; ``influence`` holds accepted links that pass an
    idea on. Raises UsageError for another word.

    >>> network(base, "citations").has_edge("lstm", "ntm")
    True
    """
    if over not in OVER:
        raise UsageError(f"over must be one of {', '.join(OVER)} (got {over!r})")
    import networkx as nx

    net: nx.DiGraph[str] = nx.DiGraph()
    net.add_nodes_from(sorted(base.papers))
    if over == "citations":
        net.add_edges_from(
            sorted((cited, paper.id) for paper in base.papers.values() for cited in paper.cites)
        )
    else:
        net.add_edges_from(sorted({(a, b) for a, b in influence(base).edges()}))
    return net


def without_circles(base: KnowledgeBase, net: nx.DiGraph[str]) -> tuple[nx.DiGraph[str], tuple[Edge, ...]]:
    """The network without circles, and the edges that were left out for it.

    The rule: where works reach one another (two that cite each other's preprints), only edges from the work
    that appeared first to the later one count, by first day and then by id. All other edges stay.

    >>> net, left_out = without_circles(base, network(base, "citations"))
    >>> ("seq2seq", "rnnsearch") in left_out, net.has_edge("rnnsearch", "seq2seq")
    (True, True)
    """
    import networkx as nx

    together = {
        work: n for n, works in enumerate(nx.strongly_connected_components(net)) for work in works
    }  # an edge between two components can be part of no circle
    left_out = tuple(
        (a, b)
        for a, b in net.edges()
        if together[a] == together[b] and appearance(base, a) >= appearance(base, b)
    )
    kept = net.copy()
    kept.remove_edges_from(left_out)
    return kept, left_out


def appearance(base: KnowledgeBase, work: str) -> tuple[str, str]:
    """What orders works in time: the first day that the date can mean, then the id.

    >>> appearance(base, "gan")
    ('2014-06-10', 'gan')
    """
    return earliest(base.papers[work].date), work


def caveat(base: KnowledgeBase, works: Collection[str] | None = None) -> Text | None:
    """What a reader of numbers counted over citations must know: how many reference lists are not whole.

    ``works`` are those whose lists were counted; None means all. None where every list is whole.

    >>> caveat(base, ["mae"]) is None
    True
    """
    lists = compared(base.papers[work] for work in (base.papers if works is None else works))
    whole, partial, unknown = lists.values()
    if not (partial or unknown):
        return None
    return Text(
        en=f"of {sum(lists.values())} reference lists {whole} were compared in whole with the works of this "
        f"base, {partial} in part, {unknown} nobody knows how far: a missing citation changes the numbers",
        zh=f"{sum(lists.values())} 份参考文献表中，与本库全部作品核对过的完整 {whole} 份，不全 {partial} 份，"
        f"情况不明 {unknown} 份；缺一条引用，数字就会改变",
    )


def checked_work(base: KnowledgeBase, work: str) -> str:
    """The id of a work, by any of its names. Raises UnknownId with the nearest names.

    >>> checked_work(base, "gan")
    'gan'
    """
    return base.id_of(work, "work")
