"""What a long page holds: its parts with their sizes, each a way to jump there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.markup import Markup, element, join
from explorer.parts import works
from explorer.visit import Visit

ENOUGH = 5  # parts; a page with fewer is seen at a glance


@dataclass(frozen=True)
class Part:
    """A part of a page; one without a body is not shown, nor listed."""

    id: str
    heading: str
    body: Markup
    count: int | None = None

    def section(self) -> Markup:
        """The part under its heading."""
        return works.section(self.heading, self.body, id_=self.id, count=self.count)


def contents(visit: Visit, parts: Iterable[Part]) -> Markup:
    """The parts that are shown, as links; nothing on a short page."""
    shown = [part for part in parts if part.body]
    if len(shown) < ENOUGH:
        return Markup()
    lines = (
        element(
            "li", element("a", part.heading, href=f"#{part.id}"), element("span", part.count, cls="tt-count")
        )
        for part in shown
    )
    return element("nav", element("ul", join(lines)), cls="tt-contents", aria_label=visit.t("paper.contents"))
