"""A work as one cites it: the version, its title and authors, where it was printed and where it is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kb.paper import RESOLVERS, Paper, Scheme, Version

#: Words of titles that stay capital in every style, besides those that hold a capital inside.
PROPER_NOUNS = frozenset((
    "Adams", "Atari", "Bayes", "Bayesian", "Boltzmann", "Carlo", "Fourier", "Gauss", "Gaussian", "Go",
    "Gopher", "Hopfield", "Huffman", "I", "Kullback", "Langevin", "Leibler", "Lipschitz", "Markov",
    "Microsoft", "Monte", "Newton", "Parzen", "Shannon", "Stein", "Taylor", "Turing", "Unswift",
    "Wasserstein",
))  # fmt: skip
#: Which identifier makes the address: of the version that is cited, and of the work where that has none.
_OF_VERSION: tuple[Scheme, ...] = ("doi", "openreview", "acl", "pmlr", "arxiv", "imdb", "dblp")
_OF_WORK: tuple[Scheme, ...] = ("arxiv", "openreview", "acl", "pmlr", "doi", "imdb", "dblp")


@dataclass(frozen=True)
class Cited:
    """What stands in an entry of a reference list about one work."""

    paper: Paper
    version: Version

    @classmethod
    def of(cls, paper: Paper) -> Cited:
        """The version one cites: of a journal or conference, else a workshop or report, else a preprint.

        >>> paper = base.papers["transformer"]
        >>> paper.versions[0].venue, Cited.of(paper).version.venue
        ('arXiv', 'NIPS 2017')
        """
        return cls(paper, min(paper.versions, key=_provisional))

    @property
    def title(self) -> str:
        """The title that this version bears."""
        return self.version.title or self.paper.title

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the authors, as this version prints them."""
        return self.version.people or self.paper.people

    @property
    def place(self) -> str:
        """The journal or volume that it stands in, or who put it out."""
        return self.version.proceedings or self.version.venue

    @property
    def series(self) -> str:
        """The series that numbers the volume, where the volume has a title of its own; "" where none does.

        >>> Cited.of(base.papers["wgan"]).series, Cited.of(base.papers["nerf"]).series
        ('Proceedings of Machine Learning Research', 'Lecture Notes in Computer Science')
        """
        if not self.version.volume or self.version.kind != "conference":
            return ""
        if "pmlr" in self.version.ids:
            return "Proceedings of Machine Learning Research"
        springer = self.version.ids.get("doi", "").startswith("10.1007/978-")
        return "Lecture Notes in Computer Science" if springer else ""

    @property
    def body(self) -> str:
        """The school or institution of a thesis or report, the publisher of all else; "" where unknown."""
        told = self.version.publisher or ""
        return told or (self.version.venue if self.version.kind in ("report", "thesis", "release") else "")

    @cached_property
    def pages(self) -> tuple[str, str]:
        """The first and the last page; the last is "" for an article number or where there is none.

        >>> from kb.paper import Version
        >>> version = Version(kind="journal", venue="J", date="2001", pages="1735-1780", checked="read")
        >>> Cited(base.papers["gan"], version).pages
        ('1735', '1780')
        """
        first, _, last = (self.version.pages or "").replace("\u2013", "-").replace("--", "-").partition("-")
        return first.strip(), last.strip()

    @property
    def url(self) -> str:
        """Where this version can be read, or else another of the same work; "" where no address is known."""
        if self.version.url:
            return self.version.url
        for ids, schemes in ((self.version.ids, _OF_VERSION), (self.paper.ids, _OF_WORK)):
            for scheme in schemes:
                if scheme in ids:
                    return RESOLVERS[scheme].format(ids[scheme])
        return next((version.url for version in self.paper.versions if version.url), "")

    @property
    def degree(self) -> str:
        """What a thesis is called where it is printed in English; "" for all else."""
        words = {"diploma": "Diploma thesis", "master": "Master's thesis", "phd": "PhD thesis"}
        return words[self.version.degree] if self.version.degree else ""


def _provisional(version: Version) -> int:
    """How much a version is only the forerunner of another one, as far as one can tell."""
    if version.kind == "preprint":
        return 2
    return int(version.kind == "report" or "workshop" in f"{version.venue} {version.proceedings}".lower())


def keeps_its_capitals(title: str) -> list[tuple[str, bool]]:
    """The words of a title and whether a style that makes titles small must leave a word as it is.

    A name does (a capital inside, a proper noun, any capital of a title that is written small otherwise); a
    word that is capital because titles are does not.

    >>> [word for word, kept in keeps_its_capitals("Neural Turing Machines for ImageNet") if kept]
    ['Turing', 'ImageNet']
    >>> [word for word, kept in keeps_its_capitals("Mastering the game of Go with deep networks") if kept]
    ['Go']
    """
    words = title.split()
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    small = 2 * sum(word[0].isupper() for word in long) < len(long)
    told = []
    for number, word in enumerate(words):
        begins = number == 0 or words[number - 1].endswith((":", "?", "."))
        told.append((word, _is_name(word) or (small and not begins and word[:1].isupper())))
    return told


def _is_name(word: str) -> bool:
    parts = re.findall(r"\w+", word)
    return any(part in PROPER_NOUNS or any(c.isupper() for c in part[1:]) for part in parts) or any(
        part[0].isdigit() and any(c.isupper() for c in part) for part in parts
    )
