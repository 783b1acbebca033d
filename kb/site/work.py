"""The page of a work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb import formats
from kb.base import KnowledgeBase
from kb.cards import card as card_of
from kb.claim_terms import term_in, value_in
from kb.drawing import svg
from kb.drawing.words import LANES
from kb.lineage import lineage
from kb.markup import Markup, element, join
from kb.record import Language
from kb.site import meta, parts
from kb.site.parts import section
from kb.site.place import Place, path_of
from kb.site.sheet import Page

Measured = Mapping[str, Mapping[str, Any]]


def page(base: KnowledgeBase, work: str, language: Language, measured: Measured) -> Page:
    """Everything about a work; ``measured`` says of each claim by its id what recorded runs came to.

    >>> page(base, "wgan", "en", {}).title
    'WGAN'
    """
    card = card_of(base, work)
    place = Place(language, path_of(card))
    bibtex, twin = formats.find("bibtex").write(base, [work]), place.asset(f"works/{work}.json")
    body = join(
        [
            _head(place, card),
            _picture(base, place, work) if card["links_from"] or card["links_to"] else None,
            section(place.say("came_from"), parts.links(place, card["links_from"], outward=True)),
            section(place.say("led_to"), parts.links(place, card["links_to"], outward=False)),
            None
            if card["links_from"] or card["links_to"]
            else element("p", place.say("no_links"), cls="small"),
            section(place.say("appeared"), _versions(place, card["versions"])),
            section(place.say("awards"), parts.lines(place, card["awards"])),
            section(place.say("claims"), _claims(place, card["claims"], measured)),
            section(place.say("press"), parts.press(place, card["press"])),
            section(place.say("history"), parts.happenings(place, card["events"])),
            section(place.say("told_in"), parts.lines(place, card["stories"])),
            section(place.say("cites"), parts.lines(place, card["cites"])),
            section(place.say("cited_by"), parts.lines(place, card["cited_by"])),
            section(place.say("cite"), element("pre", bibtex, tabindex="0") if bibtex else None),
            element("p", element("a", place.say("data"), href=twin), cls="small"),
        ]
    )
    about = place.text(card["summary"])
    described = meta.highwire(base, base.papers[work])
    return Page(place, place.label(card), about, body, described, twin)


def _head(place: Place, card: Mapping[str, Any]) -> Markup:
    title = (place.language == "zh" and card["title_zh"]) or card["title"]
    kind = join(
        [place.say(f"kind.{card['kind']}"), LANES[card["topic"]][place.language], card["year"]], " · "
    )
    other = [name for name in (*card["aliases"]["en"], *card["aliases"]["zh"]) if name != place.label(card)]
    return element(
        "div",
        element("p", kind, cls="kicker"),
        element("h1", place.label(card)),
        element("p", title, cls="title") if title != place.label(card) else None,
        element("p", parts.names(place, card["people"])),
        element("p", place.text(card["summary"]), cls="lede"),
        element("p", place.say("names"), ": ", ", ".join(other), cls="small") if other else None,
    )


def _picture(base: KnowledgeBase, place: Place, work: str) -> Markup:
    """The nearest relatives as the picture that the explorer shows, leading to pages of this site."""
    drawn = svg(
        base, lineage(base, work, depth=1), language=place.language, heading=False,
        address=lambda paper: f"{paper.id}.html",
    )  # fmt: skip
    whole = element("a", place.say("whole_picture"), href=place.to(f"lineage/{work}.html"))
    box = element(
        "div", Markup(drawn), cls="picture", tabindex="0", role="region", aria_label=place.say("picture")
    )
    return section(place.say("picture"), box, element("p", whole, cls="small"))


def _versions(place: Place, versions: Iterable[Mapping[str, Any]]) -> Markup:
    rows = join(
        element(
            "li",
            element("time", version["date"]), " ", version["venue"], " ",
            join((element("a", f"{s} {version['ids'][s]}", href=url, rel="noopener")
                  for s, url in version["urls"].items()), ", "),
            " ", parts.checked(place, version["checked"]),
        )
        for version in versions
    )  # fmt: skip
    return element("ul", rows, cls="lines")


def _claims(place: Place, claims: Iterable[Mapping[str, Any]], measured: Measured) -> Markup:
    rows = join(
        element(
            "tr",
            element("td", place.text(claim["statement"]),
                    element("p", claim["where"], " ", parts.checked(place, claim["checked"]), cls="small")),
            element("td", value_in(place.language, claim),
                    element("p", term_in(place.language, claim["metric"]), cls="small")),
            element("td", _outcome(place, measured.get(claim["id"]))),
            id=claim["id"],
        )
        for claim in claims
    )  # fmt: skip
    if not rows:
        return Markup()
    heads = join(element("th", place.say(name), scope="col") for name in ("claim", "claimed", "measured"))
    table = element("table", element("thead", element("tr", heads)), element("tbody", rows))
    return element("div", table, cls="scroll", tabindex="0", role="region", aria_label=place.say("claims"))


def _outcome(place: Place, found: Mapping[str, Any] | None) -> Markup:
    if found is None:
        return element("span", place.say("not_run"), cls="small")
    verdict = element(
        "span", place.say(f"verdict.{found['verdict']}"), cls=f"mark {found['verdict'].split()[0]}"
    )
    told = found["because"][place.language]
    because = element("p", told, cls="small") if told else None
    return join([verdict, element("b", " ", found["value"]) if found.get("value") else None, because])
