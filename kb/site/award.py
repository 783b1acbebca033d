"""The page of an award of one year."""

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


def page(base: KnowledgeBase, award: str, language: Language) -> Page:
    """What an award prizes, why, how long that took, and how we know.

    >>> "10 years from paper to prize" in page(base, "neurips-test-of-time-2024", "en").body
    True
    """
    card = card_of(base, award)
    place = Place(language, path_of(card))
    twin = place.asset(f"awards/{award}.json")
    series = sorted(card["same_series"], key=lambda other: str(other["date"]))
    body = join(
        [
            element(
                "p", join([place.say("kind.award"), card["organisation"], card["date"]], " · "), cls="kicker"
            ),
            element("h1", place.label(card)),
            element("p", place.text(card["reason"]), cls="lede"),
            section(
                place.say("prizes"),
                element("ul", join(_prize(place, p) for p in card["prizes"]), cls="lines"),
            ),
            section(place.say("evidence"), parts.evidence(place, card["evidence"])),
            section(place.say("press"), parts.press(place, card["press"])),
            section(place.say("other_years"), parts.lines(place, [{**a, "kind": "award"} for a in series])),
            element("p", element("a", place.say("data"), href=twin), cls="small"),
        ]
    )
    return Page(place, place.label(card), place.text(card["reason"]), body, twin=twin)


def _prize(place: Place, prize: Mapping[str, Any]) -> Markup:
    people = parts.names(place, prize["people"])
    if prize["work"] is None:
        return element("li", people)
    after = prize["years_after"]
    lag = place.say("years_after", n=after) if after else place.say("same_year")
    return element("li", place.link(prize["work"]), element("p", people), element("p", lag, cls="small"))
