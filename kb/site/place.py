"""Where a page stands on the site, and the relative way from it to every other: a site opens from disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.markup import Markup, element
from kb.record import Language
from kb.site.words import say

#: The folder of a kind of thing; kinds without one have no page here.
FOLDERS = {
    "paper": "works", "dataset": "works", "system": "works", "film": "works",
    "person": "people", "award": "awards", "event": "events", "story": "stories",
}  # fmt: skip
ROOTS: dict[Language, str] = {"en": "", "zh": "zh/"}
TAGS: dict[Language, str] = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True)
class Place:
    """A page by its language and its path below the language's root, such as ``works/gan.html``.

    A page that is shown under other addresses than its own has a ``root``: the path of the whole site on its
    server, from where all its ways then begin.

    >>> Place("zh", "works/gan.html").to("people.html"), Place("zh", "works/gan.html").asset("site.css")
    ('../people.html', '../../site.css')
    >>> Place("zh", "works/gan.html").in_language("en")
    '../../works/gan.html'
    >>> Place("zh", "404.html", "/papers/").to("people.html")
    '/papers/zh/people.html'
    """

    language: Language
    path: str
    root: str | None = None

    @property
    def address(self) -> str:
        """The path below the root of the site."""
        return ROOTS[self.language] + self.path

    def to(self, path: str) -> str:
        """The way to a page of the same language."""
        return self.asset(ROOTS[self.language] + path) if self.root else "../" * self.path.count("/") + path

    def asset(self, name: str) -> str:
        """The way to a file at the root of the site."""
        return (self.root or "../" * self.address.count("/")) + name

    def in_language(self, language: Language) -> str:
        """The way to the same page in a language."""
        return self.asset(ROOTS[language] + self.path)

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the page."""
        return say(key, self.language, **values)

    def text(self, both: Any) -> str:
        """A text of the facts in the language of the page."""
        return str(both[self.language]) if both else ""

    def label(self, thing: Mapping[str, Any]) -> str:
        """What a thing is called: a reference or card of kb."""
        return str((self.language == "zh" and thing.get("label_zh")) or thing["label"])

    def link(self, thing: Mapping[str, Any]) -> Markup:
        """A thing's name, leading to its page; a source leads to itself in the web, where it is there."""
        folder = FOLDERS.get(str(thing.get("kind", "award")))
        if folder:
            return element("a", self.label(thing), href=self.to(f"{folder}/{thing['id']}.html"))
        url = thing.get("url")
        return (
            element("a", self.label(thing), href=url, rel="noopener")
            if url
            else element("cite", self.label(thing))
        )


def path_of(thing: Mapping[str, Any]) -> str:
    """The path of a thing's page below a language's root.

    >>> path_of({"id": "gan", "kind": "paper"})
    'works/gan.html'
    """
    return f"{FOLDERS[thing['kind']]}/{thing['id']}.html"
