"""A layout as one SVG: the same lineage gives the same bytes, on any machine and in any run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from kb.base import KnowledgeBase
from kb.cards import link_card
from kb.drawing import marks
from kb.drawing.layout import AXIS, LANE_SIZE, MARGIN, NAME_SIZE, NOTE_SIZE, Card, Lane, Layout, arrange
from kb.drawing.legend import Legend
from kb.drawing.palette import LINES, Theme, stylesheet
from kb.drawing.shapes import Route
from kb.drawing.timeline import Band
from kb.drawing.words import CHECKED, STATUSES, count, phrase, verb
from kb.lineage import Lineage
from kb.link import Link
from kb.paper import RESOLVERS, Paper
from kb.record import Language

HEADING = 62.0
LEAST_WIDTH = 560.0


def in_the_web(paper: Paper) -> str | None:
    """Where a reader of the bare file can read the work."""
    for scheme, value in paper.ids.items():
        if scheme in ("arxiv", "doi", "acl", "openreview", "pmlr", "imdb"):
            return RESOLVERS[scheme].format(value)
    return None


def svg(
    base: KnowledgeBase,
    lineage: Lineage,
    *,
    theme: Theme = "auto",
    language: Language = "en",
    interactive: bool = True,
    heading: bool = True,
    address: Callable[[Paper], str | None] = in_the_web,
) -> str:
    """A lineage as one self-contained SVG document.

    ``theme`` "auto" follows the reader's system. ``interactive`` makes works and links reachable by keyboard,
    with their evidence in tooltips and data attributes; without it the picture is for print. ``heading``
    puts the title above. ``address`` says where a click on a work leads, where nothing catches it.
    """
    layout = arrange(base, lineage, language)
    return _Sheet(base, lineage, layout, language, interactive, heading, address).document(theme)


class _Sheet:
    """One picture while it is written."""

    def __init__(
        self,
        base: KnowledgeBase,
        lineage: Lineage,
        layout: Layout,
        language: Language,
        interactive: bool,
        heading: bool,
        address: Callable[[Paper], str | None],
    ) -> None:
        self.base, self.lineage, self.layout = base, lineage, layout
        self.language: Language = language
        self.interactive, self.address = interactive, address
        self.heading = HEADING if heading else 12.0
        self.left, self.top = layout.left, layout.top  # works keep their px: the sheet moves, not they
        self.width = max(LEAST_WIDTH, layout.width)
        self.legend = Legend.of(lineage, layout, language, self.width - 2 * MARGIN)
        self.height = self.heading + layout.height + self.legend.height + 26
        self.names = {card.paper.id: card.paper.name_in(language) for card in layout.cards}

    def document(self, theme: Theme) -> str:
        parts = (self._opening(theme), self._ground(), self._links(), self._works(), self._closing())
        return "\n".join(line for part in parts for line in part) + "\n"

    def _opening(self, theme: Theme) -> Iterator[str]:
        corner = marks.pair((self.left, self.top))
        wide, high = marks.number(self.width), marks.number(self.height)
        chosen = "" if theme == "auto" else f' data-theme="{theme}"'
        mark = f"kb-{escape(self.lineage.centre)}"
        role = "group" if self.interactive else "img"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="kb-lineage" viewBox="{corner} {wide} {high}" '
            f'width="{wide}" height="{high}" role="{role}" aria-labelledby="{mark}-title" '
            f'aria-describedby="{mark}-desc" lang="{_tag(self.language)}" '
            f'data-centre="{escape(self.lineage.centre)}"{chosen}>'
        )
        title, about = self._title(), self._about()
        yield f'<title id="{mark}-title">{escape(title)}</title><desc id="{mark}-desc">{escape(about)}</desc>'
        yield f"<style>{stylesheet([lane.topic for lane in self.layout.lanes], theme)}</style>"
        yield marks.rectangle("paper", self.left, self.top, self.width, self.height)
        if self.heading == HEADING:
            yield _text(self.left + MARGIN, self.top + 32, title, "title")
            yield _text(self.left + MARGIN, self.top + 51, about, "quiet")

    def _title(self) -> str:
        return phrase("title", self.language, name=self.names[self.lineage.centre])

    def _about(self) -> str:
        years = [card.paper.year for card in self.layout.cards]
        text = phrase(
            "counts" if years[0] < years[-1] else "counts_one",
            self.language,
            works=count("works", len(years), self.language),
            links=count("links", len(self.lineage.links), self.language),
            first=years[0],
            last=years[-1],
        )
        more = [phrase("direction", self.language)] if self.lineage.links else []
        if self.lineage.left_out:
            more.append(count("left_out", self.lineage.left_out, self.language))
        return ("；" if self.language == "zh" else "; ").join([text, *more])

    def _ground(self) -> Iterator[str]:
        yield f'<g transform="translate(0 {marks.number(self.heading)})"><g aria-hidden="true">'
        for i, band in enumerate(self.layout.bands):
            yield from _band(band, i, self.top + AXIS, self.layout.bottom)
        for lane in self.layout.lanes:
            yield from _lane(lane, self.layout)
        yield "</g>"

    # -- links --------------------------------------------------------------------------------------------

    def _links(self) -> Iterator[str]:
        yield '<g class="links">'
        for link, route in sorted(self.layout.routes, key=lambda drawn: self._depth(drawn[0])):
            yield self._link(link, route)
        yield "</g>"

    def _depth(self, link: Link) -> tuple[bool, bool, bool]:
        """What is drawn first lies below: asides, then the line, then the centre's links; doubts on top."""
        touching = self.lineage.centre in (link.subject, link.object)
        return link.status != "accepted", not LINES[link.type].aside, touching

    def _link(self, link: Link, route: Route) -> str:
        classes = ["link", link.type, link.status]
        classes += ["near"] if self.lineage.centre in (link.subject, link.object) else []
        classes += ["aside"] if LINES[link.type].aside else []
        drawn = marks.wire(route, LINES[link.type], link.symmetric)
        drawn += marks.badge(route.mark, link.status) if route.mark else ""
        if not self.interactive:
            return f'<g class="{" ".join(classes)}">{drawn}</g>'
        card = link_card(self.base, link)
        said = self._said(link, card)
        return (
            f'<g class="{" ".join(classes)}" tabindex="0" role="img" aria-label="{escape(said[0])}"'
            f"{self._data(link, card)}><title>{escape(chr(10).join(said))}</title>"
            f'<path class="hit" d="{marks.path(route.points)}"/>{drawn}</g>'
        )

    def _verb(self, link: Link) -> str:
        return verb(link.type, self.base.papers[link.object].kind)[self.language]

    def _statement(self, link: Link) -> str:
        words = (self.names[link.subject], self._verb(link), self.names[link.object])
        return ("" if self.language == "zh" else " ").join(words)

    def _said(self, link: Link, card: dict[str, Any]) -> list[str]:
        """The link in words: first the statement, then its evidence."""
        doubt = "" if link.status == "accepted" else f" ({STATUSES[link.status][self.language]})"
        colon = "：" if self.language == "zh" else ": "
        lines = [f"{self._statement(link)}{doubt}{colon}{link.why[self.language]}"]
        for item in self._evidence(link, card):
            note = f" ({phrase('against', self.language)})" if not item["supports"] else ""
            checked = f"[{item['checked_label']}, {item['date']}]"
            lines.append(f"{item['source']}, {item['where']}{note}{colon}{item['says']} {checked}")
        return lines

    def _data(self, link: Link, card: dict[str, Any]) -> str:
        values = {
            "id": link.id,
            "type": link.type,
            "label": self._verb(link),
            "statement": self._statement(link),
            "status": link.status,
            "status-label": STATUSES[link.status][self.language],
            "subject": link.subject,
            "object": link.object,
            "why": link.why[self.language],
            "evidence": json.dumps(self._evidence(link, card), ensure_ascii=False, sort_keys=True),
        }
        return "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())

    def _evidence(self, link: Link, card: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for item, shown in zip(link.evidence, card["evidence"], strict=True):
            source = shown["source"]
            found.append(
                {
                    "source": source["label_zh" if self.language == "zh" else "label"],
                    "url": source["url"] if str(source["url"]).startswith("https://") else None,
                    "where": item.where,
                    "says": item.says[self.language],
                    "supports": item.supports,
                    "checked": item.checked,
                    "checked_label": CHECKED[item.checked][self.language],
                    "date": item.date,
                }
            )
        return found

    # -- works --------------------------------------------------------------------------------------------

    def _works(self) -> Iterator[str]:
        yield '<g class="works">'
        for card in self.layout.cards:
            yield self._work(card)
        yield "</g></g>"

    def _work(self, card: Card) -> str:
        paper = card.paper
        classes = ["work", f"t-{paper.topic}"]
        classes += ["centre"] if card.centre else ["side"] if card.member.side else []
        if not self.interactive:
            return f'<g class="{" ".join(classes)}">{_card(card)}</g>'
        to = f' href="{escape(url)}"' if (url := self.address(paper)) else ""
        said = self._introduced(card)
        return (
            f'<a{to} class="{" ".join(classes)}" tabindex="0" role="link" aria-label="{escape(said)}" '
            f'data-id="{escape(paper.id)}" data-date="{paper.date}" data-steps="{card.member.steps}">'
            f"<title>{escape(paper.title)}{chr(10)}{escape(said)}</title>{_card(card)}</a>"
        )

    def _introduced(self, card: Card) -> str:
        said = [card.paper.name_in(self.language), card.note]
        said += [phrase("centre", self.language)] if card.centre else []
        said += [phrase("side", self.language)] if card.member.side else []
        said += [phrase("prized", self.language)] if card.prized else []
        touching = sum(card.paper.id in (link.subject, link.object) for link in self.lineage.links)
        said.append(count("links", touching, self.language))
        return ("，" if self.language == "zh" else ", ").join(said)

    def _closing(self) -> Iterator[str]:
        corner = marks.pair((self.left + MARGIN, self.heading + self.layout.bottom + 14))
        yield f'<g class="legend" aria-hidden="true" transform="translate({corner})">'
        yield from self.legend.drawn()
        yield "</g></svg>"


def _tag(language: Language) -> str:
    return "zh-Hans" if language == "zh" else "en"


def _text(x: float, y: float, text: str, classes: str) -> str:
    return f'<text class="{classes}" x="{marks.number(x)}" y="{marks.number(y)}">{escape(text)}</text>'


def _band(band: Band, place: int, top: float, bottom: float) -> Iterator[str]:
    left, right = band.left, band.right
    y = top - 8
    if place % 2 == 0:
        yield marks.rectangle("band", left, y, right - left, bottom - y)
    yield f'<path class="axis{" short" if band.shortened else ""}" d="{marks.line((left, y), (right, y))}"/>'
    if place:
        yield f'<path class="axis" d="{marks.line((left, y - 5), (left, y))}"/>'
    if label := band.shown:
        yield _text((left + right) / 2, y - 7, label, "year gap" if band.shortened else "year")
    if band.shortened:
        for x in ((left + right) / 2 - 3, (left + right) / 2 + 3):
            yield f'<path class="axis" d="{marks.line((x - 2.5, y + 5), (x + 2.5, y - 5))}"/>'


def _lane(lane: Lane, layout: Layout) -> Iterator[str]:
    left = layout.left + MARGIN
    if lane.top > layout.top + AXIS:
        yield f'<path class="rule" d="{marks.line((left, lane.top), (layout.right, lane.top))}"/>'
    high = len(lane.heading) * (LANE_SIZE + 3)
    y = (lane.top + lane.bottom - high) / 2
    yield f'<g class="t-{lane.topic}">{marks.rectangle("strip", left, y, 3, high, 1.5)}'
    for i, text in enumerate(lane.heading):
        yield _text(left + 10, y + LANE_SIZE - 1 + i * (LANE_SIZE + 3), text, "heading")
    yield "</g>"


def _card(card: Card) -> str:
    box = card.box
    parts = []
    if card.centre:
        parts.append(marks.rectangle("halo", box.x - 3, box.y - 3, box.width + 6, box.height + 6, 10))
    parts.append(marks.rectangle("card", box.x, box.y, box.width, box.height, 7))
    parts.append(marks.rectangle("strip", box.x + 5, box.y + 9, 3, box.height - 18, 1.5))
    lead = NAME_SIZE + 2
    high = len(card.lines) * lead + NOTE_SIZE + 1
    y = box.y + (box.height - high) / 2 + NAME_SIZE - 2
    parts += [_text(box.x + 14, y + i * lead, text, "name") for i, text in enumerate(card.lines)]
    parts.append(_text(box.x + 14, y + len(card.lines) * lead - 1, card.note, "note"))
    if card.prized:
        parts.append(marks.star(box.right - 12, y + len(card.lines) * lead - 5))
    return "".join(parts)
