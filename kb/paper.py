"""A work: a paper, a data set, a system, or (where a rumour needs it) a film, with all its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, HttpUrl, TypeAdapter, field_validator

from kb.record import Checked, Id, PartialDate, Record, Text, earliest

Topic = Literal[
    "generative-adversarial",
    "sequence-modelling",
    "attention-memory",
    "language-models",
    "vision",
    "reinforcement-learning",
    "diffusion",
    "graph-science",
    "self-supervised",
    "efficient-training",
    "theory",
    "data",
    "culture",
]
Scheme = Literal["arxiv", "doi", "openreview", "acl", "dblp", "pmlr", "openalex", "s2", "isbn", "imdb"]
_URL = TypeAdapter(HttpUrl)
#: What an identifier of a scheme looks like, and how that is told.
_FORMS: dict[str, tuple[str, str]] = {
    "arxiv": (
        r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7}",
        "1406.2661 or cs/0112017, without version",
    ),
    "doi": (r"10\.[0-9]{4,9}/[^\sA-Z]+", "10.1038/nature14236, in lower case"),
    "openreview": (r"[A-Za-z0-9_-]+", "the id of its forum page"),
    "acl": (r"[A-Za-z0-9.-]+", "2020.acl-main.447 or P16-1001"),
    "dblp": (r"[a-z]+/[A-Za-z0-9-]+/[A-Za-z0-9-]+", "conf/nips/GoodfellowPMXWOCB14"),
    "pmlr": (r"v[0-9]+/[a-z0-9-]+", "v37/ioffe15"),
    "openalex": (r"W[0-9]+", "W2099471712"),
    "s2": (r"[0-9]+", "the corpus number"),
    "isbn": (r"[0-9]{9}[0-9X]|[0-9]{13}", "ten or thirteen digits"),
    "imdb": (r"tt[0-9]+", "tt2543164"),
}

#: Where an identifier leads; ``{}`` is the identifier.
RESOLVERS = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
    "dblp": "https://dblp.org/rec/{}",
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "openalex": "https://openalex.org/{}",
    "s2": "https://api.semanticscholar.org/CorpusID:{}",
    "imdb": "https://www.imdb.com/title/{}/",
}


class Version(Record):
    """One appearance of a work: a preprint, a conference paper, a journal article, ...

    ``title`` and ``people`` stand only where this version prints others than the work; ``venue`` is the short
    name (NIPS 2014, Nature), ``proceedings`` the printed title of the volume.
    """

    kind: Literal["preprint", "conference", "journal", "report", "thesis", "book", "release"]
    venue: str
    date: PartialDate
    title: str | None = None
    people: tuple[Id, ...] = ()
    proceedings: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None  # "2672-2680", or an article number
    publisher: str | None = None  # of a thesis or report: the school or institution
    degree: Literal["diploma", "master", "phd"] | None = None
    ids: dict[Scheme, str] = Field(default_factory=dict)
    url: str | None = None
    checked: Checked
    source: Id | None = None

    @field_validator("ids")
    @classmethod
    def _have_the_form_of_their_scheme(cls, ids: dict[Scheme, str]) -> dict[Scheme, str]:
        for scheme, value in ids.items():
            form, example = _FORMS[scheme]
            if not re.fullmatch(form, value):
                raise ValueError(f"{value!r} is no identifier of {scheme}; such as {example}")
        return ids

    @field_validator("url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is not None:
            _URL.validate_python(value)
        return value


class Aliases(Record):
    """Other names of a work, by language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # a record iterates over fields; names are what one wants
        yield from self.en
        yield from self.zh


class Paper(Record):
    """A work under one permanent id; its date is the day of its first public appearance."""

    id: Id
    kind: Literal["paper", "dataset", "system", "film"] = "paper"
    title: str = Field(min_length=1)
    title_zh: str | None = None
    people: tuple[Id, ...] = ()
    people_checked: Checked = "recalled"
    people_source: Id | None = None
    topic: Topic
    versions: tuple[Version, ...] = Field(min_length=1)
    aliases: Aliases = Aliases()
    ambiguous_aliases: tuple[str, ...] = ()
    summary: Text
    cites: tuple[Id, ...] = ()
    cites_scope: Literal["whole", "partial", "unknown"] = (
        "unknown"  # of the list that was compared with all works
    )
    cites_checked: Checked = "recalled"
    cites_source: Id | None = None
    alone: Text | None = None  # why no chain of links leads from it to the other works

    @property
    def date(self) -> str:
        """The first public appearance, as exact as known."""
        return min((v.date for v in self.versions), key=earliest)

    @property
    def year(self) -> int:
        return int(self.date[:4])

    @property
    def last_date(self) -> str:
        """The date of the newest version."""
        return max((v.date for v in self.versions), key=earliest)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that it bears: its own, the Chinese one, and those that versions print otherwise."""
        others = (self.title_zh, *(version.title for version in self.versions))
        return tuple(dict.fromkeys((self.title, *filter(None, others))))

    @property
    def venue(self) -> str:
        """Where it was published: the first version that is not a preprint, or else the preprint."""
        published = [v for v in self.versions if v.kind != "preprint"]
        return (published or list(self.versions))[0].venue

    @property
    def ids(self) -> dict[str, str]:
        """All identifiers of all versions; of two in one scheme the first version's."""
        return {scheme: value for v in reversed(self.versions) for scheme, value in v.ids.items()}

    @property
    def name(self) -> str:
        """The name people use: the first English alias, or the title."""
        return self.aliases.en[0] if self.aliases.en else self.title

    def name_in(self, language: str) -> str:
        """The name people use in a language: ``zh`` takes the Chinese title or first alias."""
        if language == "zh" and (self.aliases.zh or self.title_zh):
            return self.aliases.zh[0] if self.aliases.zh else str(self.title_zh)
        return self.name
