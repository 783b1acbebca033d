"""HTML that facts cannot break; the same for the explorer's pages and for the static site."""

from kb.markup import Markup, element, join, text

__all__ = ["Markup", "element", "join", "text"]
