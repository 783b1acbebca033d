"""A text to be copied as it stands: an entry, an address, a command. Its button is served by document.js.

Streamlit's own block for it loads the grammars of all programming languages, 1.6 MB of them.
"""

from __future__ import annotations

import streamlit as st

from explorer.markup import Markup, element
from explorer.visit import Visit


def show(visit: Visit, text: str) -> None:
    """The text on the page, with its button."""
    st.html(element("div", block(visit, text), cls="tt"))


def block(visit: Visit, text: str) -> Markup:
    """The text with a button that copies it, and a place for what came of that."""
    button = element(
        "button",
        visit.t("copy.do"),
        type="button",
        data_copy=True,
        data_done=visit.t("copy.done"),
        data_failed=visit.t("copy.failed"),
    )
    said = element("output")  # read aloud when it changes
    return element("div", element("pre", element("code", text.strip("\n"))), button, said, cls="tt-verbatim")
