"""Reference lists: how far each was compared with the works kept here, and whether links agree with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kb.errors import Problem
from kb.link import PASSES_ON, Link
from kb.paper import Paper
from kb.reading import Facts, Located
from kb.record import earliest, latest

SCOPES = ("whole", "partial", "unknown")
#: Kinds of works that print no reference list.
WITHOUT_A_LIST = frozenset({"film", "system"})
#: Types of links whose object a paper would name in its reference list.
_USES = PASSES_ON | {"evaluates", "surveys"}
_SAYS_SO = re.compile(r"\b(cit(e|es|ed|ing|ations?)|references?)\b", re.IGNORECASE)


def compared(papers: Iterable[Paper]) -> dict[str, int]:
    """How many reference lists were compared in whole, in part, or nobody knows how far.

    >>> compared([])
    {'whole': 0, 'partial': 0, 'unknown': 0}
    """
    counter: Counter[str] = Counter(paper.cites_scope for paper in papers if paper.kind not in WITHOUT_A_LIST)
    return {scope: counter[scope] for scope in SCOPES}


def a_work_never_cites_a_younger_one(facts: Facts) -> Iterator[Problem]:
    """A work in a reference list appeared before the newest version of the citing work."""
    works = {located.record.id: located.record for located in facts["papers.yaml"]}
    for located in facts["papers.yaml"]:
        paper = located.record
        for i, cited in enumerate(paper.cites):
            other = works.get(cited)
            if cited == paper.id:
                yield located.problem(f"cites.{i}", cited, "a work does not cite itself")
            elif other and earliest(other.date) > latest(paper.last_date):
                yield located.problem(
                    f"cites.{i}",
                    cited,
                    f"cited work ({other.date}) is younger than the citing one ({paper.last_date})",
                    "check both dates",
                )
            elif cited in paper.cites[:i]:
                yield located.problem(f"cites.{i}", cited, "cited twice", "keep one")


def a_whole_list_was_seen(facts: Facts) -> Iterator[Problem]:
    """A reference list that was read, reported, or compared in whole says where; memory makes none whole."""
    for located in facts["papers.yaml"]:
        paper: Paper = located.record
        whole = paper.cites_scope == "whole"
        if whole and paper.cites_checked == "recalled":
            yield located.problem("cites_scope", "whole", "nobody saw this list", "partial, or unknown")
        elif (paper.cites or whole) and paper.cites_checked != "recalled" and not paper.cites_source:
            yield located.problem(
                "cites_checked", paper.cites_checked, "was read, but cites_source is missing", "name it"
            )


def what_a_paper_is_said_to_cite_is_in_its_list(facts: Facts) -> Iterator[Problem]:
    """Where evidence from the work itself says that it cites the object of the link, its list has it."""
    for located, subject in _uses(facts):
        link: Link = located.record
        if link.object in subject.cites or link.uncited:
            continue
        for i, item in enumerate(link.evidence):
            if item.supports and item.source == subject.id and _SAYS_SO.search(item.says.en):
                yield located.problem(
                    f"evidence.{i}.says",
                    link.object,
                    f"the reference list of {subject.id} lacks it",
                    f"add it to cites of {subject.id}, or say in uncited what is cited instead",
                )


def a_whole_list_holds_what_the_work_uses(facts: Facts) -> Iterator[Problem]:
    """The object of an accepted influence link is in the subject's whole list, or `uncited` says why not."""
    for located, subject in _uses(facts):
        link: Link = located.record
        cited = link.object in subject.cites
        if link.uncited and cited:
            yield located.problem("uncited", link.object, f"{subject.id} cites it", "remove uncited")
        elif subject.cites_scope == "whole" and link.status == "accepted" and not (cited or link.uncited):
            yield located.problem(
                "object",
                link.object,
                f"the reference list of {subject.id}, marked whole, lacks it",
                f"add it to cites of {subject.id}, or say in uncited why it is not there",
            )


def _uses(facts: Facts) -> Iterator[tuple[Located, Paper]]:
    """The links by which a work uses another, each with the work."""
    works = {located.record.id: located.record for located in facts["papers.yaml"]}
    for located in facts["links.yaml"]:
        link: Link = located.record
        if link.type in _USES and link.subject in works and link.object in works:
            yield located, works[link.subject]


RULES = (
    a_work_never_cites_a_younger_one,
    a_whole_list_was_seen,
    what_a_paper_is_said_to_cite_is_in_its_list,
    a_whole_list_holds_what_the_work_uses,
)
