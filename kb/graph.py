"""The base as a networkx graph: works are nodes, links are edges, and the key of an edge is the link's id."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from kb.base import KnowledgeBase
from kb.link import PASSES_ON, Link
from kb.paper import Paper

if TYPE_CHECKING:
    import networkx as nx  # at run time only where a graph is made: it takes as long as the rest of a command


def graph(
    base: KnowledgeBase, *, types: Collection[str] | None = None, include_disputed: bool = True
) -> nx.MultiDiGraph[str]:
    """Works and links; an edge runs from subject (later) to object (earlier), as the link says.

    ``types`` keeps links of these types only; without ``include_disputed`` only accepted links are kept.
    Nodes carry kind, label, title, date, year and topic; edges carry type, status and why (in English).

    >>> graph(base).edges["transformer", "rnnsearch", "transformer-generalizes-rnnsearch"]["type"]
    'generalizes'
    """
    import networkx as nx

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found.add_nodes_from((paper.id, work_attributes(paper)) for paper in base.papers.values())
    for link in base.links.values():
        if (types is None or link.type in types) and (include_disputed or link.status == "accepted"):
            found.add_edge(link.subject, link.object, key=link.id, **link_attributes(link))
    return found


def influence(base: KnowledgeBase, *, include_disputed: bool = False) -> nx.MultiDiGraph[str]:
    """Where ideas went: the types that pass an idea on, turned round, from the earlier work to the later.

    >>> import networkx as nx
    >>> nx.has_path(influence(base), "lstm", "transformer")
    True
    """
    forward: nx.MultiDiGraph[str] = graph(base, types=PASSES_ON, include_disputed=include_disputed).reverse()
    if include_disputed:  # a refuted link says that nothing went there
        keyed = [
            (link.object, link.subject, link.id) for link in base.links.values() if link.status == "refuted"
        ]
        forward.remove_edges_from(keyed)
    return forward


def work_attributes(paper: Paper) -> dict[str, Any]:
    """The flat attributes of a work as a node.

    >>> work_attributes(base.papers["gan"])["title"]
    'Generative Adversarial Nets'
    """
    return {
        "kind": paper.kind,
        "label": paper.name,
        "title": paper.title,
        "date": paper.date,
        "year": paper.year,
        "topic": paper.topic,
    }


def link_attributes(link: Link) -> dict[str, Any]:
    """The flat attributes of a link as an edge.

    >>> link_attributes(base.links["transformer-generalizes-rnnsearch"])["status"]
    'accepted'
    """
    return {"type": link.type, "status": link.status, "why": link.why.en}
