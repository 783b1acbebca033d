"""HTML that facts cannot break: text is escaped where it enters, links lead to the web or to a page of ours.

>>> element("a", "x", href="javascript:alert(1)")
'<a>x</a>'
"""

from __future__ import annotations

import html
from collections.abc import Iterable

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Markup(str):
    """A string that is already HTML; every other string is text and will be escaped."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(str(self))


def text(value: object) -> Markup:
    """What a reader sees, as HTML: markup stays, anything else is escaped, None is nothing.

    >>> text("a < b"), text(Markup("<hr>")), text(None)
    ('a &lt; b', '<hr>', '')
    """
    if isinstance(value, Markup):
        return value
    return Markup("" if value is None else html.escape(str(value)))


def join(parts: Iterable[object], between: object = "") -> Markup:
    """Several pieces in a row; pieces that are None or empty are left out.

    >>> join(["a", None, "b"], ", ")
    'a, b'
    """
    kept = [text(part) for part in parts if part is not None and part != ""]
    return Markup(text(between).join(kept))


def element(tag: str, *children: object, **attributes: object) -> Markup:
    """One element. ``cls`` stands for class, ``data_x`` and ``aria_x`` for data-x and aria-x.

    Attributes that are None or False are left out; an ``href`` with a scheme other than http(s) or mailto
    is left out too, so that an address out of the facts cannot carry a script.

    >>> element("a", "GAN", href="works/gan.html", cls="work", hidden=False)
    '<a href="works/gan.html" class="work">GAN</a>'
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(children)}</{tag}>")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    if name == "href" and not _harmless(str(value)):
        return ""
    name = {"cls": "class", "for_": "for"}.get(name, name.replace("_", "-"))
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'


def _harmless(address: str) -> bool:
    scheme, colon, _ = address.partition(":")
    if not colon or any(mark in scheme for mark in "/?#"):
        return not address.startswith("//") and not any(c in address for c in "\t\n\r\\")
    return scheme.lower() in ("http", "https", "mailto")
