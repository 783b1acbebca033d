"""What a visitor can do with a work: follow a button, copy its citation."""

from __future__ import annotations

import streamlit as st

from explorer import store
from explorer.markup import Markup, element
from explorer.visit import Visit


def button(label: str, href: str, primary: bool = False) -> Markup:
    """A link that looks like what it is: something to do next."""
    return element("a", label, href=href, cls="tt-button tt-primary" if primary else "tt-button")


def bibtex(visit: Visit, work: str) -> None:
    """The work as BibTeX, with a button to copy it."""
    entry = store.bibtex(work)
    if entry:
        with st.container(key="bibtex"):
            st.html(element("div", element("h2", visit.t("paper.cite")), cls="tt tt-section"))
            st.code(entry, language="bibtex", wrap_lines=True)
