"""All works year by year: an overview that reads like a page, wide or narrow, and needs no script."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from explorer.markup import Markup, element, join
from explorer.parts.works import chip, dot
from explorer.visit import Visit
from kb.drawing.words import LANES
from kb.paper import Paper


def by_year(works: Iterable[Paper]) -> dict[int, list[Paper]]:
    """Works by the year of their first appearance, both in time order."""
    found: dict[int, list[Paper]] = {}
    for work in sorted(works, key=lambda w: (w.date, w.id)):
        found.setdefault(work.year, []).append(work)
    return found


def chronicle(visit: Visit, works: Iterable[Paper], runnable: Collection[str]) -> Markup:
    """A line a year, a chip a work, coloured by topic; what can be run here carries a mark."""
    works = list(works)
    if not works:
        return element("p", visit.t("home.no_works"), cls="tt-empty")
    rows = join(
        element(
            "li", element("b", year), element("div", join(_chip(visit, w, w.id in runnable) for w in some))
        )
        for year, some in by_year(works).items()
    )
    return join([_legend(visit, {w.topic for w in works}), element("ol", rows, cls="tt-chronicle")])


def _chip(visit: Visit, work: Paper, can_run: bool) -> Markup:
    reference = {"id": work.id, "kind": work.kind, "label": work.name, "label_zh": work.name_in("zh")}
    mark = element("em", visit.t("home.runs_here")) if can_run else None
    return chip(visit, reference, work.topic, mark)


def _legend(visit: Visit, topics: Collection[str]) -> Markup:
    entries = (element("span", dot(t), visit.topic(t)) for t in LANES if t in topics)
    return element("p", join(entries), cls="tt-legend")
