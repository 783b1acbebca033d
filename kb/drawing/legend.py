"""The legend: only what is on the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kb.drawing import marks
from kb.drawing.layout import Layout
from kb.drawing.lettering import width
from kb.drawing.palette import LINES
from kb.drawing.shapes import Route
from kb.drawing.words import STATUSES, TYPES, phrase
from kb.lineage import Lineage
from kb.record import Language

SYMMETRIC = ("independent_concurrent",)  # drawn with the same shape at both ends

SIZE, LINE, GAP = 12.0, 22.0, 20.0
LONG, SHORT = 40.0, 20.0  # room for a sample: a line, a sign


@dataclass(frozen=True)
class Entry:
    """A sample with its words, at a place in px from the legend's corner."""

    sample: str
    text: str
    key: float
    x: float
    y: float


@dataclass(frozen=True)
class Legend:
    """Entries in rows as wide as the picture."""

    entries: tuple[Entry, ...]
    height: float

    @classmethod
    def of(cls, lineage: Lineage, layout: Layout, language: Language, room: float) -> Legend:
        entries: list[Entry] = []
        x = y = 0.0
        for sample, text, key in _samples(lineage, layout, language):
            wide = key + width(text, SIZE)
            if x and x + wide > room:
                x, y = 0.0, y + LINE
            entries.append(Entry(sample, text, key, x, y))
            x += wide + GAP
        return cls(tuple(entries), y + LINE if entries else 0.0)

    def drawn(self) -> Iterator[str]:
        for entry in self.entries:
            place = f"{marks.number(entry.x)} {marks.number(entry.y)}"
            words = f'<text class="quiet" x="{marks.number(entry.key)}" y="14">{escape(entry.text)}</text>'
            yield f'<g transform="translate({place})">{entry.sample}{words}</g>'


def _samples(lineage: Lineage, layout: Layout, language: Language) -> Iterator[tuple[str, str, float]]:
    """Each sample with its words and the room it needs."""
    types = {link.type for link in lineage.links}
    for type_, text in TYPES.items():
        if type_ in types:
            yield _line(type_), text[language], LONG
    for status in ("disputed", "refuted"):
        if any(link.status == status for link in lineage.links):
            badge = f'<g class="link {status}">{marks.badge((8, 10), status)}</g>'
            yield badge, STATUSES[status][language], SHORT
    if any(card.prized for card in layout.cards):
        yield marks.star(9, 10), phrase("prized", language), SHORT
    if any(band.shortened for band in layout.bands):
        slashes = "".join(f'<path class="axis" d="{marks.line((x, 15), (x + 5, 5))}"/>' for x in (3.0, 9.0))
        yield slashes, phrase("break", language), SHORT


def _line(type_: str) -> str:
    style = LINES[type_]
    classes = ["link", type_, *(["aside"] if style.aside else [])]
    classes += ["refuted"] if type_ == "misattributed" else []
    route = Route(((0, 10), (11, 10), (22, 10), (33, 10)))
    return f'<g class="{" ".join(classes)}">{marks.wire(route, style, type_ in SYMMETRIC)}</g>'
