"""The answers to a search, each with the name that answered and why."""

from __future__ import annotations

from collections.abc import Sequence

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import notices
from explorer.visit import Visit
from kb.search import Hit


def answers(visit: Visit, query: str, found: Sequence[Hit]) -> Markup:
    """Hits, best first; or what to try where there are none."""
    if not found:
        return join(
            [element("h2", visit.t("search.none", query=query)), notices.empty(visit.t("search.try"))]
        )
    heading = visit.t("search.found_one" if len(found) == 1 else "search.found", n=len(found), query=query)
    return join(
        [element("h2", heading), element("ol", join(_hit(visit, hit) for hit in found), cls="tt-hits")]
    )


def _hit(visit: Visit, hit: Hit) -> Markup:
    reference = {"id": hit.id, "kind": hit.kind, "label": hit.label, "label_zh": hit.label_zh}
    papers = store.base().papers
    title = papers[hit.id].title if hit.id in papers else None
    kind = join([visit.t(f"kind.{hit.kind}"), hit.year], " · ")
    return element(
        "li",
        element("h3", visit.link(reference), " ", element("span", kind, cls="tt-kind")),
        element("p", title, cls="tt-title") if title and title != hit.matched else None,
        _why(visit, hit),
    )


def _why(visit: Visit, hit: Hit) -> Markup | None:
    """By which name it was found; nothing where that is its id, which is a word of ours and no name."""
    if hit.how == "id":
        return None
    found = visit.t("search.by", how=hit.reason_in(visit.language), name=hit.matched)
    return element("p", found, cls="tt-from")
