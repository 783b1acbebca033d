"""Pages that lead to others: home, people, awards, stories, about, search, and one for what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kb.base import KnowledgeBase
from kb.cards import reference
from kb.markup import Markup, element, join
from kb.record import Language
from kb.site import parts
from kb.site.parts import section
from kb.site.place import Place
from kb.site.sheet import Page


def pages(base: KnowledgeBase, language: Language, root: str | None = None) -> Iterator[Page]:
    """All of them in a language; ``root`` is the path of the site on its server, where that is known.

    >>> [page.place.path for page in pages(base, "en")][:3]
    ['index.html', 'people.html', 'awards.html']
    """
    for name, make in (
        ("index", _home), ("people", _people), ("awards", _awards), ("stories", _stories),
        ("about", _about), ("search", _search),
    ):  # fmt: skip
        yield make(base, Place(language, f"{name}.html"))
    yield _not_found(Place(language, "404.html", root))  # a server shows it at any address


def _home(base: KnowledgeBase, place: Place) -> Page:
    counts = place.say(
        "counts", works=len(base.papers), people=len(base.people), awards=len(base.awards),
        links=len(base.links), claims=len(base.claims),
    )  # fmt: skip
    body = join(
        [
            element("h1", place.say("title")),
            element("p", place.say("lede"), cls="lede"),
            element("p", counts, cls="small"),
            section(place.say("stories"), _told(base, place)),
            element("section", element("h2", place.say("year_by_year")), _years(base, place), id="works"),
        ]
    )
    return Page(place, place.say("title"), place.say("lede"), body)


def _years(base: KnowledgeBase, place: Place) -> Markup:
    works = sorted(base.papers.values(), key=lambda paper: (paper.date, paper.id))
    rows = (
        element(
            "li",
            element("b", year),
            element("span", join((place.link(reference(base, p.id)) for p in some), " · ")),
        )
        for year, some in groupby(works, key=lambda paper: paper.year)
    )
    return element("ol", join(rows), cls="years")


def _told(base: KnowledgeBase, place: Place) -> Markup:
    rows = join(
        element("li", place.link(reference(base, story.id)), element("p", story.summary[place.language]))
        for story in base.stories.values()
    )
    return element("ul", rows, cls="lines") if rows else Markup()


def _people(base: KnowledgeBase, place: Place) -> Page:
    """By name; who wrote more works stands where the alphabet puts everyone."""
    people = sorted(base.people.values(), key=lambda person: (person.family or person.name).casefold())
    rows = (
        element(
            "li",
            place.link(reference(base, person.id)), " ",
            element("span", parts.names(place, (reference(base, w.id) for w in base.works_by(person.id))),
                    cls="small"),
        )
        for person in people
    )  # fmt: skip
    body = join([element("h1", place.say("people")), element("ul", join(rows), cls="columns")])
    return Page(place, place.say("people"), place.say("people"), body)


def _awards(base: KnowledgeBase, place: Place) -> Page:
    """The newest first."""
    rows = (
        element(
            "li", element("time", award.date[:4]), " ", place.link(reference(base, award.id)), " ",
            element("span", parts.names(place, (reference(base, p.work) for p in award.prizes if p.work)),
                    cls="small"),
        )
        for award in sorted(base.awards.values(), key=lambda award: (award.date, award.id), reverse=True)
    )  # fmt: skip
    body = join([element("h1", place.say("awards")), element("ul", join(rows), cls="lines")])
    return Page(place, place.say("awards"), place.say("awards"), body)


def _stories(base: KnowledgeBase, place: Place) -> Page:
    body = join([element("h1", place.say("stories")), _told(base, place)])
    return Page(place, place.say("stories"), place.say("stories"), body)


def _about(_base: KnowledgeBase, place: Place) -> Page:
    body = join([element("h1", place.say("about")), element("p", place.say("about_text"), cls="lede")])
    return Page(place, place.say("about"), place.say("about_text"), body)


def _search(_base: KnowledgeBase, place: Place) -> Page:
    body = join(
        [
            element("h1", place.say("search")),
            element("div", element("p", place.say("search_script"), cls="small"), id="answers",
                    data_none=place.say("search_none"), aria_live="polite"),
        ]
    )  # fmt: skip
    return Page(place, place.say("search"), place.say("search"), body)


def _not_found(place: Place) -> Page:
    home = element("p", element("a", place.say("title"), href=place.to("index.html")))
    return Page(
        place,
        place.say("not_found"),
        place.say("not_found"),
        join([element("h1", place.say("not_found")), home]),
    )
