"""Prizes: a series by its name, an award with its works and the years between, the way to the next giving."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts import works
from explorer.visit import Visit
from kb.award import Award


def series_names(awards: Iterable[Award], language: str) -> dict[str, str]:
    """Each series by the shortest name of its awards, without the year and what follows a comma or bracket.

    >>> from kb import KnowledgeBase
    >>> series_names(KnowledgeBase.load().awards.values(), "en")["turing-award"]
    'ACM A.M. Turing Award'
    """
    found: dict[str, str] = {}
    for award in awards:
        name = _without_year(award.name_in(language))
        found[award.series] = min(found.get(award.series, name), name, key=lambda n: (len(n), n))
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _without_year(name: str) -> str:
    plain = re.sub(r"\s*\b(?:19|20)\d\d(?!\d)\s*年?\s*", " ", name)
    return re.split(r"[,，(（]", plain)[0].strip()


def filters(visit: Visit, names: Mapping[str, str], counts: Mapping[str, int], chosen: str | None) -> Markup:
    """The series to choose from, each with how often it was given, and all of them."""
    every = element(
        "a",
        visit.t("awards.all"),
        element("small", sum(counts.values())),
        href=visit.href("awards"),
        aria_current="true" if chosen is None else None,
    )
    ways = join(
        element(
            "a",
            name,
            element("small", counts[series]),
            href=visit.href("awards", series=series),
            aria_current="true" if series == chosen else None,
        )
        for series, name in names.items()
    )
    return element("nav", every, ways, cls="tt-series", aria_label=visit.t("awards.series"))


def years(visit: Visit, number: int) -> str:
    """The years between a paper and its prize, in words."""
    if number == 0:
        return visit.t("award.same_year")
    return visit.t("award.year") if number == 1 else visit.t("award.years", n=number)


def prize(visit: Visit, entry: Mapping[str, Any], runnable: Collection[str]) -> Markup:
    """What was prized, by whom it was made, and the years between; ``prized`` of an entry is the date."""
    work = entry["work"]
    if work is None:
        laureates = join(_laureate(visit, person) for person in entry["people"])
        return element("li", laureates, cls="tt-prize tt-prize-people")
    names = element("p", works.people(visit, entry["people"]), cls="tt-people")
    run = element(
        "a", visit.t("paper.run"), href=visit.href("reproduce", paper=work["id"]), cls="tt-mark tt-run"
    )
    card = store.card(work["id"])
    number = entry["years_after"]
    lag = join([element("b", number), element("span", years(visit, number))])
    name = join([works.dot(card["topic"]), visit.link(work), " ", run if work["id"] in runnable else None])
    lineage = element("a", visit.t("paper.to_lineage"), href=visit.href("lineage", work=work["id"]))
    return element(
        "li",
        element("div", lag, cls="tt-lag"),
        element(
            "div",
            element("h3", name),
            element("p", works.title_of(visit, card), cls="tt-title"),
            names,
            element("p", _dates(visit, card, entry), " ", lineage, cls="tt-from"),
        ),
        cls="tt-prize",
    )


def _laureate(visit: Visit, person: Mapping[str, Any]) -> Markup:
    """Someone who is prized without a named work, with all that is here of them."""
    papers = store.base().papers
    wrote = join(
        works.chip(visit, work, papers[work["id"]].topic) for work in store.card(person["id"])["works"]
    )
    return element("div", element("h3", visit.link(person)), element("p", wrote) if wrote else None)


def _dates(visit: Visit, work: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    return visit.t("award.from_to", first=work["date"], prized=entry["prized"])


def neighbours(visit: Visit, award: Mapping[str, Any]) -> Markup:
    """The giving before and the one after, of the same series."""
    line = sorted([*award["same_series"], award], key=lambda a: (a["date"], a["id"]))
    at = next(n for n, other in enumerate(line) if other["id"] == award["id"])
    before = line[at - 1] if at else None
    after = line[at + 1] if at + 1 < len(line) else None
    ways = [_neighbour(visit, other, rel) for other, rel in ((before, "prev"), (after, "next")) if other]
    return element("nav", *ways, cls="tt-ways", aria_label=visit.t("award.others")) if ways else Markup()


def _neighbour(visit: Visit, other: Mapping[str, Any], rel: str) -> Markup:
    return element(
        "a",
        element("small", visit.t("award.before" if rel == "prev" else "award.after")),
        element("span", visit.label(other)),
        href=visit.href("award", id=other["id"]),
        rel=rel,
        cls=f"tt-way-{rel}",
    )


def chronicle(visit: Visit, awards: Iterable[Award], runnable: Collection[str]) -> Markup:
    """Year by year, the newest first: each award with what it prized and how long that took."""
    by_year: dict[str, list[Award]] = {}
    for award in awards:
        by_year.setdefault(award.date[:4], []).append(award)
    return join(
        element(
            "section",
            element("h3", year),
            element("ul", join(_given(visit, award, runnable) for award in some)),
            cls="tt-year-of-prizes",
        )
        for year, some in sorted(by_year.items(), reverse=True)
    )


def _given(visit: Visit, award: Award, runnable: Collection[str]) -> Markup:
    card = store.card(award.id)
    name = element("a", visit.label(card), href=visit.href("award", id=award.id))
    body = join(_line(visit, entry, runnable) for entry in card["prizes"])
    return element("li", element("h4", name), element("ul", body))


def _line(visit: Visit, entry: Mapping[str, Any], runnable: Collection[str]) -> Markup:
    work = entry["work"]
    if work is None:
        return element("li", element("span", works.people(visit, entry["people"])))
    run = element("em", visit.t("home.runs_here")) if work["id"] in runnable else None
    chip = works.chip(visit, work, store.base().papers[work["id"]].topic, run)
    waited = join([work["year"], _later(visit, entry["years_after"])], " · ")
    return element("li", chip, element("span", waited, cls="tt-from"))


def _later(visit: Visit, number: int) -> str:
    if number == 0:
        return visit.t("award.same_year")
    return visit.t("awards.later_one") if number == 1 else visit.t("awards.later", n=number)
