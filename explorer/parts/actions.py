"""What a visitor can do with a work: follow a button, copy its citation or its address."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from explorer import store
from explorer.markup import Markup, element
from explorer.parts import verbatim
from explorer.visit import Visit


def button(label: str, href: str, primary: bool = False) -> Markup:
    """A link that looks like what it is: something to do next."""
    return element("a", label, href=href, cls="tt-button tt-primary" if primary else "tt-button")


FORMATS = {"BibTeX": "bibtex", "RIS": "ris", "CSL-JSON": "csl"}


def cite(visit: Visit, work: str) -> None:
    """The work in the formats that reference managers read, and this page's address, each to be copied."""
    with st.container(key="cite"):
        st.html(element("div", element("h2", visit.t("paper.cite"), id="cite"), cls="tt tt-section"))
        *places, page = st.tabs([*FORMATS, visit.t("paper.this_page")])
        for place, name in zip(places, FORMATS.values(), strict=True):
            with place:
                verbatim.show(visit, store.written(work, name))
        with page:
            verbatim.show(visit, address_of(visit, work))
            st.html(element("p", visit.t("paper.same_id"), cls="tt tt-small"))


def address_of(visit: Visit, work: str) -> str:
    """The whole address of a work's page on this server, and the command that prints the same."""
    here = urlsplit(st.context.url or "")
    below = here.path.rpartition("/")[0]
    page = visit.href("paper", id=work)
    whole = f"{here.scheme}://{here.netloc}{below}/{page}" if here.netloc else page
    return f"{whole}\nkb show {work}"


def citation(version: str, facts: str) -> str:
    """The whole of timetested as BibTeX, with the version of its facts."""
    return (
        "@software{timetested,\n"
        "  title = {timetested: the papers behind today's {AI}, to trace, question and run},\n"
        "  author = {{The timetested contributors}},\n"
        f"  version = {{{version}}},\n"
        f"  note = {{facts {facts}}},\n"
        "}\n"
    )
