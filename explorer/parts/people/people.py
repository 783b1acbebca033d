"""People as the page of all people lists them: a name, what they wrote, what they won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.markup import Markup, element, join
from explorer.parts.works import dot
from explorer.register import Entry
from explorer.visit import Visit
from kb.paper import Paper


def lines(
    visit: Visit, entries: Iterable[Entry], papers: Mapping[str, Paper], chinese: bool = False
) -> Markup:
    """A line a person; ``chinese`` puts the Chinese name beside the Latin one, whose order it then is."""
    rows = join(_line(visit, entry, papers, chinese) for entry in entries)
    return element("ul", rows, cls="tt-register") if rows else Markup()


def _line(visit: Visit, entry: Entry, papers: Mapping[str, Paper], chinese: bool) -> Markup:
    wrote = join(
        (
            element("a", dot(papers[work["id"]].topic), visit.label(work), href=visit.href_of(work))
            for work in entry.works
        ),
        " ",
    )
    return element(
        "li",
        element("p", *_name(visit, entry, chinese)),
        element("p", wrote, cls="tt-register-works"),
        element("p", _prizes(visit, entry), cls="tt-register-prizes"),
    )


def _name(visit: Visit, entry: Entry, chinese: bool) -> tuple[object, ...]:
    """The name in the visitor's language, and beside it as it is written at home (or in Latin letters)."""
    person = entry.person
    shown = person.name_in(visit.language)
    home = person.name_in("zh") if chinese else person.native
    other = home if shown == person.name else person.name
    beside = element("span", other, cls="tt-native") if other and other != shown else None
    return element("a", shown, href=visit.href("person", id=person.id)), " ", beside


def _prizes(visit: Visit, entry: Entry) -> Markup | None:
    if not entry.awards:
        return None
    names = visit.t("list.comma").join(visit.label(award) for award in entry.awards)
    count = len(entry.awards)
    words = visit.t("people.prize") if count == 1 else visit.t("people.prizes", n=count)
    return element("span", words, cls="tt-mark tt-prized", title=names)


def orders(visit: Visit, chosen: str) -> Markup:
    """The orders to choose from, the chosen one marked."""
    ways = join(
        element(
            "a",
            visit.t(f"people.order_{order}"),
            href=visit.href("people", order=None if order == "works" else order),
            aria_current="true" if order == chosen else None,
        )
        for order in ("works", "name", "pinyin", "prize")
    )
    return element("nav", element("span", visit.t("people.order")), ways, cls="tt-orders",
                   aria_label=visit.t("people.order"))  # fmt: skip


def letters(
    visit: Visit, counts: Mapping[str, int], chosen: str | None = None, order: str = "name"
) -> Markup:
    """The letters of a name, each with how many people it has."""
    ways = join(
        element(
            "a",
            letter,
            element("small", count),
            href=visit.href("people", order=order, letter=letter),
            aria_current="true" if letter == chosen else None,
            aria_label=visit.t("people.letter", letter=letter, n=count),
        )
        for letter, count in counts.items()
    )
    return element("nav", ways, cls="tt-letters", aria_label=visit.t("people.letters"))


def filter_box(visit: Visit, query: str) -> Markup:
    """A search form that asks for people only."""
    return element(
        "form",
        element(
            "input", type="search", name="q", value=query, placeholder=visit.t("people.placeholder"),
            aria_label=visit.t("people.find"), autocomplete="off", spellcheck="false",
        ),
        element("button", visit.t("search.go"), type="submit"),
        action=visit.href("people"),
        role="search",
        cls="tt-search tt-filter",
    )  # fmt: skip


def folded(visit: Visit, number: int, people: Markup) -> Markup:
    """A long list under a line that unfolds it."""
    return element("details", element("summary", visit.t("people.show", n=number)), people, cls="tt-fold")
