"""CSV of links, one a row: every link with one of the works at an end, so that a join with `csv` is easy."""

from __future__ import annotations

from collections.abc import Collection

from kb.base import KnowledgeBase
from kb.formats.csv import table
from kb.link import IRI, Link

ABOUT = "a table of links, with their evidence"
EXTENSION = ".links.csv"
COLUMNS = ("id", "subject", "type", "object", "status", "iri", "why", "why_zh", "evidence")


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """The links from and to these works (all links where None), in the order of the facts.

    >>> print(write(base, ["dcgan"]).splitlines()[0])
    id,subject,type,object,status,iri,why,why_zh,evidence
    >>> "dcgan-builds-on-gan,dcgan,builds_on,gan,accepted," in write(base, ["dcgan"])
    True
    """
    links = [x for x in base.links.values() if works is None or x.subject in works or x.object in works]
    return table(COLUMNS, map(_row, links))


def _row(link: Link) -> tuple[object, ...]:
    evidence = " | ".join(f"{e.source}, {e.where}: {e.says.en} ({e.checked})" for e in link.evidence)
    ends = (link.id, link.subject, link.type, link.object, link.status)
    return (*ends, IRI[link.type], link.why.en, link.why.zh, evidence)
