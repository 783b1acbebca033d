"""The head of a work's page: its names, its people, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.markup import Markup, element
from explorer.parts import works
from explorer.parts.actions import button
from explorer.visit import Visit


def headline(visit: Visit, work: Mapping[str, Any], runnable: bool, ways: Markup) -> Markup:
    """The title in both languages, the authors, the main buttons, and below them the ``ways`` on."""
    name, full = visit.label(work), works.title_of(visit, work)
    original = work["title"] if full != work["title"] else work.get("title_zh")
    tag = "en" if visit.language == "zh" else "zh-CN"
    run = button(visit.t("paper.run"), visit.href("reproduce", paper=work["id"]), primary=True)
    lineage = button(
        visit.t("paper.to_lineage"), visit.href("lineage", work=work["id"]), primary=not runnable
    )
    return element(
        "header",
        works.kicker(visit, work),
        element("h1", name),
        element("p", full, cls="tt-title") if full != name else None,
        element("p", original, cls="tt-original", lang=tag) if original else None,
        element("p", works.people(visit, work["people"]), cls="tt-people"),
        element("p", lineage, run if runnable else None, cls="tt-actions"),
        ways,
        cls="tt-head",
    )
