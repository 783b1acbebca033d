"""The words that an option takes, however people write them: one rule for every option that has a vocabulary.

A word is known by itself, by what `kb` prints for it in either language, and by names of its own; capitals,
accents, hyphens and a plural do not matter. Some of its words are enough where only one fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import typer

from kb.cli.offer import Offer
from kb.cli.words import say
from kb.errors import UsageError
from kb.spelling import fold, nearest

Words = Mapping[str, Iterable[str]]


class Vocabulary:
    """The words of one option, each with other names for it."""

    def __init__(
        self,
        option: str,
        words: Iterable[str] | Callable[[], Words],
        *,
        also: Mapping[str, Iterable[str]] | None = None,
        beginnings: bool = False,
    ) -> None:
        """``words`` may be asked for when needed; with ``beginnings`` the beginning of a word is enough."""
        self.option, self.beginnings = option, beginnings
        self._words, self._also = words, also or {}

    def words(self) -> dict[str, list[str]]:
        """Every word with its other names."""
        given = self._words() if callable(self._words) else dict.fromkeys(self._words, ())
        return {word: [*names, *self._also.get(word, ())] for word, names in given.items()}

    def one(self, given: str) -> str:
        """The word that is meant. Raises UsageError with those there are."""
        found = self.fitting(given)
        if len(found) == 1:
            return found[0]
        raise self._refused(given, found)

    def or_given(self, given: str) -> str:
        """The word that is meant, or what was given where none is: somebody else knows better."""
        found = self.fitting(given)
        return found[0] if len(found) == 1 else given

    def several(self, given: str) -> tuple[str, ...]:
        """The words that are meant, where one name may stand for several. Raises UsageError."""
        if found := self.fitting(given):
            return found
        raise self._refused(given, ())

    def fitting(self, given: str) -> tuple[str, ...]:
        """All words that this may mean, by the closest way in which any does."""
        asked = fold(given)
        if not asked:
            return ()
        words = self.words().items()
        spelt = {word: [fold(name) for name in _spellings(word, names)] for word, names in words}
        for fits in (_same, _worded, _begun) if self.beginnings else (_same, _worded):
            found = tuple(word for word, keys in spelt.items() if any(fits(key, asked) for key in keys))
            if found:
                return found
        return ()

    def complete(self, incomplete: str) -> list[tuple[str, str]]:
        """Words that begin like this, in any of their spellings, for the shell."""
        start = fold(incomplete)
        return [
            (Offer(word), _told(word, names))
            for word, names in self.words().items()
            if any(fold(name).startswith(start) for name in _spellings(word, names))
        ]

    def asked(self, help_: str, *flags: str, parser: Callable[[str], Any] | None = None, **more: Any) -> Any:
        """The option of the command line that takes these words, by ``one`` if not by another ``parser``."""
        if not callable(self._words) and "metavar" not in more:
            more["metavar"] = f"[{'|'.join(self._words)}]"
        return typer.Option(
            *flags, help=help_, parser=parser or self.one, autocompletion=self.complete, **more
        )

    def argument(self, help_: str, **more: Any) -> Any:
        """The argument of the command line that takes these words."""
        return typer.Argument(help=help_, parser=self.one, autocompletion=self.complete, **more)

    def _refused(self, given: str, found: Iterable[str]) -> UsageError:
        if several := list(found):
            return UsageError(f"{self.option} {given!r} may mean {', '.join(several)}; give one of these")
        return UsageError(f"{self.option} {given!r}: {self.tip(given)}")

    def tip(self, given: str) -> str:
        """The word nearest to one that is none, or all there are."""
        words = self.words()
        near = nearest(fold(given), [fold(word) for word in words], 1)
        close = next((word for word in words if near and fold(word) == near[0]), None)
        return f"did you mean {close}?" if close else f"expected one of {', '.join(words)}"


def _spellings(word: str, names: Iterable[str]) -> Iterator[str]:
    yield from (word, say(word, "en"), say(word, "zh"), *names)


def _told(word: str, names: Iterable[str]) -> str:
    """What a shell shows beside a word."""
    return next((name for name in _spellings(word, names) if name != word), "")


def _same(key: str, asked: str) -> bool:
    tight = asked.replace(" ", "")
    return key.replace(" ", "") in (tight, *singulars(tight))


def singulars(word: str) -> Iterator[str]:
    """What an English word may be the plural of.

    >>> list(singulars("stories")), list(singulars("people"))
    (['storie', 'story'], ['person'])
    """
    if word == "people":
        yield "person"
    if word.endswith("s"):
        yield word[:-1]
    if word.endswith("ies"):
        yield word[:-3] + "y"


def _worded(key: str, asked: str) -> bool:
    """Whether all that is asked stands in a name: its words, or Chinese characters in a row."""
    if not asked.isascii():
        return asked in key
    return set(asked.split()) <= set(key.split())


def _begun(key: str, asked: str) -> bool:
    return key.startswith(asked)
