"""Everything that things are called by, folded for comparison: what look-up and search share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kb.errors import Ambiguous, Candidate, UnknownId
from kb.spelling import fold, identifier, storable

if TYPE_CHECKING:
    from kb.base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing in one line: enough to list it without its record."""

    id: str
    kind: str  # paper, dataset, system, film, person, award, event or source
    label: str
    label_zh: str
    year: int | None
    topic: str | None
    links: int = 0  # how many links (of a work) or works (of a person) it has: what is central comes first

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.id, self.kind, self.label)


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a thing. ``how`` says what it is: id, identifier, alias, title, surname, pinyin ..."""

    key: str
    text: str
    id: str
    how: str


#: Look-up takes names of the first group that has any: an id before an alias, an alias before a surname.
_GROUPS = (("id",), ("identifier",), ("alias", "title", "name"), ("shared alias",), ("surname", "pinyin"))


class NameIndex:
    """Names by folded key, and the things they lead to."""

    def __init__(self, subjects: Iterable[Subject], names: Iterable[Name]) -> None:
        self.subjects = {subject.id: subject for subject in subjects}
        self.names = tuple(names)

    @classmethod
    def of(cls, base: KnowledgeBase) -> NameIndex:
        return cls(_subjects(base), _names(base))

    @cached_property
    def _by_key(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            found[name.key].append(name)
        return dict(found)

    @cached_property
    def keys(self) -> list[str]:
        """The keys of all names, in their order."""
        return [name.key for name in self.names]

    @cached_property
    def tight(self) -> list[str]:
        """The same without spaces."""
        return [key.replace(" ", "") for key in self.keys]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Every word of a key, and the places in ``names`` where it stands."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self.keys):
            for word in dict.fromkeys(key.split()):
                found[word].append(place)
        return dict(found)

    def resolve(self, name: str) -> str:
        """The id of the one thing that a name means. Raises UnknownId (three nearest) or Ambiguous."""
        return choose(name, [hit for key in keys_of(name) for hit in self._by_key.get(key, [])], self)


def keys_of(name: str) -> list[str]:
    """The keys under which a name as typed may stand: an identifier's normal form and the folded text.

    >>> keys_of("arXiv:1406.2661v1")
    ['1406.2661', 'arxiv 1406 2661v1']
    """
    name = storable(name)
    scheme = identifier(name)
    return list(dict.fromkeys((scheme[1] if scheme else name.strip().lower(), fold(name))))


def choose(name: str, hits: list[Name], index: NameIndex) -> str:
    """The one id among hits, by group. Raises UnknownId or Ambiguous.

    >>> choose("GAN", [name for name in base.names.names if name.key == "gan"], base.names)
    'gan'
    """
    for group in _GROUPS:
        ids = list(dict.fromkeys(hit.id for hit in hits if hit.how in group))
        # What only tells of a thing often bears its name: a text about the film Arrival is called "Arrival".
        ids = [i for i in ids if index.subjects[i].kind not in ("event", "source", "story")] or ids
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise Ambiguous(name, [index.subjects[i].candidate for i in ids])
    raise UnknownId(name, nearest_subjects(name, index))


_NEAR = 45.0  # rapidfuzz points of 100; with fewer two names have nothing to do with one another


def nearest_subjects(name: str, index: NameIndex, limit: int = 3) -> list[Candidate]:
    """The things whose names are spelt most like this one, best first.

    >>> nearest_subjects("transfomer", base.names)[0].id
    'transformer'
    """
    from rapidfuzz import fuzz, process

    key = fold(name)
    best: dict[str, float] = {}
    keys = [n.key for n in index.names] if key else []  # nothing is spelt like an empty name
    for _, score, at in process.extract(key, keys, scorer=fuzz.ratio, limit=20 * limit, score_cutoff=_NEAR):
        id_ = index.names[at].id
        best[id_] = max(best.get(id_, 0.0), score)
    ranked = sorted(best, key=lambda i: (-best[i], i))[:limit]
    return [index.subjects[i].candidate for i in ranked]


def _subjects(base: KnowledgeBase) -> Iterator[Subject]:
    links = Counter(end for link in base.links.values() for end in (link.subject, link.object))
    works = Counter(person for paper in base.papers.values() for person in paper.people)
    for paper in base.papers.values():
        yield Subject(
            paper.id, paper.kind, paper.name, paper.name_in("zh"), paper.year, paper.topic, links[paper.id]
        )
    for person in base.people.values():
        yield Subject(person.id, "person", person.name, person.name_in("zh"), None, None, works[person.id])
    for award in base.awards.values():
        yield Subject(award.id, "award", award.name.en, award.name.zh, int(award.date[:4]), None)
    for event in base.events.values():
        yield Subject(event.id, "event", event.title.en, event.title.zh, int(event.date[:4]), None)
    for source in base.sources.values():
        year = int(source.date[:4]) if source.date else None
        yield Subject(source.id, "source", source.title.en, source.title.zh, year, None)
    for story in base.stories.values():
        yield Subject(story.id, "story", story.title.en, story.title.zh, None, None)


def _names(base: KnowledgeBase) -> Iterator[Name]:
    seen: set[tuple[str, str]] = set()
    for name in (n for thing in base.things() for n in _names_of(base, thing.id)):
        if name.key and (name.key, name.id) not in seen:
            seen.add((name.key, name.id))
            yield name


def _names_of(base: KnowledgeBase, id_: str) -> Iterator[Name]:
    def say(text: str | None, how: str) -> Iterator[Name]:
        if text:
            yield Name(fold(text), text, id_, how)
            if any("\u4e00" <= c <= "\u9fff" for c in text):
                yield from _pinyin(text, id_)

    yield Name(fold(id_), id_, id_, "id")
    if id_ in base.papers:
        paper = base.papers[id_]
        for version in paper.versions:
            yield from (Name(v.lower(), v, id_, "identifier") for v in version.ids.values())
        shared = {fold(alias) for alias in paper.ambiguous_aliases}
        for alias in dict.fromkeys((*paper.aliases, *paper.ambiguous_aliases)):
            yield from say(alias, "shared alias" if fold(alias) in shared else "alias")
        for title in paper.titles:
            yield from say(title, "title")
    elif id_ in base.people:
        person = base.people[id_]
        for text in (person.name, person.native, person.zh, *person.variants):
            yield from say(text, "name")
        yield from say(person.family, "surname")
        if person.given and person.family:
            yield from say(f"{person.family} {person.given}", "name")
    elif id_ in base.awards:
        award = base.awards[id_]
        for text in (award.name.en, award.name.zh, *award.aliases):
            yield from say(text, "name")
    else:
        thing = base[id_]
        yield from say(thing.name_in("en"), "title")
        yield from say(thing.name_in("zh"), "title")


def _pinyin(text: str, id_: str) -> Iterator[Name]:
    """Chinese as typed on a Latin keyboard: joined and with spaces, without tones."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text)
    for spelt in ("".join(syllables), " ".join(syllables)):
        yield Name(fold(spelt), text, id_, "pinyin")
