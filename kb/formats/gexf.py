"""GEXF, for Gephi and sigma.js: works and links with flat attributes.

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


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) and the links among them; the same bytes on every day.

    >>> "dcgan-builds-on-gan" in write(base, ["dcgan", "gan"])
    True
    """
    text = "\n".join(nx.generate_gexf(flat(base, works)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_META.sub("", text, count=1)}\n'


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
    return found
