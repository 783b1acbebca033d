"""Choosing works by name, and what is offered where a name is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from explorer import store
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb.cards import reference
from kb.names import nearest_subjects

WORKS = ("paper", "dataset", "system", "film")


def by_name(visit: Visit) -> list[str]:
    """All works, in the order of their names in the visitor's language."""
    papers = store.base().papers
    return sorted(papers, key=lambda id_: (papers[id_].name_in(visit.language).casefold(), id_))


def name(visit: Visit, work: str) -> str:
    """What a work is called in the visitor's language."""
    return store.base().papers[work].name_in(visit.language)


def language(visit: Visit) -> dict[str, str]:
    """The language as a parameter, where the visitor chose it."""
    return {"lang": visit.language} if visit.chosen else {}


def unknown(visit: Visit, id_: str, href: Callable[[str], str]) -> Markup:
    """One line for a name that no work has, with the nearest names; ``href`` leads on with one of them."""
    near = [c.id for c in nearest_subjects(id_, store.base().names, limit=12) if c.kind in WORKS][:3]
    offers = join((element("a", name(visit, work), href=href(work)) for work in near), visit.t("list.comma"))
    perhaps = join([" ", visit.t("path.perhaps"), " ", offers]) if near else None
    return element(
        "div", element("p", visit.t("path.unknown", id=id_[:120]), perhaps), cls="tt-notice", role="alert"
    )


def works(visit: Visit, ids: list[str], href: Callable[[str], str]) -> Markup:
    """Works by year as a list, each leading on with it."""
    base = store.base()
    entries = (_entry(visit, reference(base, id_), href(id_)) for id_ in ids)
    return element("ul", join(entries), cls="tt-lines")


def _entry(visit: Visit, work: Mapping[str, Any], href: str) -> Markup:
    year = element("span", work["year"], cls="tt-year")
    return element("li", year, element("div", element("a", visit.label(work), href=href)), cls="tt-line")
