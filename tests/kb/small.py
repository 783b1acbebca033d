"""Bases of a few works, written down as edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.base import KnowledgeBase
from kb.evidence import Evidence
from kb.link import Link
from kb.paper import Paper, Version
from kb.record import Text

WORDS = Text(en="so it is", zh="如此")


def base_of(
    works: str | Iterable[str],
    influence: Iterable[str] = (),
    cites: Iterable[str] = (),
    dates: Mapping[str, str] | None = None,
) -> KnowledgeBase:
    """A base of works with ids of one letter. "ab" is an edge from the earlier a to the later b.

    Without ``dates`` works appear in alphabetical order, a in 2001.
    """
    cited: dict[str, list[str]] = {}
    for earlier, later in cites:
        cited.setdefault(later, []).append(earlier)
    papers = [
        Paper(
            id=work,
            title=f"Work {work}",
            topic="theory",
            versions=(
                Version(
                    kind="journal",
                    venue="J",
                    date=(dates or {}).get(work, str(2001 + ord(work) - ord("a"))),
                    checked="read",
                ),
            ),
            summary=WORDS,
            cites=tuple(cited.get(work, ())),
            cites_scope="whole",
            cites_checked="read",
        )
        for work in works
    ]
    return KnowledgeBase({"papers.yaml": papers, "links.yaml": [link(*edge) for edge in influence]})


def link(earlier: str, later: str, type_: str = "builds_on", status: str = "accepted") -> Link:
    """A link with evidence, from the later work to the earlier one."""
    says = Evidence(source="a", where="page 1", says=WORDS, checked="read", date="2026-01-01")
    return Link.model_validate(
        {
            "id": f"{later}-{type_.replace('_', '-')}-{earlier}",
            "subject": later,
            "type": type_,
            "object": earlier,
            "status": status,
            "why": WORDS,
            "evidence": (says,),
        }
    )
