"""Influence: the later or acting work (subject) stands in a typed relation to the earlier one (object)."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from kb.evidence import Evidence
from kb.record import Id, Record, Text

LinkType = Literal[
    "builds_on",
    "improves",
    "generalizes",
    "applies",
    "inspired_by",
    "enabled_by",
    "contrasts",
    "evaluates",
    "surveys",
    "independent_concurrent",
    "misattributed",
]
LINK_TYPES: tuple[str, ...] = get_args(LinkType)

#: Types along which an idea travels from the object to the subject; only these make a lineage or a path.
PASSES_ON = frozenset({"builds_on", "improves", "generalizes", "applies", "inspired_by", "enabled_by"})

#: The same in the Citation Typing Ontology, in PROV, or (kb:) in our own words where they have none.
IRI = {
    "builds_on": "http://purl.org/spar/cito/extends",
    "improves": "http://purl.org/spar/cito/updates",
    "generalizes": "kb:generalizes",
    "applies": "http://purl.org/spar/cito/usesMethodIn",
    "inspired_by": "http://www.w3.org/ns/prov#wasInfluencedBy",
    "enabled_by": "http://purl.org/spar/cito/obtainsSupportFrom",
    "contrasts": "kb:contrasts",
    "evaluates": "kb:evaluates",
    "surveys": "http://purl.org/spar/cito/reviews",
    "independent_concurrent": "kb:independentlyFound",
    "misattributed": "kb:misattributedTo",
}


def wording(type_: str, object_kind: str) -> str:
    """The key of the words of a link type: a work is measured *on* a data set, but measures another work.

    >>> wording("evaluates", "dataset"), wording("evaluates", "paper"), wording("improves", "paper")
    ('measured_on', 'evaluates', 'improves')
    """
    return "measured_on" if type_ == "evaluates" and object_kind == "dataset" else type_


class Link(Record):
    """One typed influence with its evidence. Symmetric types stand once, subject the later work."""

    id: Id
    subject: Id
    type: LinkType
    object: Id
    status: Literal["accepted", "disputed", "refuted"]
    version: str | None = None  # venue of the subject's version that is meant, where its first is too early
    why: Text
    uncited: Text | None = None  # why the subject's reference list, though whole, does not name the object
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Link:
        if self.subject == self.object:
            raise ValueError("a work cannot be linked to itself")
        if self.type == "misattributed" and self.status != "refuted":
            raise ValueError("a misattributed link is always refuted")
        return self

    @property
    def symmetric(self) -> bool:
        return self.type == "independent_concurrent"

    @property
    def passes_on(self) -> bool:
        """Whether an idea went from object to subject and nobody disputes it."""
        return self.type in PASSES_ON and self.status == "accepted"
