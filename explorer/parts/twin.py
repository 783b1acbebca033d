"""The table that says the same as a drawing, folded in below it."""

from __future__ import annotations

from explorer.markup import Markup, element


def twin(title: str, table: Markup) -> Markup:
    """A table under its title, to unfold."""
    return element(
        "details",
        element("summary", title),
        wide(table, title),
        cls="tt-fold tt-table",
    )


def wide(table: Markup, label: str) -> Markup:
    """A table that scrolls sideways by itself where it is too wide; the keyboard reaches it by its label."""
    return element("div", table, cls="tt-scroll", tabindex="0", role="region", aria_label=label)
