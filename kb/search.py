"""Search over names, in layers: exact > prefix > words > substring > bad spelling; Chinese and pinyin too.

A later layer is asked only as far as it can help: bad spelling only where nothing else was found, and parts
of words not for one or two Latin letters, so that a short query answers with little and without noise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.names import Name, NameIndex, Subject, keys_of
from kb.spelling import fold

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

#: A venue under its names of different years.
_VENUES = dict.fromkeys(("nips", "neurips"), ("nips", "neurips"))
WORKS = frozenset({"paper", "dataset", "system", "film"})
LAYERS = ("exact", "word", "prefix", "words", "substring", "similar")
_KINDS = ("paper", "system", "dataset", "film", "person", "award", "story", "event", "source")
_HOWS = ("id", "identifier", "alias", "name", "title", "shared alias", "surname", "pinyin")
_RARE = 25  # names: a word of two letters that stands in more of them (of, in) tells nothing
_SIMILAR = 80.0  # rapidfuzz points of 100 from which two spellings count as alike

_REASON = {
    "exact": "{how}",
    "word": "a word of {how}",
    "prefix": "beginning of {how}",
    "words": "words of {how}",
    "substring": "part of {how}",
    "similar": "spelt like {how}",
}
_REASON_ZH = {
    "exact": "{how}",
    "word": "{how}中的词",
    "prefix": "{how}的开头",
    "words": "{how}中的词",
    "substring": "{how}的一部分",
    "similar": "拼写近似{how}",
}
_HOW_ZH = {
    "id": "编号",
    "identifier": "标识符",
    "alias": "别名",
    "name": "名称",
    "title": "标题",
    "shared alias": "共用别名",
    "surname": "姓氏",
    "pinyin": "拼音",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: ``matched`` is the name that answered, layer and how say why, score is 0 to 100."""

    id: str
    kind: str
    label: str
    label_zh: str
    year: int | None
    matched: str
    layer: str
    how: str
    score: float

    @property
    def reason(self) -> str:
        """Why this was found, in words: "alias", "beginning of title", "spelt like surname" ..."""
        return self.reason_in("en")

    def reason_in(self, language: str) -> str:
        """The same in ``en`` or ``zh``."""
        if language == "zh":
            return _REASON_ZH[self.layer].format(how=_HOW_ZH[self.how])
        return _REASON[self.layer].format(how=self.how)


def search(
    names: NameIndex,
    text: str,
    *,
    kind: str | None = None,
    topic: str | None = None,
    years: tuple[int, int] | None = None,
    among: Collection[str] | None = None,
    people: Collection[str] = (),
    limit: int = 20,
) -> list[Hit]:
    """What a text may mean, best first: by layer, works first and sources last, then what has most links.

    ``kind`` is a kind of thing, or ``work`` for all kinds of works; ``years`` includes both ends; ``among``
    are the ids that may answer; ``people`` are those who fit topic and years by their works. Only what fits
    the filters is looked at, so a filter never hides a worse match behind a better one it removed.

    >>> search(base.names, "残差网络")[0].id
    'resnet'
    >>> search(base.names, "transfomer", kind="work")[0].reason
    'spelt like id'
    """
    query = fold(text)
    if not query and not any(keys_of(text)):
        return []
    wanted = {subject.id for subject in fitting(names, kind, topic, years, among, people)}
    keys = keys_of(text)
    found = _best(names, _by_spelling(names, wanted, keys, query))
    return (found or _best(names, _by_likeness(names, wanted, query)))[:limit]


