"""The frame of every page: head, ways to the other pages, search, languages, and on what terms."""

from __future__ import annotations

from dataclasses import dataclass

from kb.markup import Markup, element, join
from kb.site import meta
from kb.site.place import ROOTS, TAGS, Place

SECTIONS = ("works", "people", "awards", "stories", "about")
NATIVE = {"en": "EN", "zh": "中文"}
#: Nothing is fetched but the site's own files, and no script runs but those.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline' file:; script-src 'self' file:; "
    "img-src 'self' data: file:; base-uri 'none'; form-action 'self' file:"
)


@dataclass(frozen=True)
class Page:
    """A page before it is framed; ``twin`` is its data, ``described`` its further meta elements."""

    place: Place
    title: str
    about: str
    body: Markup
    described: str = ""
    twin: str | None = None


@dataclass(frozen=True)
class Frame:
    """What all pages of a site share: where it will stand (None: unknown) and the line at the bottom."""

    url: str | None
    version: str
    facts: str

    def html(self, page: Page) -> str:
        """The page as one HTML document."""
        place = page.place
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            meta.tag("viewport", "width=device-width, initial-scale=1"),
            meta.tag("referrer", "no-referrer"),
            element("title", f"{page.title} · timetested"),
            meta.head(place, page.about, self.url, page.twin),
            Markup(page.described),
            element("link", rel="stylesheet", href=place.asset("site.css")),
            element("script", src=place.asset("search.js"), defer=True),
        )
        main = element("main", page.body, id="content")
        body = element("body", self._header(place), main, self._footer(place))
        return f'<!doctype html>\n<html lang="{TAGS[place.language]}">{head}{body}</html>\n'

    def _header(self, place: Place) -> Markup:
        ways = join(
            element(
                "a", place.say(name), href=place.to("index.html#works" if name == "works" else f"{name}.html")
            )
            for name in SECTIONS
        )
        languages = join(
            element(
                "a", NATIVE[language], href=place.in_language(language), lang=TAGS[language],
                aria_current="true" if language == place.language else None,
            )
            for language in ROOTS
        )  # fmt: skip
        return element(
            "header",
            element("a", place.say("skip"), href="#content", cls="skip"),
            element("a", element("b", "time"), "tested", href=place.to("index.html"), cls="brand"),
            element("nav", ways, aria_label=place.say("pages")),
            search_box(place),
            element("div", languages, cls="languages", role="group", aria_label=place.say("language")),
        )

    def _footer(self, place: Place) -> Markup:
        return element("footer", place.say("licence", version=self.version, facts=self.facts))


def search_box(place: Place) -> Markup:
    """A search form that works from disk: its answers are a page of the site.

    >>> 'action="../search.html"' in search_box(Place("en", "works/gan.html"))
    True
    """
    return element(
        "form",
        element(
            "input", type="search", name="q", placeholder=place.say("search_hint"), autocomplete="off",
            aria_label=place.say("search"), data_index=place.asset(f"search-{place.language}.js"),
            data_up=place.to(""), spellcheck="false",
        ),
        action=place.to("search.html"),
        role="search",
    )  # fmt: skip
