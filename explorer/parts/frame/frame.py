"""What surrounds every page: style, language of the document, followed links, header and footer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from explorer import links, store, style
from explorer.locale import LANGUAGES
from explorer.markup import Markup, element, join
from explorer.parts.frame import account
from explorer.visit import Visit

_HERE = Path(__file__).resolve().parent

#: Links of our own HTML change the page without loading everything anew; the script says how.
_document = st.components.v2.component(
    "timetested_document",
    js="\n".join(
        (_HERE / name).read_text("utf-8") for name in ("suggestions.js", "absence.js", "document.js")
    ),
    isolate_styles=False,
)


def dress(visit: Visit) -> None:
    """Put the style and the language on the document, and let its links be followed."""
    st.html(f"<style>{style.sheet()}</style>")
    labels = {name: visit.t(f"search.{name}") for name in ("suggestions", "count", "all")}
    labels |= {name: visit.t(f"lost.{name}") for name in ("away", "away_then", "close")}
    data = {"language": _TAGS[visit.language], "asked": visit.language if visit.chosen else None}
    _document(key="document", data={**data, "labels": labels})


def leave(address: str) -> None:
    """Go to an address of ours, as if its link had been clicked."""
    _document(key="document-leave", data={"leave": address})


_TAGS = {"en": "en", "zh": "zh-CN"}


def header(visit: Visit, page: str, params: Mapping[str, Any]) -> None:
    """Name, pages, search box and language switch."""
    nav = join(
        [
            *(_way(visit, name, page) for name in links.MAIN),
            element(
                "details",
                element("summary", visit.t("nav.more")),
                element("div", join(_way(visit, name, page) for name in links.MORE)),
                cls="tt-more-pages",
            ),
        ]
    )
    brand = element("a", element("b", "time"), "tested", href=visit.href(), cls="tt-brand")
    box = None if page == "" else search_box(visit, "")
    skip = element("a", visit.t("nav.skip"), href="#content", cls="tt-skip")
    bar = element(
        "header", skip, brand, element("nav", nav, aria_label=visit.t("nav.pages")), box,
        account.account(visit, page, params), _languages(visit, page, params), cls="tt tt-header",
    )  # fmt: skip
    st.html(join([bar, element("div", id="content", tabindex="-1", cls="tt")]))


def _way(visit: Visit, name: str, page: str) -> Markup:
    """The way to a page, marked where one is there already."""
    here = "page" if page == name else None
    return element("a", visit.t(f"nav.{name}"), href=visit.href(name), aria_current=here)


def search_box(visit: Visit, query: str, cls: str = "") -> Markup:
    """A search form; its answer is the home page with ?q=."""
    return element(
        "form",
        element(
            "input",
            type="search",
            name="q",
            value=query,
            placeholder=visit.t("search.placeholder" if cls else "search.short"),
            aria_label=visit.t("search.label"),
            autocomplete="off",
            spellcheck="false",
        ),
        element("button", visit.t("search.go"), type="submit"),
        action=visit.href(),
        role="search",
        cls=f"tt-search {cls}".strip(),
    )


def _languages(visit: Visit, page: str, params: Mapping[str, Any]) -> Markup:
    kept = {name: value for name, value in params.items() if name != "lang"}
    choices = [
        element(
            "a",
            label,
            href=links.address(page, kept, lang=language),
            data_changes="lang",
            lang=_TAGS[language],
            aria_current="true" if language == visit.language else None,
        )
        for language, label in LANGUAGES.items()
    ]
    return element("div", join(choices), cls="tt-languages", role="group", aria_label=visit.t("nav.language"))


def footer(visit: Visit) -> None:
    """What this is, how far it has come, and on what terms."""
    said = [visit.t("nav.terms")]
    if not store.problems():
        tested, claims = store.tested()
        said.insert(0, visit.t("nav.footer", tested=tested, claims=claims))
    st.html(element("footer", " ".join(said), cls="tt tt-footer"))
