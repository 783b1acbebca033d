"""The pages of what is told: an event, and a story with its stops."""

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


def event(base: KnowledgeBase, id_: str, language: Language) -> Page:
    """When, where, who was there, what came of it, how we know.

    >>> event(base, "attention-named", "en").title
    'Attention gets its name'
    """
    card = card_of(base, id_)
    place = Place(language, path_of(card))
    title, what = place.text(card["title"]), place.text(card["what"])
    body = join(
        [
            element("p", join([place.say("kind.event"), card["date"], card["place"]], " · "), cls="kicker"),
            element("h1", title),
            element("p", what, cls="lede"),
            element("p", place.text(card["date_note"]), cls="small") if card["date_note"] else None,
            section(place.say("works"), parts.lines(place, card["works"])),
            section(place.say("people"), parts.names(place, card["people"])),
            section(place.say("evidence"), parts.evidence(place, card["evidence"])),
            section(place.say("press"), parts.press(place, card["press"])),
        ]
    )
    return Page(place, title, what, body)


def story(base: KnowledgeBase, id_: str, language: Language) -> Page:
    """A guided tour: its stops in order, each with the evidence of the step that led there.

    >>> story(base, "how-attention-was-born", "en").title
    'How attention was born'
    """
    card = card_of(base, id_)
    place = Place(language, path_of(card))
    stops = join(element("li", _stop(place, stop)) for stop in card["stops"])
    body = join(
        [
            element("p", place.say("kind.story"), cls="kicker"),
            element("h1", place.label(card)),
            element("p", place.text(card["summary"]), cls="lede"),
            element("ol", stops, cls="stops"),
        ]
    )
    return Page(place, place.label(card), place.text(card["summary"]), body)


def _stop(place: Place, stop: Mapping[str, Any]) -> Markup:
    at, link = stop["at"], stop["link"]
    step = None
    if link:
        why = join([parts.statement(place, link), place.text(link["why"])], ": ")
        step = join([element("p", why), parts.evidence(place, link["evidence"])])
        step = element("details", element("summary", place.say("evidence")), step)
    year = f" ({at['year']})" if at.get("year") else ""
    return join([element("h2", place.link(at), year), element("p", place.text(stop["text"])), step])
