"""Rules on influence: which way a link points, when its works appeared, and what its evidence carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.errors import Problem
from kb.evidence import Evidence
from kb.link import Link
from kb.paper import Paper
from kb.reading import Facts, Located
from kb.record import earliest, latest
from kb.source import Source


def _links_with_works(facts: Facts) -> Iterator[tuple[Located, Link, Paper, Paper]]:
    works = {located.record.id: located.record for located in facts["papers.yaml"]}
    for located in facts["links.yaml"]:
        link = located.record
        if link.subject in works and link.object in works:
            yield located, link, works[link.subject], works[link.object]


def the_id_of_a_link_says_what_it_says(facts: Facts) -> Iterator[Problem]:
    """The id of a link is its subject, its type and its object, so that a link turned round is noticed."""
    for located, link, _later, _older in _links_with_works(facts):
        if link.id != _said_by(link):
            yield located.problem(
                "id",
                link.id,
                f"its content says {_said_by(link)}",
                "are subject and object swapped, or is the id out of date?",
            )


def _said_by(link: Link) -> str:
    return f"{link.subject}-{link.type.replace('_', '-')}-{link.object}"


def links_never_point_forward_in_time(facts: Facts) -> Iterator[Problem]:
    """A link leads from a later work to an earlier one, by first dates or by the version that it names."""
    for located, link, later, older in _links_with_works(facts):
        date = _date_meant(link, later)
        if date is None or link.id != _said_by(link):
            continue  # another rule tells it: one slip is one problem
        if link.type == "misattributed" or earliest(older.date) <= latest(date):
            continue
        yield located.problem(
            "version" if link.version else "object",
            link.version or link.object,
            f"{link.subject} ({date}) cannot {link.type} the younger {link.object} ({older.date})",
            "swap subject and object, or name the later version of the subject that did",
        )


def _date_meant(link: Link, later: Paper) -> str | None:
    """The date of the version that the link names (none if there is no such version), or the first date."""
    if link.version is None:
        return later.date
    return next((v.date for v in later.versions if v.venue == link.version), None)


def a_link_names_a_version_that_there_is(facts: Facts) -> Iterator[Problem]:
    """The version that a link names is the venue of one of its subject's versions."""
    for located, link, later, _older in _links_with_works(facts):
        venues = [version.venue for version in later.versions]
        if link.version and link.version not in venues:
            yield located.problem(
                "version", link.version, f"no version of {later.id}", f"one of {', '.join(venues)}"
            )


def concurrent_works_are_near_in_time(facts: Facts) -> Iterator[Problem]:
    """Two works found independently and concurrently first appeared within 18 months."""
    for located, link, a, b in _links_with_works(facts):
        if link.symmetric and abs(_months(a.date) - _months(b.date)) > 18:
            yield located.problem(
                "type", link.type, f"{a.id} ({a.date}) and {b.id} ({b.date}) lie more than 18 months apart"
            )


def _months(date: str) -> int:
    first = earliest(date)
    return int(first[:4]) * 12 + int(first[5:7])


def each_link_stands_once(facts: Facts) -> Iterator[Problem]:
    """No two links say the same; a symmetric link stands in one direction only."""
    first: dict[tuple[str, ...], Located] = {}
    for located in facts["links.yaml"]:
        link = located.record
        ends = sorted((link.subject, link.object)) if link.symmetric else [link.subject, link.object]
        key = (link.type, *ends)
        if key in first:
            yield located.problem(
                "id",
                link.id,
                f"says the same as {first[key].record.id}",
                "add its evidence there and remove this one",
            )
        first.setdefault(key, located)


def an_accepted_link_rests_on_more_than_press_or_memory(facts: Facts) -> Iterator[Problem]:
    """An accepted link has support that was read or reported elsewhere than in press or a machine's text."""
    sources = {located.record.id: located.record for located in facts["sources.yaml"]}
    if "sources.yaml" in facts.unread:
        return
    for located in facts["links.yaml"]:
        link = located.record
        if link.status == "accepted" and not any(_carries(item, sources) for item in link.evidence):
            yield located.problem(
                "evidence",
                link.id,
                "nothing but press, a machine's text or memory supports it",
                "find the place in one of the two works, or make the link disputed",
            )


def _carries(item: Evidence, sources: dict[str, Source]) -> bool:
    source = sources.get(item.source)  # a work is its own source
    trusted = source is None or not (source.kind == "article" or source.machine_made)
    return item.supports and item.checked != "recalled" and trusted


LINK_RULES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    the_id_of_a_link_says_what_it_says,
    links_never_point_forward_in_time,
    a_link_names_a_version_that_there_is,
    concurrent_works_are_near_in_time,
    each_link_stands_once,
    an_accepted_link_rests_on_more_than_press_or_memory,
)
