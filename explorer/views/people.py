"""Everyone in the facts: /people, by works, by name, by prize; /people?q=bengio asks for some by name."""

import streamlit as st

from explorer import register, store, visit
from explorer.links.people import PeopleView
from explorer.markup import element, join
from explorer.parts import notices, works
from explorer.parts.people.people import filter_box, folded, letters, lines, orders

MANY = 40  # people: from here on a list is folded in

visitor = visit.current()
asked = PeopleView.read(st.query_params)
base, everyone = store.base(), store.people()
prized = sum(bool(entry.awards) for entry in everyone)
notices.title(visitor, visitor.t("nav.people"))


def found_by_name():
    """Those whom the query may mean, best first."""
    known = {entry.id: entry for entry in everyone}
    some = [known[hit.id] for hit in store.people_called(asked.query)]
    heading = visitor.t("people.found" if some else "people.none", n=len(some), query=asked.query)
    body = lines(visitor, some, base.papers) or notices.empty(visitor.t("people.try"))
    return join([works.section(heading, body), element("p", _back(), cls="tt-actions")])


def _back():
    return element("a", visitor.t("people.everyone"), href=visitor.href("people"))


def by_works():
    """Who wrote several, by how many; the many who wrote one are found by letter."""
    groups = register.by_works(everyone)
    several = join(
        works.section(visitor.t("people.wrote", n=n), _few_or_folded(some), count=len(some))
        for n, some in groups.items()
        if n > 1
    )
    others = [entry for n, some in groups.items() if n < 2 for entry in some]
    counts = {letter: len(some) for letter, some in register.by_letter(others).items()}
    rest = join([element("p", visitor.t("people.rest", n=len(others))), letters(visitor, _all(counts))])
    return join([several, works.section(visitor.t("people.others"), rest, count=len(others))])


def _few_or_folded(some):
    """A list; folded in where it is longer than a screen or two."""
    listed = lines(visitor, some, base.papers)
    return listed if len(some) <= MANY else folded(visitor, len(some), listed)


def _all(counts):
    """The letters with the number of all people that they lead to."""
    whole = register.by_letter(everyone)
    return {letter: len(whole[letter]) for letter in counts}


def by_name(spelling):
    """One letter at a time."""
    groups = register.by_letter(everyone, spelling)
    if not groups:
        return notices.empty(visitor.t("people.nobody"))
    chosen = asked.letter if asked.letter in groups else next(iter(groups))
    counts = {letter: len(some) for letter, some in groups.items()}
    row = letters(visitor, counts, chosen, asked.order)
    body = lines(visitor, groups[chosen], base.papers, chinese=spelling == "pinyin")
    return join([row, works.section(chosen, body, count=len(groups[chosen]))])


def by_prize():
    """Under each award those whom it honoured."""
    return join(
        works.section(base.awards[award].name_in(visitor.language), lines(visitor, some, base.papers),
                      count=len(some))
        for award, some in register.by_award(base, everyone).items()
    ) or notices.empty(visitor.t("people.no_prizes"))  # fmt: skip


if asked.query:
    body = found_by_name()
elif asked.order in ("name", "pinyin"):
    body = by_name("latin" if asked.order == "name" else "pinyin")
else:
    body = by_prize() if asked.order == "prize" else by_works()
head = element(
    "header",
    element("h1", visitor.t("nav.people")),
    element("p", visitor.t("people.lede", n=len(everyone), prized=prized), cls="tt-lede"),
    filter_box(visitor, asked.query),
    orders(visitor, None if asked.query else asked.order),
    cls="tt-head",
)
st.html(
    element("div", head, body if everyone else notices.empty(visitor.t("people.nobody")), cls="tt tt-page")
)
