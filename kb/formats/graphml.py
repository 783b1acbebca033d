"""GraphML: works and links with flat attributes, for Gephi, Cytoscape, igraph and networkx.

The id of an edge is the link's id. GraphML knows no lists and no missing values: evidence becomes texts
joined by " | ", and what is not known is left out.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from xml.etree.ElementTree import ParseError

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import FactsInvalid, Problem
from kb.graph import graph
from kb.link import IRI

ABOUT = "works and links as a graph"
EXTENSION = ".graphml"


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) and the links among them.

    >>> "dcgan-builds-on-gan" in write(base, ["dcgan", "gan"])
    True
    """
    buffer = io.BytesIO()
    nx.write_graphml_xml(flat(base, works), buffer)
    return buffer.getvalue().decode("utf-8") + "\n"


def read(text: str) -> nx.MultiDiGraph[str]:
    """The graph that was written; keys of edges are ids of links. Raises FactsInvalid for anything else.

    >>> found = read(write(base, ["dcgan", "gan"]))
    >>> found.nodes["gan"]["year"], found.has_edge("dcgan", "gan", "dcgan-builds-on-gan")
    (2014, True)
    """
    try:
        found: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.parse_graphml(text, force_multigraph=True))
    except (ParseError, nx.NetworkXError) as error:
        raise FactsInvalid([Problem("graphml", 1, "", "", f"not GraphML: {error}")]) from error
    return found


def flat(base: KnowledgeBase, works: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """What is written, as a graph: no attribute is a list or missing.

    >>> flat(base, ["dcgan", "gan"]).edges["dcgan", "gan", "dcgan-builds-on-gan"]["type"]
    'builds_on'
    """
    whole = graph(base)
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(whole.subgraph(whole if works is None else works))
    for work, attributes in found.nodes(data=True):
        paper = base.papers[work]
        attributes |= {
            "label_zh": paper.name_in("zh"),
            "venue": paper.venue,
            "people": " | ".join(paper.people),
        }
        attributes |= {scheme: value for scheme, value in paper.ids.items() if scheme in ("arxiv", "doi")}
    for _, _, key, attributes in found.edges(keys=True, data=True):
        link = base.links[key]
        attributes["why_zh"] = link.why.zh
        attributes["iri"] = IRI[link.type]
        attributes["evidence"] = " | ".join(
            f"{e.source}, {e.where}: {e.says.en} ({e.checked})" for e in link.evidence
        )
    return found
