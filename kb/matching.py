"""Which work a reference means: by identifier, by name, or by a title that is almost the same.

Nothing is guessed: where a title, a year, the authors or a number speak against a match, or several works
fit, the reference is ambiguous and its candidates are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from kb.addresses import kind_of, of_papers, titled
from kb.base import KnowledgeBase
from kb.contradiction import against, circumstances_against, share
from kb.paper import Paper
from kb.reference import Reference, identifiers
from kb.spelling import fold

ALIKE = 92  # of 100: what two titles must have in common, as rapidfuzz counts it
NEAR = 80  # from here on, a work is named as what may have been meant
SAME = 70  # beside an identifier: below, the title is another work's
SHORT = 6  # letters; below, one letter makes another word
TELLING = 3  # words; a shorter name stands in many a title


@dataclass(frozen=True)
class Match:
    """What a reference means. ``work`` is set where it is matched, ``candidates`` where it is not."""

    reference: Reference
    status: Literal["matched", "ambiguous", "unmatched"]
    reason: str
    work: str | None = None
    candidates: tuple[str, ...] = ()


def match(base: KnowledgeBase, references: Iterable[Reference]) -> tuple[Match, ...]:
    """What each reference means, in their order.

    >>> right = Reference(1, "vaswani17", ids=("1706.03762",))
    >>> doubtful = Reference(2, "vaswani90", "Attention Is All You Need", year=1990)
    >>> [(found.status, found.work, found.reason) for found in match(base, [right, doubtful])]
    [('matched', 'transformer', '1706.03762'), ('ambiguous', None, 'called so, but 1990 is not 2017')]
    """
    known = _Known(base)
    ways = (_by_identifier, _by_name, _by_likeness, _by_address, _in_prose)
    found = (
        next(filter(None, (way(known, r) for way in ways)), None) or _nothing(known, r) for r in references
    )
    return tuple(found)


class _Known:
    """What works are called, prepared once for many references."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """Works by every identifier and every page of every version, in normal form."""
        every = ((v, paper.id) for paper in self.base.papers.values() for v in paper.versions)
        return {
            key: work
            for version, work in every
            for value in (*version.ids.values(), version.url or "")
            for key in (value.lower(), *identifiers([value]))
            if key
        }

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Works by folded id, title and alias."""
        found: dict[str, list[str]] = defaultdict(list)
        for paper in self.base.papers.values():
            names = (paper.id, *paper.titles, *paper.aliases, *paper.ambiguous_aliases)
            for key in dict.fromkeys(map(fold, names)):
                found[key].append(paper.id)
        return dict(found)

    @cached_property
    def titles(self) -> list[tuple[str, str]]:
        """Every folded title with its work."""
        return [(fold(title), p.id) for p in self.base.papers.values() for title in p.titles]

    @cached_property
    def title_keys(self) -> list[str]:
        """The titles alone, in the same order."""
        return [key for key, _ in self.titles]

    @cached_property
    def telling(self) -> list[tuple[str, str]]:
        """Every folded title and alias that a line may hold, with its work; one word is in many."""
        pairs = ((key, work) for key, works in self.names.items() for work in works)
        return [(key, work) for key, work in pairs if " " in key or not key.isascii()]


def _called(reference: Reference) -> list[str]:
    """What a reference calls its work, folded, the fullest name first."""
    return [key for key in map(fold, (*reference.other_titles, reference.title)) if key]


# -- the ways of knowing a work -----------------------------------------------------------------------------


def _by_identifier(known: _Known, reference: Reference) -> Match | None:
    ids = reference.ids or (reference.title.lower(),)
    found: dict[str, str] = {}
    for identifier in ids:
        if identifier in known.identifiers:
            found.setdefault(known.identifiers[identifier], identifier)
    if len(found) > 1:
        return Match(reference, "ambiguous", "its identifiers are of several works", None, tuple(found))
    for work, identifier in found.items():
        others = _other_works(known, reference, work)
        if others:
            reason = f"{identifier} is another work's than the title"
            return Match(reference, "ambiguous", reason, None, (work, *others))
        return _weighed(known, reference, work, identifier)
    return None


def _weighed(known: _Known, reference: Reference, work: str, identifier: str) -> Match:
    """A work by its identifier: one thing that speaks against it is told, where the title speaks for it."""
    paper = known.base.papers[work]
    title = _speaks(reference, paper)
    against = circumstances_against(known.base, reference, paper) if reference.ids else []
    if title == "against" or len(against) > 1 or (against and title != "for"):
        reason = " and ".join(["the title is another one"] * (title == "against") + against)
        return Match(reference, "ambiguous", f"{identifier}, but {reason}", None, (work,))
    return Match(reference, "matched", "; but ".join([identifier, *against]), work)


def _other_works(known: _Known, reference: Reference, work: str) -> list[str]:
    """The works that bear the reference's title, where this one does not."""
    named = [other for key in _called(reference) for other in known.names.get(key, [])]
    return [] if work in named else named


def _speaks(reference: Reference, paper: Paper) -> Literal["for", "against", "of nothing"]:
    """What a title says of a work that an identifier names; one in another script says nothing."""
    written = _called(reference) if reference.ids else []
    pairs = [(key, name) for key in written for name in _names(paper) if _script(key) == _script(name)]
    if not pairs:
        return "of nothing"
    return "for" if any(_like(key, name) for key, name in pairs) else "against"


def _script(text: str) -> str:
    """In what a folded text is written, as far as it matters for comparing two."""
    if text.isascii():
        return "Latin"
    return "Chinese" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "another"