def as_data(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """Hits as plain data, the reason in both languages.

    >>> as_data(search(base.names, "resnet"))[0]["label_zh"]
    '残差网络'
    """
    return [
        {
            "id": hit.id,
            "kind": hit.kind,
            "label": hit.label,
            "label_zh": hit.label_zh,
            "year": hit.year,
            "matched": hit.matched,
            "reason": hit.reason,
            "reason_zh": hit.reason_in("zh"),
            "score": hit.score,
        }
        for hit in hits
    ]


def works_with(base: KnowledgeBase, *, venue: str | None = None, award: str | None = None) -> frozenset[str]:
    """The works that appeared at a venue (a word of its name) and that an award prizes.

    ``award`` is a series or an award's id, or ``any``.

    >>> sorted(works_with(base, award="neurips-test-of-time-2024"))
    ['gan', 'seq2seq']
    """
    called = _VENUES.get(fold(venue or ""), (fold(venue or ""),))
    return frozenset(
        paper.id
        for paper in base.papers.values()
        if (
            venue is None or any(name in fold(version.venue) for version in paper.versions for name in called)
        )
        and (award is None or any(award in ("any", a.series, a.id) for a in base.awards_for(paper.id)))
    )


def fitting(
    names: NameIndex,
    kind: str | None,
    topic: str | None,
    years: tuple[int, int] | None,
    among: Collection[str] | None = None,
    people: Collection[str] = (),
) -> list[Subject]:
    """All things that filters leave: by kind, by year, what has most links first.

    >>> [subject.id for subject in fitting(base.names, "film", None, None)]
    ['arrival-film']
    """

    def fits(subject: Subject) -> bool:
        if kind and subject.kind != kind and not (kind == "work" and subject.kind in WORKS):
            return False
        if subject.kind == "person" and (topic or years):
            return subject.id in people
        if topic and subject.topic != topic:
            return False
        return years is None or (subject.year is not None and years[0] <= subject.year <= years[1])

    allowed = names.subjects if among is None else frozenset(among)
    found = [subject for subject in names.subjects.values() if subject.id in allowed and fits(subject)]
    return sorted(found, key=lambda s: (_KINDS.index(s.kind), s.year or 9999, -s.links, s.label))


def people_of(base: KnowledgeBase, topic: str | None, years: tuple[int, int] | None) -> frozenset[str]:
    """Who has a work of this topic that appeared in these years.

    >>> "kyunghyun-cho" in people_of(base, None, (2013, 2014))
    True
    """
    return frozenset(
        person
        for paper in base.papers.values()
        if topic in (None, paper.topic) and (years is None or years[0] <= paper.year <= years[1])
        for person in paper.people
    )


_Match = tuple[Name, str, float]


def _by_spelling(
    names: NameIndex, wanted: Collection[str], keys: Sequence[str], query: str
) -> Iterator[_Match]:
    squashed, words = query.replace(" ", ""), query.split()
    short = len(squashed) <= 2 and squashed.isascii()
    rare = len(names.words.get(query, ())) <= _RARE
    for place in _places(names, keys, query, squashed, words):
        name, tight = names.names[place], names.tight[place]
        if name.id not in wanted:
            continue
        if name.key in keys or (squashed and tight == squashed):
            yield name, "exact", 100.0
        elif not squashed or name.how == "identifier":
            continue  # an identifier is whole or wrong
        elif short and rare and query in name.key.split() and name.how not in ("pinyin", "id"):
            yield name, "word", _share(squashed, tight)
        elif name.how == "pinyin" and not _whole_syllables(squashed, words, name.key.split()):
            continue  # half a syllable is any: cho is not chong
        elif name.key.startswith(query) or (not short and tight.startswith(squashed)):
            yield name, "prefix", _share(squashed, tight)
        elif short:
            continue
        elif words and _begin_words(words, name.key.split()):
            yield name, "words", _share(squashed, tight)
        elif query in name.key and name.how != "pinyin":
            yield name, "substring", _share(squashed, tight)


def _places(
    names: NameIndex, keys: Sequence[str], query: str, squashed: str, words: Sequence[str]
) -> list[int]:
    """Where in the index a match by spelling can stand: found by what runs fast over thousands of names."""
    places = {place for place, key in enumerate(names.keys) if key in keys}
    if squashed:
        places.update(place for place, key in enumerate(names.keys) if query in key)
        places.update(place for place, tight in enumerate(names.tight) if tight.startswith(squashed))
        places.update(_with_all(names, [[w for w in names.words if w.startswith(word)] for word in words]))
    return sorted(places)


def _with_all(names: NameIndex, chosen: Sequence[Collection[str]]) -> set[int]:
    """The places of names that have one word at least of each collection."""
    sets = [{place for word in words for place in names.words[word]} for words in chosen]
    return set.intersection(*sets) if sets else set()


def _whole_syllables(squashed: str, words: Sequence[str], syllables: Sequence[str]) -> bool:
    """Whether a query says the first syllable of a name at least, or some of its syllables, whole."""
    begins = "".join(syllables).startswith(squashed) and len(squashed) >= len(syllables[0])
    return begins or set(words) <= set(syllables)


def _share(part: str, whole: str) -> float:
    return round(100.0 * len(part) / max(len(whole), 1), 1)


def _begin_words(words: Sequence[str], of: Sequence[str]) -> bool:
    """Whether every word of the query begins a word of the name."""
    return all(any(there.startswith(word) for there in of) for word in words)


def _by_likeness(names: NameIndex, wanted: Collection[str], query: str) -> Iterator[_Match]:
    if len(query.replace(" ", "")) < 4 and query.isascii():
        return  # three letters are like everything
    from rapidfuzz import fuzz, process

    words = query.split()
    alike = process.extract(query, names.keys, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=None)
    scores = {place: score for _, score, place in alike}
    near = [
        [
            word
            for word, _, _ in process.extract(
                w, names.words.keys(), scorer=fuzz.ratio, score_cutoff=60.0, limit=None
            )
        ]
        for w in words
    ]
    for place in _with_all(names, near):
        by_word = _alike_words(words, names.keys[place].split()) - 2.0  # the whole is surer
        scores[place] = max(scores.get(place, 0.0), by_word)
    for place in sorted(scores):
        name = names.names[place]
        if name.id in wanted and name.how != "identifier" and scores[place] >= _SIMILAR:
            yield name, "similar", round(scores[place], 1)


def _alike_words(words: Sequence[str], of: Sequence[str]) -> float:
    """How well every word of the query is spelt like some word of the name, weighted by length."""
    from rapidfuzz import fuzz

    total = sum(len(word) for word in words)
    best = [max((fuzz.ratio(word, there) for there in of), default=0.0) for word in words]
    if not best or min(best) < 60.0:
        return 0.0
    return sum(score * len(word) for score, word in zip(best, words, strict=True)) / total


def _best(names: NameIndex, matches: Iterator[_Match]) -> list[Hit]:
    """One hit a thing: its best match; then all in order."""
    best: dict[str, tuple[tuple[object, ...], _Match]] = {}
    for match in matches:
        name, layer, score = match
        closest = -score if layer == "similar" else 0.0
        spoken = (
            layer != "exact" and name.how == "id",
            _HOWS.index(name.how),
        )  # an alias says more than an id
        rank = (LAYERS.index(layer), _band(layer, name, score), closest, spoken, -score, name.key)
        if name.id not in best or rank < best[name.id][0]:
            best[name.id] = (rank, match)
    ranked = sorted(best.values(), key=lambda item: _order(names.subjects[item[1][0].id], item[1]))
    return [_hit(names.subjects[match[0].id], match) for _, match in ranked]


def _band(layer: str, name: Name, score: float) -> float:
    """Within a layer: of exact matches the surest kind of name, of similar ones the closest spelling."""
    if layer == "exact":
        return 0.0 if name.how in ("id", "identifier", "alias", "name", "title") else 1.0
    return -(score // 5) if layer == "similar" else 0.0


def _order(subject: Subject, match: _Match) -> tuple[object, ...]:
    name, layer, score = match
    is_work = subject.kind in WORKS
    kind = (not is_work, _KINDS.index(subject.kind))
    first = (subject.year or 9999) if name.how == "shared alias" else 0  # who was first called so
    return (
        subject.kind == "source" and layer != "exact",  # what tells of a thing comes after the things
        LAYERS.index(layer),
        _band(layer, name, score),
        *kind,
        first,
        -subject.links,
        subject.year or 9999,
        len(name.key),
        subject.id,
    )


def _hit(subject: Subject, match: _Match) -> Hit:
    name, layer, score = match
    return Hit(
        subject.id,
        subject.kind,
        subject.label,
        subject.label_zh,
        subject.year,
        name.text,
        layer,
        name.how,
        score,
    )
