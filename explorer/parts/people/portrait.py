"""What the page of a person lists: works, stays, co-authors, pages elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.markup import Markup, element, join
from explorer.parts import evidence, works
from explorer.visit import Visit
from kb.paper import Paper

SHOWN = 12  # co-authors; the rest is folded in


def names(visit: Visit, person: Mapping[str, Any]) -> list[str]:
    """All names of a person but the one shown, each once."""
    shown = visit.label(person)
    known = (person["label"], person["native"], person["label_zh"], *person["variants"])
    return [name for name in dict.fromkeys(known) if name and name != shown]


def written(visit: Visit, person: Mapping[str, Any], papers: Mapping[str, Paper]) -> Markup:
    """The works of a person with their topics and titles."""
    return element("ul", join(_work(visit, w, papers) for w in person["works"]), cls="tt-lines tt-written")


def _work(visit: Visit, work: Mapping[str, Any], papers: Mapping[str, Paper]) -> Markup:
    paper = papers[work["id"]]
    title = (visit.language == "zh" and paper.title_zh) or paper.title
    note = element("span", title if title != visit.label(work) else visit.topic(paper.topic))
    return works.line(visit, work, join([works.dot(paper.topic), note]))


def stays(visit: Visit, person: Mapping[str, Any]) -> Markup | None:
    """Where a person was, as what and when, and how that is known."""
    lines = join(_stay(visit, place) for place in person["affiliations"])
    return element("ul", lines, cls="tt-lines tt-stays") if lines else None


def _stay(visit: Visit, place: Mapping[str, Any]) -> Markup:
    years = "–".join(dict.fromkeys(date[:4] for date in (place["start"], place["end"]) if date))
    read_in = [evidence.source(visit, place["source"]), evidence.checked(visit, place["checked"])]
    about = element("p", join([place["role"], *read_in], " · "), cls="tt-from")
    name = element("div", place["organisation"], about)
    return element("li", element("span", years, cls="tt-year"), name, cls="tt-line")


def colleagues(visit: Visit, person: Mapping[str, Any], papers: Mapping[str, Paper]) -> Markup:
    """Co-authors with the works written together, who wrote most of them first."""
    lines = [_colleague(visit, other, papers) for other in person["coauthors"]]
    first = element("ul", join(lines[:SHOWN]), cls="tt-lines") if lines else None
    rest = element("summary", visit.t("person.more_coauthors", n=len(lines) - SHOWN))
    more = element("details", rest, element("ul", join(lines[SHOWN:]), cls="tt-lines"), cls="tt-fold")
    return join([first, more if lines[SHOWN:] else None])


def _colleague(visit: Visit, other: Mapping[str, Any], papers: Mapping[str, Paper]) -> Markup:
    together = join(
        (
            element("a", papers[work].name_in(visit.language), href=visit.href("paper", id=work))
            for work in other["works"]
        ),
        visit.t("list.comma"),
    )
    number = element("span", len(other["works"]), cls="tt-year", title=visit.t("person.together"))
    name = element("div", visit.link(other), element("p", together, cls="tt-from"))
    return element("li", number, name, cls="tt-line")


def elsewhere(links: Iterable[tuple[str, str]]) -> Markup | None:
    """Pages of a person outside, by what they are called."""
    lines = join(
        element("li", element("a", name, href=url, target="_blank", rel="noopener")) for name, url in links
    )
    return element("ul", lines, cls="tt-plain") if lines else None