def _names(paper: Paper) -> list[str]:
    return [fold(name) for name in (paper.id, *paper.titles, *paper.aliases, *paper.ambiguous_aliases)]


def _like(written: str, name: str) -> bool:
    """Whether a title may be this name: cut short, with something added, or spelt otherwise."""
    from rapidfuzz import fuzz

    return _holds(written, name) or _holds(name, written) or fuzz.ratio(written, name) >= SAME


def _holds(text: str, title: str) -> bool:
    """Whether a title stands in a folded text, and is no word that stands in many."""
    telling = len(title.split()) >= TELLING or title == text or not title.isascii()
    return telling and f" {title} " in f" {text} " if title.isascii() else title in text


def _by_name(known: _Known, reference: Reference) -> Match | None:
    for key in _called(reference):
        works = dict.fromkeys(known.names.get(key, []), "title or alias")
        if works and _cut_short(key, reference) and not _by_an_author(known, reference, works):
            return Match(reference, "ambiguous", "called so, but with another subtitle", None, tuple(works))
        if found := _chosen(known, reference, works):
            return found
    return None


def _cut_short(key: str, reference: Reference) -> bool:
    """Whether this is the title without the subtitle that it has."""
    return any(fold(other).startswith(f"{key} ") for other in reference.other_titles)


def _by_an_author(known: _Known, reference: Reference, works: Iterable[str]) -> bool:
    people = (known.base.people[person] for work in works for person in known.base.papers[work].people)
    return share(reference.people, people)


def _by_likeness(known: _Known, reference: Reference) -> Match | None:
    for key in _called(reference):
        alike = {work: f"title {score:.0f}%" for work, score in _likeness(known, key, ALIKE).items()}
        if found := _chosen(known, reference, alike):
            return found
    return None


def _by_address(known: _Known, reference: Reference) -> Match | None:
    """An entry of addresses alone, one of which holds the title."""
    for form in reference.ids if not _called(reference) else ():
        titles, people = titled(form)
        told = replace(reference, other_titles=titles, people=reference.people or people)
        found = _by_name(known, told)
        if found and found.work and not of_papers(form):
            return Match(reference, "ambiguous", "the address holds its title", None, (found.work,))
        if found:
            reason = "title in the address" if found.work else found.reason
            return replace(found, reference=reference, reason=reason)
    return None


def _in_prose(known: _Known, reference: Reference) -> Match | None:
    """A line that holds a title, and one of its authors or nothing else that counts."""
    if not reference.prose:
        return None
    line = fold(reference.title)
    held = {w: t for t, w in known.telling if t in line and _set_off(reference.title, t)}
    longest = {w: t for w, t in held.items() if not any(t != other and t in other for other in held.values())}
    fitting = [work for work, title in longest.items() if _told_by(known, reference, work, title)]
    if len(fitting) == 1:
        return Match(reference, "matched", "title in the line", fitting[0])
    reason = "the line holds several titles" if len(longest) > 1 else "the line holds this title and more"
    return Match(reference, "ambiguous", reason, None, tuple(fitting or longest)) if longest else None


def _set_off(line: str, title: str) -> bool:
    """Whether signs set a title off from the rest of a line, as they do in a list of references."""
    flat = unicodedata.normalize("NFKD", line).casefold()
    plain = "".join(c for c in flat if not unicodedata.combining(c))
    words = r"[\W_]+".join(map(re.escape, title.split()))
    return bool(re.search(rf"(?:^|[^\w\s-]|\s-|\d)\s*{words}\s*(?:$|[^\w\s-]|-\s)", plain))


def _told_by(known: _Known, reference: Reference, work: str, title: str) -> bool:
    """Whether the rest of a line is this work's reference: it names an author, or says nothing of its own."""
    paper = known.base.papers[work]
    if circumstances_against(known.base, reference, paper):
        return False
    rest = fold(reference.title).replace(title, " ", 1)
    nothing = set(rest.split()) <= {word for name in _names(paper) for word in name.split()}
    return nothing or share([rest], [known.base.people[person] for person in paper.people])


def _nothing(known: _Known, reference: Reference) -> Match:
    near = dict.fromkeys(w for key in _called(reference) for w in _likeness(known, key, NEAR))
    reason = "no work is called so"
    if reference.ids and not reference.title:
        reason = f"{kind_of(reference.ids[0])} of no work here"
    return Match(reference, "unmatched", reason, None, tuple(near))


def _likeness(known: _Known, title: str, least: float) -> dict[str, float]:
    """The three works whose titles are most like this one, best first."""
    from rapidfuzz import fuzz, process

    if len(title) < SHORT:
        return {}
    best: dict[str, float] = {}
    alike = process.extract(title, known.title_keys, scorer=fuzz.ratio, score_cutoff=least, limit=6)
    for _, score, at in alike:
        best.setdefault(known.titles[at][1], score)
    return dict(list(best.items())[:3])


def _chosen(known: _Known, reference: Reference, works: dict[str, str]) -> Match | None:
    """The one of these works that nothing speaks against; None where there is no work at all."""
    if not works:
        return None
    spoken = {work: against(known.base, reference, known.base.papers[work]) for work in works}
    fitting = [work for work, reason in spoken.items() if not reason]
    if len(fitting) == 1:
        return Match(reference, "matched", works[fitting[0]], fitting[0])
    if fitting:
        return Match(reference, "ambiguous", "several works are called so", None, tuple(fitting))
    reason = f"called so, but {next(iter(spoken.values()))}"
    return Match(reference, "ambiguous", reason, None, tuple(works))
