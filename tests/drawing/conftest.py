"""Invented bases of any size for the picture, and the picture parsed back."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import pytest

from kb.arrivals import Batch
from kb.base import KnowledgeBase
from kb.link import Link
from kb.paper import Paper

Work = tuple[str, str, str]  # id, date, topic
Tie = tuple[str, str, str]  # subject, type, object


def _work(id_: str, date: str, topic: str, name: str | None = None) -> Paper:
    return Paper.model_validate(
        {
            "id": id_,
            "title": name or f"On {id_}",
            "topic": topic,
            "aliases": {"en": [name or id_.title()]},
            "versions": [{"kind": "report", "venue": "Invented", "date": date, "checked": "recalled"}],
            "summary": {"en": "Invented.", "zh": "虚构。"},
        }
    )


def _tie(subject: str, type_: str, object_: str) -> Link:
    return Link.model_validate(
        {
            "id": f"{subject}-{type_.replace('_', '-')}-{object_}",
            "subject": subject,
            "type": type_,
            "object": object_,
            "status": "refuted" if type_ == "misattributed" else "accepted",
            "why": {"en": f"{subject} and {object_}", "zh": f"{subject} 与 {object_}"},
            "evidence": [
                {
                    "source": object_,
                    "where": "section 1",
                    "says": {"en": "It says so.", "zh": "如此写道。"},
                    "checked": "read",
                    "date": "2026",
                }
            ],
        }
    )


def _invent(
    works: Sequence[Work],
    ties: Sequence[Tie] = (),
    names: dict[str, str] | None = None,
    arrivals: Sequence[Collection[str]] = (),
) -> KnowledgeBase:
    papers = [_work(id_, date, topic, (names or {}).get(id_)) for id_, date, topic in works]
    links = [_tie(*tie) for tie in ties]
    return KnowledgeBase(
        {"papers.yaml": papers, "links.yaml": links, "arrivals.yaml": list(_batches(arrivals, links))}
    )


def _batches(arrivals: Sequence[Collection[str]], links: Sequence[Link]) -> Iterator[Batch]:
    """Batches of works, and with each the links whose ends are both there by then."""
    there: set[str] = set()
    listed: set[str] = set()
    for works in arrivals:
        there.update(works)
        new = [k.id for k in links if {k.subject, k.object} <= there and k.id not in listed]
        listed.update(new)
        yield Batch(date="2026", works=tuple(works), links=tuple(new))


@pytest.fixture(scope="session")
def invent() -> Callable[..., KnowledgeBase]:
    """A base of works (id, date, topic) and links (subject, type, object); ``arrivals``: ids by batch."""
    return _invent


SVG = "{http://www.w3.org/2000/svg}"


class Picture:
    """An SVG as its readers see it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = ElementTree.fromstring(text)

    def all(self, tag: str, classes: str = "") -> list[Any]:
        """Elements of a tag that have all of some classes."""
        wanted = set(classes.split())
        return [e for e in self.root.iter(SVG + tag) if wanted <= set(e.get("class", "").split())]

    def work(self, id_: str) -> Any:
        return next(e for e in self.all("a", "work") if e.get("data-id") == id_)

    def link(self, id_: str) -> Any:
        return next(e for e in self.all("g", "link") if e.get("data-id") == id_)

    def words(self) -> list[str]:
        return ["".join(e.itertext()) for e in self.all("text")]


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Picture]:
    """An SVG text as a Picture; fails where it is not well-formed XML."""
    return Picture
