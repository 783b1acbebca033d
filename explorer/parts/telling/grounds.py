"""What stands on a source, over all kinds of facts. Only of facts that name it as theirs."""

from __future__ import annotations

from dataclasses import dataclass

from kb import KnowledgeBase
from kb.claim import Claim


@dataclass(frozen=True)
class Grounds:
    """What was read in a source: of works dates and references, of people stays and advisors, and so on."""

    works: tuple[str, ...]
    people: tuple[str, ...]
    awards: tuple[str, ...]
    claims: tuple[Claim, ...]

    def __bool__(self) -> bool:
        return any((self.works, self.people, self.awards, self.claims))


def grounds(base: KnowledgeBase, source: str) -> Grounds:
    """All that names this source, besides the links, events and press checks that its card holds."""
    return Grounds(
        works=tuple(
            paper.id
            for paper in base.papers.values()
            if source == paper.cites_source or any(version.source == source for version in paper.versions)
        ),
        people=tuple(
            person.id
            for person in base.people.values()
            if any(fact.source == source for fact in (*person.affiliations, *person.advisors))
        ),
        awards=tuple(
            award.id
            for award in base.awards.values()
            if any(item.source == source for item in award.evidence)
        ),
        claims=tuple(claim for claim in base.claims.values() if claim.source == source),
    )
