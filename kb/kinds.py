"""Which record each facts file holds."""

from __future__ import annotations

from kb.award import Award
from kb.claim import Claim
from kb.event import Event
from kb.link import Link
from kb.paper import Paper
from kb.person import Person
from kb.press import PressCheck
from kb.record import Record
from kb.source import Source
from kb.story import Story

FILES: dict[str, type[Record]] = {
    "papers.yaml": Paper,
    "people.yaml": Person,
    "awards.yaml": Award,
    "events.yaml": Event,
    "sources.yaml": Source,
    "links.yaml": Link,
    "claims.yaml": Claim,
    "press.yaml": PressCheck,
    "stories.yaml": Story,
}
