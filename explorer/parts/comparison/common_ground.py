"""What compared works share: where all of them come from, where pairs of them do, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import choosing, notices, works
from explorer.parts.works import dot
from explorer.visit import Visit
from kb.cards import reference
from kb.company import Common, Company
from kb.comparison import Comparison

SHOWN = 8  # shared works before the rest is folded away


def shared(visit: Visit, found: Company) -> Markup:
    """Works that all of them come from, then those of pairs alone; the same for what came of them."""
    everything = join(
        [
            _common(visit, found.works, found.ancestors, "compare.all_from" if _three(found) else None),
            *(_pair_only(visit, found, pair) for pair in found.pairs if _three(found)),
        ]
    )
    later = [c for c in found.descendants if c.work not in found.works]
    return join(
        [
            works.section(
                visit.t("compare.ancestors"),
                everything or notices.empty(visit.t("compare.no_ancestors")),
            ),
            works.section(
                visit.t("compare.descendants"),
                works.lines(visit, (reference(store.base(), c.work) for c in later)) if later else None,
                count=len(later),
            ),
        ]
    )


def _three(found: Company) -> bool:
    return len(found.works) > 2


def _pair_only(visit: Visit, found: Company, pair: Comparison) -> Markup:
    of_all = {common.work for common in found.ancestors}
    rest = [Common(s.work, (s.steps_a, s.steps_b)) for s in pair.ancestors if s.work not in of_all]
    return _common(visit, (pair.a, pair.b), rest, "compare.pair_from")


def _common(visit: Visit, ids: Sequence[str], found: Sequence[Common], heading: str | None) -> Markup:
    """A table of shared works with the steps to each; those far back are folded away."""
    rows = [common for common in found if common.work not in ids]
    if not rows:
        return Markup()
    names = visit.t("path.and").join(choosing.name(visit, id_) for id_ in ids)
    more = None
    if len(rows) > SHOWN:
        summary = element("summary", visit.t("compare.further", n=len(rows) - SHOWN))
        more = element("details", summary, _steps(visit, ids, rows[SHOWN:]), cls="tt-fold tt-more")
    title = element("h3", visit.t(heading, names=names)) if heading else None
    return element("div", title, _steps(visit, ids, rows[:SHOWN]), more, cls="tt-beside-common")


def _steps(visit: Visit, ids: Sequence[str], rows: Sequence[Common]) -> Markup:
    base = store.base()
    heads = [visit.t("lineage.col_year"), visit.t("lineage.col_work")]
    heads += [visit.t("compare.steps_to", name=choosing.name(visit, id_)) for id_ in ids]
    body = []
    for common in rows:
        paper = base.papers[common.work]
        named = join([dot(paper.topic), visit.link(reference(base, common.work))])
        cells = [
            paper.year,
            named,
            *(_way(visit, common.work, *to) for to in zip(ids, common.steps, strict=True)),
        ]
        body.append(element("tr", join(element("td", cell) for cell in cells)))
    head = element("tr", join(element("th", text, scope="col") for text in heads))
    table = element("table", element("thead", head), element("tbody", join(body)))
    return element("div", table, cls="tt-scroll", tabindex="0", role="group", aria_label=heads[1])


def _way(visit: Visit, ancestor: str, work: str, steps: int) -> Markup | str:
    """A number of steps, leading to the path that has them."""
    if not steps:
        return "0"
    names = {"start": choosing.name(visit, ancestor), "end": choosing.name(visit, work)}
    return element(
        "a",
        steps,
        href=visit.href("path", {"from": ancestor, "to": work}),
        aria_label=f"{steps}: " + visit.t("path.title", **names),
    )
