"""Logging in and out, where a login is configured; nothing at all on a laptop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer import links
from explorer.markup import Markup, element, join
from explorer.serving import access
from explorer.visit import Visit


def account(visit: Visit, page: str | None = None, params: Mapping[str, Any] | None = None) -> Markup:
    """ "Log in", or "Log out" with the visitor's name; ``page`` and ``params`` say where to come back to."""
    if not access.providers():
        return Markup()
    said = access.person()
    shown = _log_out(visit, said) if said else log_in(visit, page, params)
    return element("div", shown, cls="tt-account")


def log_in(visit: Visit, page: str | None = None, params: Mapping[str, Any] | None = None) -> Markup:
    """One way in for each login that is configured."""
    back = links.address(page or "", st.query_params.to_dict() if params is None else params)
    ways = access.providers()
    return join(
        (
            element(
                "a",
                visit.t("account.log_in") if len(ways) == 1 else visit.t("account.log_in_with", name=name),
                href=links.address("login", {"with": name, "back": back}),
                data_whole="true",
            )
            for name in ways
        ),
        " ",
    )


def _log_out(visit: Visit, said: Mapping[str, Any]) -> Markup:
    name = str(said.get("name") or said.get("preferred_username") or "")[:40]
    label = visit.t("account.log_out", name=name) if name else visit.t("account.log_out_nameless")
    mark = visit.t("account.mark", mark=access.owner())
    return element("a", label, href="auth/logout", title=mark, data_whole="true")


def refusal(visit: Visit, sentence: str) -> None:
    """Why this visitor may not run something, with the way to log in where that would help."""
    way = element("p", log_in(visit, "reproduce")) if access.needs_login() else None
    st.html(element("div", element("p", sentence), way, cls="tt tt-barred", role="note"))
