"""The table that says the same as a drawing, folded in below it."""

from __future__ import annotations

from explorer.markup import Markup, element


def twin(title: str, table: Markup) -> Markup:
    """A table under its title, to unfold; it scrolls sideways by itself where it is too wide."""
    return element(
        "details",
        element("summary", title),
        element("div", table, cls="tt-scroll", tabindex="0", role="region", aria_label=title),
        cls="tt-fold tt-table",
    )
