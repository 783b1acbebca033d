"""A base whose texts hold every sign that some format gives a meaning to."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase

HOSTILE = "\"5\" < 6 & 7 > ']]>' {x} [y] \\ | ; # % $ ` @ ~ ^ _ = <!-- 中文 — é"


@pytest.fixture(scope="session")
def hostile(miniature: KnowledgeBase) -> KnowledgeBase:
    """The invented base, with hostile text as a title, a name, a reason and a venue."""
    records = {file: list(kind.values()) for file, kind in miniature.by_file().items()}
    lamp = miniature.papers["brass-lamp"]
    venues = tuple(version.model_copy(update={"venue": HOSTILE}) for version in lamp.versions)
    records["papers.yaml"] = [
        p if p is not lamp else lamp.model_copy(update={"title": HOSTILE, "versions": venues})
        for p in miniature.papers.values()
    ]
    records["people.yaml"] = [
        person.model_copy(update={"name": HOSTILE, "given": None, "family": None, "native": None})
        if person.id == "bo-flint"
        else person
        for person in miniature.people.values()
    ]
    records["links.yaml"] = [
        link.model_copy(update={"why": link.why.model_copy(update={"en": HOSTILE})})
        for link in miniature.links.values()
    ]
    return KnowledgeBase(records)


@pytest.fixture(scope="session")
def hostile_text() -> str:
    return HOSTILE
