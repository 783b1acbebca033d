"""What speaks against a reference's meaning a work: its year, its authors, the numbers of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.base import KnowledgeBase
from kb.paper import Paper
from kb.person import Person
from kb.reference import Reference
from kb.spelling import fold

SHORT = 6  # letters; a shorter name has to stand as a word of its own
_ROMAN = {"i": 1, "v": 5, "x": 10}
_NUMBERED = re.compile(
    r"\b(?:part|volume|vol|chapter|phase|version|book|no|number|step)\.?\s+([ivx]+)\b", re.I
)
_AT_THE_END = re.compile(r"\s([IVX]+|[ivx]{2,})\s*(?=[:.–—(\[]|\s-\s|$)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def against(base: KnowledgeBase, reference: Reference, paper: Paper) -> str:
    """What speaks against a work that has a reference's title, in words; nothing where an entry does not say.

    >>> against(base, Reference(1, "k", "Attention Is All You Need 2"), base.papers["transformer"])
    'with other numbers'
    """
    titles = (*paper.titles, paper.id, *paper.aliases)
    written = (reference.title, *reference.other_titles)
    if not reference.prose and not any(numbers(mine) == numbers(its) for mine in written for its in titles):
        return "with other numbers"
    return next(iter(circumstances_against(base, reference, paper)), "")


def circumstances_against(base: KnowledgeBase, reference: Reference, paper: Paper) -> list[str]:
    """What speaks against a work besides its title: the year, the authors.

    >>> circumstances_against(base, Reference(1, "k", year=1990), base.papers["transformer"])
    ['1990 is not 2017']
    """
    found = []
    first, last = paper.year, int(paper.last_date[:4])
    goes_on = all(version.kind == "release" for version in paper.versions)  # a page, a program, a data set
    years = _years(reference)
    if years and not any(first - 1 <= year and (goes_on or year <= last + 1) for year in years):
        found.append(f"{years[0]} is not {first if first == last else f'{first} to {last}'}")
    authors = [base.people[person] for person in paper.people]
    if reference.people and authors and not share(reference.people, authors):
        found.append("no author in common")
    return found


def _years(reference: Reference) -> list[int]:
    if reference.prose:
        return [int(year) for year in _YEARS.findall(reference.title)]
    return [] if reference.year is None else [reference.year]


def numbers(title: str) -> set[int]:
    """What tells one of a series from the next: GPT-2, part II.

    A Roman number counts where it numbers the title, never a letter inside.

    >>> numbers("Part II of GPT-3"), numbers("Foo III: bar"), numbers("16 x 16 words, and what I saw")
    ({2, 3}, {3}, {16})
    """
    roman = (*_NUMBERED.findall(title), *_AT_THE_END.findall(title))
    return {int(digits) for digits in re.findall(r"\d+", fold(title))} | {
        _value(word.lower()) for word in roman
    }


def _value(roman: str) -> int:
    worth = [_ROMAN[letter] for letter in roman]
    return sum(-a if a < b else a for a, b in zip(worth, (*worth[1:], 0), strict=True))


def share(written: Iterable[str], authors: Iterable[Person]) -> bool:
    """Whether any author's family name (or whole name) stands in any name as written; no name is split.

    >>> share(["A. Vaswani et al."], [base.people["ashish-vaswani"]])
    True
    """
    names = [fold(name) for name in written]
    return any(_stands_in(called, name) for person in authors for called in _called(person) for name in names)


def _called(person: Person) -> list[str]:
    return [fold(name) for name in (person.family, person.name, person.native, *person.variants) if name]


def _stands_in(called: str, name: str) -> bool:
    together = called.replace(" ", "")
    words = set(called.split()) <= set(name.split())
    long = len(together) >= SHORT or not called.isascii()
    return words or (long and together in name.replace(" ", ""))
