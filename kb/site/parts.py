"""Pieces of many pages: sections, lists, links with their evidence, press checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from kb.drawing.words import CHECKED, STATUSES, TYPES, verb
from kb.markup import Markup, element, join
from kb.site.place import Place

Data = Mapping[str, Any]


def section(heading: str, *content: object) -> Markup:
    """A part of a page under its heading; nothing where it has no content.

    >>> section("Works", None), section("Works", "GAN")
    ('', '<section><h2>Works</h2>GAN</section>')
    """
    body = join(content)
    return element("section", element("h2", heading), body) if body else Markup()


def names(place: Place, things: Iterable[Data]) -> Markup:
    """Things in a row, each leading to its page.

    >>> from kb.site.place import Place
    >>> names(Place("en", "index.html"), [{"id": "gan", "kind": "paper", "label": "GAN"}])
    '<a href="works/gan.html">GAN</a>'
    """
    return join((place.link(thing) for thing in things), "、" if place.language == "zh" else ", ")


def lines(place: Place, things: Iterable[Data]) -> Markup:
    """Things in a list with their years.

    >>> from kb.site.place import Place
    >>> lines(Place("en", "index.html"), [])
    ''
    """
    rows = join(
        element(
            "li", element("time", str(thing.get("year") or thing.get("date") or "")), " ", place.link(thing)
        )
        for thing in things
    )
    return element("ul", rows, cls="lines") if rows else Markup()


def checked(place: Place, how: str, date: str | None = None) -> Markup:
    """How a fact was checked, in a word that is never told by colour alone.

    >>> from kb.site.place import Place
    >>> checked(Place("en", "index.html"), "read", "2026-11-21")
    '<span class="mark read">read in the source, 2026-11-21</span>'
    """
    word = CHECKED[how][place.language]
    return element("span", join([word, date], ", "), cls=f"mark {how}")


def evidence(place: Place, items: Iterable[Data]) -> Markup:
    """Items of evidence: source, where in it, what it says, how it was checked.

    >>> from kb.cards import link_card
    >>> from kb.site.place import Place
    >>> card = link_card(base, base.links["wgan-improves-gan"])
    >>> evidence(Place("en", "works/gan.html"), card["evidence"]).count("<li>") == len(card["evidence"])
    True
    """
    rows = join(
        element(
            "li",
            element("p", place.link(item["source"]), join([", ", item["where"]]) if item["where"] else None,
                    element("strong", " ", place.say("against")) if not item["supports"] else None),
            element("p", place.text(item["says"])),
            element("p", checked(place, item["checked"], item["date"]), cls="small"),
        )
        for item in items
    )  # fmt: skip
    return element("ul", rows, cls="evidence") if rows else Markup()


def links(place: Place, cards: Iterable[Data], outward: bool) -> Markup:
    """Links of a work by type; ``outward``: from this work to earlier ones. Each opens to its evidence.

    >>> from kb.cards import card
    >>> from kb.site.place import Place
    >>> shown = links(Place("en", "works/wgan.html"), card(base, "wgan")["links_from"], outward=True)
    >>> "<h3>improves</h3>" in shown
    True
    """
    order = list(TYPES)
    some = sorted(
        cards, key=lambda card: (order.index(card["type"]), card["object"]["kind"], str(card["id"]))
    )
    groups = [
        element("h3", said) + join(_link(place, card, "object" if outward else "subject") for card in group)
        for said, group in groupby(some, key=lambda card: _verb(place, card))
    ]
    return join(Markup(group) for group in groups)


def _verb(place: Place, card: Data) -> str:
    return verb(card["type"], card["object"]["kind"])[place.language]


def _link(place: Place, card: Data, end: str) -> Markup:
    other = card[end]
    status = None
    if card["status"] != "accepted":
        status = element("span", STATUSES[card["status"]][place.language], cls=f"mark {card['status']}")
    head = join(
        [element("b", place.label(other)), f" ({other['year']})" if other.get("year") else "", status], " "
    )
    return element(
        "details",
        element("summary", head, ": ", place.text(card["why"])),
        element("p", place.link(other)),
        evidence(place, card["evidence"]),
        id=card["id"],
    )


def statement(place: Place, card: Data) -> Markup:
    """A link as a sentence with both works.

    >>> from kb.cards import link_card
    >>> from kb.site.place import Place
    >>> card = link_card(base, base.links["wgan-improves-gan"])
    >>> statement(Place("en", "works/x.html"), card)
    '<a href="../works/wgan.html">WGAN</a> improves <a href="../works/gan.html">GAN</a>'
    """
    return join([place.link(card["subject"]), _verb(place, card), place.link(card["object"])], " ")


def press(place: Place, checks: Iterable[Data]) -> Markup:
    """What was told of a thing, what is right, and how that was checked.

    >>> from kb.cards import card
    >>> from kb.site.place import Place
    >>> checks = card(base, "gan")["press"]
    >>> press(Place("en", "works/gan.html"), checks).count("<dl") == len(checks)
    True
    """
    return join(
        element(
            "dl",
            *(
                element("div", element("dt", place.say(word)), element("dd", value))
                for word, value in (
                    ("told", join([place.text(check["told"]), names(place, check["told_in"])], " ")),
                    ("right", place.text(check["right"])),
                    ("how", join([place.text(check["how"]), names(place, check["sources"])], " ")),
                )
            ),
            cls="press",
            id=check["id"],
        )
        for check in checks
    )


def happenings(place: Place, events: Iterable[Data]) -> Markup:
    """Events in a list, each leading to its page.

    >>> from kb.site.place import Place
    >>> happenings(Place("en", "works/gan.html"), [])
    ''
    """
    rows = join(
        element(
            "li",
            element("time", event["date"]), " ",
            element("a", place.text(event["title"]), href=place.to(f"events/{event['id']}.html")),
            element("p", place.text(event["what"])),
        )
        for event in sorted(events, key=lambda event: str(event["date"]))
    )  # fmt: skip
    return element("ul", rows, cls="lines") if rows else Markup()
