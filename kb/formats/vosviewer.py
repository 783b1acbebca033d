"""VOSviewer JSON, for VOSviewer and its online viewer: works as items, their topics as clusters.

Links of one pair of works are one line, as strong as they are many; refuted ones are left out, since nothing
in the picture could say so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from html import escape
from typing import Any, get_args

from kb.base import KnowledgeBase
from kb.paper import RESOLVERS, Paper, Topic

ABOUT = "a network for VOSviewer"
EXTENSION = ".vosviewer.json"
_CLUSTERS = {topic: number for number, topic in enumerate(get_args(Topic), 1)}


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) and the links among them.

    >>> json.loads(write(base, ["dcgan", "gan"]))["network"]["links"]
    [{'source_id': 'dcgan', 'target_id': 'gan', 'strength': 1}]
    """
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    pairs = _pairs(base, {paper.id for paper in papers})
    degrees = Counter(end for pair in pairs for end in pair)
    network = {
        "items": [_item(base, paper, degrees[paper.id]) for paper in papers],
        "links": [
            {"source_id": subject, "target_id": object_, "strength": strength}
            for (subject, object_), strength in pairs.items()
        ],
        "clusters": [{"cluster": number, "label": topic} for topic, number in _CLUSTERS.items()],
    }
    return json.dumps({"config": _config(), "network": network}, ensure_ascii=False, indent=1) + "\n"


def _pairs(base: KnowledgeBase, chosen: Collection[str]) -> Counter[tuple[str, str]]:
    """How many links each pair of works has, whichever way they run."""
    found: Counter[tuple[str, str]] = Counter()
    for link in base.links.values():
        if link.status != "refuted" and link.subject in chosen and link.object in chosen:
            turned = (link.object, link.subject)
            found[turned if turned in found else (link.subject, link.object)] += 1
    return found


def _item(base: KnowledgeBase, paper: Paper, links: int) -> dict[str, Any]:
    item: dict[str, Any] = {"id": paper.id, "label": paper.name, "cluster": _CLUSTERS[paper.topic]}
    people = ", ".join(base.people[person].name for person in paper.people)
    item["description"] = _description({"Title": paper.title, "Authors": people, "Venue": paper.venue})
    schemes = [scheme for scheme in ("doi", "arxiv") if scheme in paper.ids]
    if schemes:
        item["url"] = RESOLVERS[schemes[0]].format(paper.ids[schemes[0]])
    return item | {"weights": {"Links": links}, "scores": {"Year": paper.year}}


def _description(rows: dict[str, str]) -> str:
    """The viewer shows a description as HTML."""
    cells = (f"<tr><td>{name}:</td><td>{escape(text)}</td></tr>" for name, text in rows.items() if text)
    return f"<table>{''.join(cells)}</table>"


def _config() -> dict[str, Any]:
    return {
        "terminology": {"item": "work", "items": "works", "link": "link", "link_strength": "number of links"},
        "parameters": {"item_size": "Links"},
    }
