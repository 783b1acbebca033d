"""How the authors of a work compare with names as a service writes them. No name is split by program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.person import Person
from kb.spelling import fold

_ALIKE = 80  # of 100: from here on two names may be one person's


def compare(people: Sequence[Person], names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Differences as (ours, theirs, what to do). Initials and middle names are none; no names at all neither.

    Names whose order of parts differs, or with accents, are the same; a letter of its own (Ł) is another
    spelling.

    >>> goodfellow = base.people["ian-goodfellow"]
    >>> list(compare([goodfellow], ["Goodfellow, I."]))
    []
    >>> list(compare([goodfellow], ["Ian Goodfelow"]))
    [('Ian Goodfellow', 'Ian Goodfelow', "spelt otherwise: add it to the person's variants if it is theirs")]
    """
    theirs = [name for name in names if name.strip()]
    if not theirs:
        return
    left, unmatched = list(people), []
    for name in theirs:
        if same := next((person for person in left if _agrees(person, name)), None):
            left.remove(same)
        else:
            unmatched.append(name)
    for name in list(unmatched):
        if like := next((person for person in left if _like(person, name)), None):
            left.remove(like)
            unmatched.remove(name)
            yield like.name, name, "spelt otherwise: add it to the person's variants if it is theirs"
    if unmatched:
        yield "", "; ".join(unmatched), "authors that we lack: look at the paper itself"
    if left:
        yield (
            "; ".join(person.name for person in left),
            "",
            "authors that they lack: look at the paper itself",
        )


def _written(person: Person) -> set[str]:
    names = [person.name, person.native, *person.variants]
    if person.given and person.family:
        names += [f"{person.given} {person.family}", f"{person.family} {person.given}"]
    return {fold(name) for name in names if name}


def _agrees(person: Person, name: str) -> bool:
    """Whether it is a name of the person as written, in any order, or with given names cut or added."""
    key = fold(name)
    if any(sorted(key.split()) == sorted(written.split()) for written in _written(person)):
        return True
    given, rest = fold(person.given or "").split(), _without(key, fold(person.family or ""))
    return bool(given and rest) and _short_for(given[0], rest[0])


def _short_for(one: str, other: str) -> bool:
    """Whether two given names are the same, or one is the initial of the other."""
    return one == other or (one[:1] == other[:1] and 1 in (len(one), len(other)))


def _without(key: str, family: str) -> list[str]:
    """What is left of a folded name without the family name at its end or start; nothing where it is not."""
    if family and key.endswith(f" {family}"):
        return key.removesuffix(family).split()
    return key.removeprefix(family).split() if family and key.startswith(f"{family} ") else []


def _like(person: Person, name: str) -> bool:
    from rapidfuzz import fuzz

    return any(fuzz.token_sort_ratio(fold(name), written) >= _ALIKE for written in _written(person))
