"""Who is looking: the language of this visit, and addresses that keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st

from explorer import links
from explorer.locale import LANGUAGES, choose, message
from explorer.markup import Markup, element
from kb.drawing import words


@dataclass(frozen=True)
class Visit:
    """One run of a page. ``chosen`` says that the visitor asked for the language; then addresses carry it."""

    language: str = "en"
    chosen: bool = False

    def t(self, key: str, /, **values: object) -> str:
        """A text of ours in the visitor's language."""
        return message(self.language, key, **values)

    def text(self, both: Any) -> str:
        """A text of the facts: a record or a mapping with ``en`` and ``zh``."""
        return both[self.language] if both else ""

    def topic(self, name: str) -> str:
        """A topic as the lanes of the picture call it."""
        return words.LANES[name][self.language]

    def preset(self, name: object) -> str:
        """What a size of runs is called; its own name where it is none of the usual ones."""
        return self.t(f"preset.{name}") if name in ("smoke", "cpu", "gpu", "paper") else str(name or "")

    def label(self, reference: Mapping[str, Any]) -> str:
        """What a thing is called: a reference or a card of kb."""
        return (
            reference["label_zh"]
            if self.language == "zh" and reference.get("label_zh")
            else reference["label"]
        )

    def href(
        self, page: str = "", params: Mapping[str, str | None] | None = None, /, **named: str | None
    ) -> str:
        """The address of a page, in the language that the visitor chose."""
        return links.address(page, params, **{**named, "lang": self.language if self.chosen else None})

    def href_of(self, reference: Mapping[str, Any]) -> str:
        """The address of a thing, by its kind."""
        return self.href(links.PAGE_OF_KIND[reference["kind"]], id=reference["id"])

    def link(self, reference: Mapping[str, Any], cls: str | None = None) -> Markup:
        """A thing's name, leading to its page."""
        return element("a", self.label(reference), href=self.href_of(reference), cls=cls)

    def show(self, params: Mapping[str, str]) -> NoReturn:
        """Show something else on this page, under its own address."""
        kept = {"lang": self.language} if self.chosen else {}
        st.query_params.from_dict({**params, **kept})
        st.rerun()


def current() -> Visit:
    """The visit of this run: ?lang= first, then what was chosen in this session, then the browser's."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["lang"] = asked
    chosen = st.session_state.get("lang")
    return Visit(choose(chosen, st.context.locale), chosen is not None)
