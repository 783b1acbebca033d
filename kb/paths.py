"""How an idea went from an earlier work to a later one: explained paths that never go back in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from typing import Any

import networkx as nx

from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.graph import influence
from kb.link import Link
from kb.record import Language, earliest, latest

MOST = 10_000  # node paths looked at; more would keep a reader waiting for answers nobody can read


@dataclass(frozen=True)
class Hop:
    """One step from an earlier work to a later one, with every link that says so, the plainest first."""

    earlier: str
    later: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Answer:
    """Paths from ``start`` to ``end``, shortest first.

    Without a path, ``turned_round`` says whether there is one from end to start, and ``common_ancestors`` are
    the works nearest to both from which ideas reached both (with the number of steps to each).
    """

    start: str
    end: str
    paths: tuple[tuple[Hop, ...], ...]
    turned_round: bool
    common_ancestors: tuple[tuple[str, int, int], ...]


def paths(base: KnowledgeBase, start: str, end: str, *, k: int = 3, include_disputed: bool = False) -> Answer:
    """The ``k`` shortest simple paths by which an idea went from start to end.

    A path follows builds_on, improves, generalizes, applies, inspired_by and enabled_by from object to
    subject, accepted ones only unless ``include_disputed``; refuted links never. No work on it first appeared
    before the one it follows. Parallel links are one hop. Raises UnknownId, and UsageError for k < 1 or for
    equal ends.

    >>> [hop.later for hop in paths(base, "gan", "wgan", k=1).paths[0]]
    ['wgan']
    >>> paths(base, "wgan", "gan").turned_round
    True
    """
    start, end = base.id_of(start, "work"), base.id_of(end, "work")
    if start == end:
        raise UsageError(f"a path needs two works, got {start} twice")
    if k < 1:
        raise UsageError(f"k must be 1 or more (got {k})")
    forward = influence(base, include_disputed=include_disputed)
    found = tuple(islice(_ordered(base, forward, start, end), k))
    if found:
        return Answer(start, end, found, False, ())
    back = next(_ordered(base, forward, end, start), None) is not None
    return Answer(start, end, (), back, () if back else _common_ancestors(forward, start, end))


def _ordered(
    base: KnowledgeBase, forward: nx.MultiDiGraph[str], start: str, end: str
) -> Iterator[tuple[Hop, ...]]:
    """Simple paths in time, by length; of equal length in the order of their works' dates and ids."""
    try:
        found = islice(nx.shortest_simple_paths(nx.DiGraph(forward), start, end), MOST)
        for _, group in groupby(found, key=len):
            for works in sorted(group, key=lambda path: [(base.papers[w].date, w) for w in path]):
                if _in_time(base, works):
                    yield tuple(_hop(base, forward, a, b) for a, b in pairwise(works))
    except nx.NetworkXNoPath:
        return


def _in_time(base: KnowledgeBase, works: list[str]) -> bool:
    """Whether days can be found, within what is known, on which these works appeared in this order."""
    reached = ""
    for work in works:
        reached = max(reached, earliest(base.papers[work].date))
        if reached > latest(base.papers[work].date):
            return False
    return True


def _hop(base: KnowledgeBase, forward: nx.MultiDiGraph[str], earlier: str, later: str) -> Hop:
    links = [base.links[key] for key in forward[earlier][later]]
    return Hop(earlier, later, tuple(sorted(links, key=lambda link: (link.status != "accepted", link.id))))


def _common_ancestors(forward: nx.MultiDiGraph[str], a: str, b: str) -> tuple[tuple[str, int, int], ...]:
    """The works with the fewest steps to both together."""
    to_a, to_b = (nx.single_source_shortest_path_length(forward.reverse(copy=False), work) for work in (a, b))
    both = {work: to_a[work] + to_b[work] for work in to_a if work in to_b}
    nearest = [work for work, steps in both.items() if steps == min(both.values())]
    return tuple((work, to_a[work], to_b[work]) for work in sorted(nearest))


def as_data(base: KnowledgeBase, answer: Answer) -> dict[str, Any]:
    """The answer as plain data: every hop with its links and their evidence.

    >>> as_data(base, paths(base, "gan", "wgan"))["paths"][0]["hops"][0]["to"]["label"]
    'WGAN'
    """
    from kb.cards import link_card, reference

    return {
        "from": reference(base, answer.start),
        "to": reference(base, answer.end),
        "paths": [
            {
                "path": number,
                "works": [reference(base, work) for work in [path[0].earlier, *(hop.later for hop in path)]],
                "hops": [
                    {
                        "from": reference(base, hop.earlier),
                        "to": reference(base, hop.later),
                        "links": [link_card(base, link) for link in hop.links],
                    }
                    for hop in path
                ],
            }
            for number, path in enumerate(answer.paths, 1)
        ],
        "turned_round": answer.turned_round,
        "common_ancestors": [
            {**reference(base, work), "steps_from": steps, "steps_to": other}
            for work, steps, other in answer.common_ancestors
        ],
    }


def as_markdown(base: KnowledgeBase, answer: Answer, language: Language = "en") -> str:
    """The paths as text to pass on: each step as a sentence with its reason and evidence.

    >>> as_markdown(base, paths(base, "gan", "wgan", k=1)).splitlines()[2]
    '## 1. GAN (2014) → WGAN (2017)'
    """
    from kb.drawing.words import STATUSES, TYPES

    data = as_data(base, answer)
    lines = [f"# {_named(data['from'], language)} → {_named(data['to'], language)}", ""]
    for found in data["paths"]:
        chain = " → ".join(f"{_named(work, language)} ({work['year']})" for work in found["works"])
        lines += [f"## {found['path']}. {chain}", ""]
        for link in (link for hop in found["hops"] for link in hop["links"]):
            ends = [f"**{_named(link[end], language)}**" for end in ("subject", "object")]
            doubt = "" if link["status"] == "accepted" else f" ({STATUSES[link['status']][language]})"
            lines.append(f"- {ends[0]} {TYPES[link['type']][language]} {ends[1]}{doubt}")
            lines.append(f"  {_plain(link['why'][language])}")
            lines += [_evidence_line(item, language) for item in link["evidence"]]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _evidence_line(item: dict[str, Any], language: Language) -> str:
    from kb.drawing.words import CHECKED, phrase

    source, against = item["source"], "" if item["supports"] else f"[{phrase('against', language)}] "
    name = _named(source, language) if source else ""
    if source and source["url"]:
        name = f"[{name}]({source['url']})"
    where = ", ".join(filter(None, (name, _plain(item["where"] or ""), CHECKED[item["checked"]][language])))
    return f"  - {against}{_plain(item['says'][language])} ({where}, {item['date']})"


def _named(reference: dict[str, Any], language: Language) -> str:
    return _plain(reference["label_zh"] if language == "zh" and reference["label_zh"] else reference["label"])


def _plain(text: str) -> str:
    """Text in which nothing is read as Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
