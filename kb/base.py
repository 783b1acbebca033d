"""The knowledge base as one read-only whole."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from kb.arrivals import FILE as ARRIVALS
from kb.arrivals import Batch
from kb.award import Award
from kb.belonging import wrong_kind
from kb.cache import facts_directory, open_cache
from kb.claim import Claim
from kb.errors import FactsInvalid, UnknownId
from kb.event import Event
from kb.kinds import FILES
from kb.link import Link
from kb.names import NameIndex
from kb.paper import Paper
from kb.person import Person
from kb.press import PressCheck
from kb.source import Source
from kb.story import Story

if TYPE_CHECKING:
    from kb.reading import Facts

Thing = Paper | Person | Award | Event | Source | Story
_Item = TypeVar("_Item", Paper, Person, Award, Event, Source, Story, Claim, PressCheck, Link)


def _by_id(items: Iterable[_Item]) -> MappingProxyType[str, _Item]:
    return MappingProxyType({item.id: item for item in items})


class KnowledgeBase:
    """Every record, by id; immutable, so one instance may serve all readers.

    The mappings keep the order of the files. Questions about the whole (search, lineage, path) are
    free functions in modules of their own that take the base first.
    """

    def __init__(
        self, records: dict[str, list[Any]], version: str = "", names: NameIndex | None = None
    ) -> None:
        """``records`` holds lists of records by file name; ``version`` is a hash of the files' content.

        ``names`` are those that were compiled before: to make them anew takes the dictionaries of pinyin.
        """
        self.version = version
        self._names = names
        self.papers = _by_id(records.get("papers.yaml", []))
        self.people = _by_id(records.get("people.yaml", []))
        self.awards = _by_id(records.get("awards.yaml", []))
        self.events = _by_id(records.get("events.yaml", []))
        self.sources = _by_id(records.get("sources.yaml", []))
        self.links = _by_id(records.get("links.yaml", []))
        self.claims = _by_id(records.get("claims.yaml", []))
        self.press = _by_id(records.get("press.yaml", []))
        self.stories = _by_id(records.get("stories.yaml", []))
        self.arrivals: tuple[Batch, ...] = tuple(records.get(ARRIVALS, ()))

    @classmethod
    def load(cls, directory: Path | None = None) -> KnowledgeBase:
        """The checked facts of a directory, through the compiled cache. Raises FactsInvalid."""
        return open_cache(directory or facts_directory()).base()

    @classmethod
    def read(cls, directory: Path) -> KnowledgeBase:
        """The checked facts straight from YAML, without any cache. Raises FactsInvalid with all problems."""
        from kb.checks import check
        from kb.reading import read_facts

        facts = read_facts(directory)
        if problems := check(facts):
            raise FactsInvalid(problems)
        return cls.of(facts)

    @classmethod
    def of(cls, facts: Facts) -> KnowledgeBase:
        """The records of facts that were checked before."""
        records = {file: [located.record for located in facts[file]] for file in FILES}
        return cls(records | {ARRIVALS: [located.record for located in facts.arrivals]})

    def by_file(self) -> dict[str, MappingProxyType[str, Any]]:
        """Every record by id, by the name of its file."""
        return {file: getattr(self, file.removesuffix(".yaml")) for file in FILES}

    # -- one thing --------------------------------------------------------------------------------

    @cached_property
    def names(self) -> NameIndex:
        """Everything that things are called by."""
        return self._names or NameIndex.of(self)

    def find(self, name: str) -> Thing:
        """The thing of this id, identifier, alias or name. Raises UnknownId or Ambiguous with candidates."""
        return self[self.names.resolve(name)]

    def id_of(self, name: str, kind: Literal["work", "person"] | None = None) -> str:
        """The id that a name means: every question takes names where it takes ids.

        Raises UnknownId and Ambiguous with candidates, and WrongKind (an UnknownId) for another kind.
        """
        known: Container[str] = self.papers if kind == "work" else self.people if kind else self
        if name in known:
            return name
        try:
            id_ = self.names.resolve(name)
        except UnknownId as unknown:
            raise UnknownId(name, unknown.candidates, kind or "object") from None
        if id_ not in known:
            raise wrong_kind(self, self.names.subjects[id_].kind, id_, str(kind))
        return id_

    def __getitem__(self, id_: str) -> Thing:
        for kind in self._kinds:
            if id_ in kind:
                thing: Thing = kind[id_]
                return thing
        raise KeyError(id_)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(of)} {file.removesuffix('.yaml')}" for file, of in self.by_file().items())
        return f"<KnowledgeBase: {counts}>"

    def __contains__(self, id_: object) -> bool:
        return any(id_ in kind for kind in self._kinds)

    def things(self) -> Iterator[Thing]:
        """Works, people, awards, events, sources and stories: all that has an id of the shared name space."""
        for kind in self._kinds:
            yield from kind.values()

    @property
    def _kinds(self) -> tuple[MappingProxyType[str, Any], ...]:
        return (self.papers, self.people, self.awards, self.events, self.sources, self.stories)

    # -- what belongs to a thing ------------------------------------------------------------------

    def links_from(self, work: str) -> list[Link]:
        """Links in which a work acts: what it builds on, improves, ..."""
        work = self.id_of(work, "work")
        return [link for link in self.links.values() if link.subject == work]

    def links_to(self, work: str) -> list[Link]:
        """Links in which others act on a work."""
        work = self.id_of(work, "work")
        return [link for link in self.links.values() if link.object == work]

    def cited_by(self, work: str) -> list[Paper]:
        """The works whose reference lists name this one."""
        work = self.id_of(work, "work")
        return [paper for paper in self.papers.values() if work in paper.cites]

    def claims_of(self, work: str) -> list[Claim]:
        """What a work claims."""
        work = self.id_of(work, "work")
        return [claim for claim in self.claims.values() if claim.paper == work]

    def press_about(self, id_: str) -> list[PressCheck]:
        """What was told about a thing, or in a source."""
        id_ = self.id_of(id_)
        return [check for check in self.press.values() if id_ in check.about or id_ in check.told_in]

    def events_of(self, id_: str) -> list[Event]:
        """Events in which a work or a person takes part, in time order."""
        id_ = self.id_of(id_)
        found = [e for e in self.events.values() if id_ in e.works or id_ in e.people]
        return sorted(found, key=lambda e: e.date)

    def stories_with(self, id_: str) -> list[Story]:
        """Stories that stop at a work, person, event or award."""
        id_ = self.id_of(id_)
        return [story for story in self.stories.values() if any(stop.at == id_ for stop in story.stops)]

    def works_by(self, person: str) -> list[Paper]:
        """A person's works, in time order."""
        person = self.id_of(person, "person")
        return sorted((p for p in self.papers.values() if person in p.people), key=lambda p: p.date)

    def awards_for(self, id_: str) -> list[Award]:
        """Awards of a work, or of a person directly or as an author of an awarded work."""
        id_ = self.id_of(id_)
        return sorted((a for a in self.awards.values() if id_ in self.prized(a)), key=lambda a: a.date)

    def prized(self, award: Award) -> list[str]:
        """The works and people that an award prizes; authors stand for a work without named people."""
        found: dict[str, None] = {}
        for prize in award.prizes:
            if prize.work:
                found[prize.work] = None
            authors = self.papers[prize.work].people if prize.work and not prize.people else ()
            found |= dict.fromkeys((*prize.people, *authors))
        return list(found)
