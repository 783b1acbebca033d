"""How much there is, and how well it was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kb.base import KnowledgeBase
from kb.link import Link
from kb.locator import leads_to_a_place
from kb.reference_lists import compared

CHECKED = ("read", "reported", "recalled")
Stats = dict[str, dict[str, int]]


def stats(base: KnowledgeBase) -> Stats:
    """Counts by group: facts, kinds, topics, link types and status, how evidence was checked, and coverage.

    ``evidence of links`` counts what stands behind influence.

    ``reference lists`` are those compared with all works in whole, in part, or nobody knows how far.

    ``coverage`` counts works that have a thing (a Chinese name, people, links, claims, a reference list that
    was read ...) out of ``facts.works``.

    >>> found = stats(base)
    >>> found["coverage"]["with claims"] <= found["facts"]["works"]
    True
    >>> list(found["evidence checked"])
    ['read', 'reported', 'recalled']
    """
    papers, links = base.papers.values(), base.links.values()
    return {
        "facts": {
            "works": len(base.papers),
            "people": len(base.people),
            "awards": len(base.awards),
            "events": len(base.events),
            "sources": len(base.sources),
            "links": len(base.links),
            "claims": len(base.claims),
            "press": len(base.press),
            "stories": len(base.stories),
            "citations": sum(len(paper.cites) for paper in papers),
        },
        "kind": _counted(paper.kind for paper in papers),
        "topic": _counted(paper.topic for paper in papers),
        "link type": _counted(link.type for link in links),
        "link status": _counted(link.status for link in links),
        "evidence checked": {name: Counter(_checked(base))[name] for name in CHECKED},
        "evidence of links": _evidence(links),
        "claims checked": {name: sum(c.checked == name for c in base.claims.values()) for name in CHECKED},
        "facts checked": {name: Counter(_every_check(base))[name] for name in CHECKED},
        "reference lists": compared(papers),
        "coverage": _coverage(base),
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    counter = Counter(values)
    return {name: counter[name] for name in sorted(counter, key=lambda n: (-counter[n], n))}


def _checked(base: KnowledgeBase) -> Iterator[str]:
    for holder in (*base.links.values(), *base.awards.values(), *base.events.values()):
        yield from (item.checked for item in holder.evidence)


def _evidence(links: Iterable[Link]) -> dict[str, int]:
    """How links are supported: by how many items, how many lead to a place, how many links have but one."""
    links = list(links)
    single = [link for link in links if len(link.evidence) == 1]
    return {
        "items": sum(len(link.evidence) for link in links),
        "items that lead to a place": sum(leads_to_a_place(e.where) for x in links for e in x.evidence),
        "links with a single item": len(single),
        "of these, from neither of the two works": sum(not _from_its_works(link) for link in single),
        "links without an item from their works": sum(not _from_its_works(link) for link in links),
    }


def _from_its_works(link: Link) -> bool:
    return any(item.source in (link.subject, link.object) for item in link.evidence)


def _every_check(base: KnowledgeBase) -> Iterator[str]:
    """How each fact that says so was checked: evidence, claims, press, versions, reference lists, careers."""
    yield from _checked(base)
    yield from (item.checked for item in (*base.claims.values(), *base.press.values()))
    for paper in base.papers.values():
        yield from (version.checked for version in paper.versions)
        yield from [paper.cites_checked] if paper.cites else []
    for person in base.people.values():
        yield from (item.checked for item in (*person.affiliations, *person.advisors))


def _coverage(base: KnowledgeBase) -> dict[str, int]:
    linked = {end for link in base.links.values() for end in (link.subject, link.object)}
    claimed = {claim.paper for claim in base.claims.values()}
    papers = base.papers.values()
    return {
        "with a Chinese name": sum(bool(p.aliases.zh or p.title_zh) for p in papers),
        "with people": sum(bool(p.people) for p in papers),
        "with an identifier": sum(bool(p.ids) for p in papers),
        "with links": sum(p.id in linked for p in papers),
        "with claims": sum(p.id in claimed for p in papers),
        "with a reference list": sum(bool(p.cites) for p in papers),
        "with a reference list that was read": sum(
            bool(p.cites) and p.cites_checked == "read" for p in papers
        ),
    }
