"""The page of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.base import KnowledgeBase
from kb.cards import card as card_of
from kb.markup import Markup, element, join
from kb.record import Language
from kb.site import parts
from kb.site.parts import section
from kb.site.place import Place, path_of
from kb.site.sheet import Page


def page(base: KnowledgeBase, person: str, language: Language) -> Page:
    """Everything about a person: works, prizes, places, teachers and students, co-authors.

    >>> page(base, "ian-goodfellow", "zh").title
    '伊恩·古德费洛'
    """
    card = card_of(base, person)
    place = Place(language, path_of(card))
    twin = place.asset(f"people/{person}.json")
    others = dict.fromkeys([card["label"], card["native"], card["label_zh"], *card["variants"]])
    named = [name for name in others if name and name != place.label(card)]
    elsewhere = join(
        element("li", element("a", name, href=url, rel="noopener")) for name, url in card["links"].items()
    )
    coauthors = [{**other, "year": len(other["works"])} for other in card["coauthors"]]
    body = join(
        [
            element("p", place.say("kind.person"), cls="kicker"),
            element("h1", place.label(card)),
            element("p", " · ".join(named), cls="title") if named else None,
            element("p", place.text(card["summary"]), cls="lede") if card["summary"] else None,
            section(place.say("works"), parts.lines(place, card["works"])),
            section(place.say("awards"), parts.lines(place, card["awards"])),
            section(place.say("places"), _places(place, card)),
            section(place.say("advisors"), _advisors(place, card)),
            section(place.say("students"), parts.lines(place, card["students"])),
            section(place.say("coauthors"), parts.lines(place, coauthors)),
            section(place.say("history"), parts.happenings(place, card["events"])),
            section(place.say("press"), parts.press(place, card["press"])),
            section(place.say("elsewhere"), element("ul", elsewhere) if elsewhere else None),
            element("p", element("a", place.say("data"), href=twin), cls="small"),
        ]
    )
    about = ", ".join(place.label(work) for work in card["works"][:6])
    return Page(place, place.label(card), about, body, twin=twin)


def _places(place: Place, card: Mapping[str, Any]) -> Markup:
    rows = join(
        element(
            "li",
            element("time", "–".join(d[:4] for d in (at["start"], at["end"]) if d)), " ",
            join([at["organisation"], at["role"]], ", "), " ", parts.checked(place, at["checked"]),
        )
        for at in card["affiliations"]
    )  # fmt: skip
    return element("ul", rows, cls="lines") if rows else Markup()


def _advisors(place: Place, card: Mapping[str, Any]) -> Markup:
    rows = join(
        element(
            "li", place.link(advisor), " ", parts.checked(place, advisor["checked"]),
            join([" ", place.link(advisor["source"])]) if advisor["source"] else None,
        )
        for advisor in card["advisors"]
    )  # fmt: skip
    return element("ul", rows, cls="lines") if rows else Markup()
