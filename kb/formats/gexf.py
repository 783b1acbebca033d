"""GEXF 1.3, for Gephi and sigma.js: works and links with flat attributes.

The weight of a link is the number of items of evidence that support it, so that layouts draw together what is
well attested.
The type of a link is called ``relation``, since ``type`` of a GEXF edge means directed or undirected; works
carry their year, and nothing is called ``start``, which would make the whole file a film.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from xml.etree.ElementTree import ParseError

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import FactsInvalid, Problem
from kb.formats import graphml

ABOUT = "works and links as a graph for Gephi"
EXTENSION = ".gexf"
_META = re.compile(r"\s*<meta .*?</meta>", re.DOTALL)  # names the day of writing and networkx's version
_INNER = re.compile(
    r'\s*<attribute id="(\d+)" title="networkx_key"[^>]*/>'
)  # a column that would show in Gephi


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) and the links among them; the same bytes on every day.

    >>> "dcgan-builds-on-gan" in write(base, ["dcgan", "gan"])
    True
    """
    text = _META.sub("", "\n".join(nx.generate_gexf(flat(base, works), version="1.3")), count=1)
    text = text.replace('"http://w3.org/2001/', '"http://www.w3.org/2001/', 1)  # as XML names it
    if inner := _INNER.search(text):
        text = _without_column(text.replace(inner[0], "", 1), inner[1])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _without_column(text: str, column: str) -> str:
    """The file without the values of a column of its edges (columns of nodes are numbered with them)."""
    return re.sub(rf'\s*<attvalue for="{column}" value="[^"]*" ?/>', "", text)


def read(text: str) -> nx.MultiDiGraph[str]:
    """The graph that was written; keys of edges are ids of links. Raises FactsInvalid for anything else.

    >>> found = read(write(base, ["dcgan", "gan"]))
    >>> found.nodes["gan"]["year"], found.has_edge("dcgan", "gan", "dcgan-builds-on-gan")
    (2014, True)
    """
    try:
        parsed = nx.read_gexf(io.BytesIO(text.encode("utf-8")))
    except (ParseError, nx.NetworkXError, TypeError, KeyError) as error:
        raise FactsInvalid([Problem("gexf", 1, "", "", f"not GEXF: {error}")]) from error
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found.add_nodes_from(parsed.nodes(data=True))
    for subject, object_, data in parsed.edges(data=True):
        key = data.pop("id")
        data.pop("networkx_key", None)
        found.add_edge(subject, object_, key, **data)
    return found


def flat(base: KnowledgeBase, works: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """What is written, as a graph: as in GraphML, with names that GEXF does not take for its own.

    >>> flat(base, ["dcgan", "gan"]).edges["dcgan", "gan", "dcgan-builds-on-gan"]["relation"]
    'builds_on'
    """
    found = graphml.flat(base, works)
    for *_, key, attributes in found.edges(keys=True, data=True):
        attributes["relation"] = attributes.pop("type")
        attributes["id"] = key
        attributes["weight"] = sum(item.supports for item in base.links[key].evidence)
    return found
