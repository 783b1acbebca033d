"""Works and people as others mention them: in a line, on a chip, on a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explorer.markup import Markup, element, join
from explorer.visit import Visit


def people(visit: Visit, references: Iterable[Mapping[str, Any]]) -> Markup:
    """Names in a row, each leading to its page."""
    return join((visit.link(person) for person in references), visit.t("list.comma"))


def some(visit: Visit, references: Sequence[Mapping[str, Any]], most: int = 6) -> Markup:
    """The first names of a row, and how many more there are."""
    rest = len(references) - most
    more = " " + visit.t("lineage.people_more", n=rest) if rest > 0 else None
    return join([people(visit, references[:most]), more])


def dot(topic: str | None) -> Markup:
    """The colour of a topic; its name stands beside it, or in the legend."""
    return element("i", cls=f"tt-dot tt-topic-{topic}", aria_hidden="true") if topic else Markup()


def chip(visit: Visit, reference: Mapping[str, Any], topic: str | None = None, mark: object = None) -> Markup:
    """A work as a small link with the colour of its topic."""
    title = visit.topic(topic) if topic else None
    return element(
        "a",
        dot(topic),
        element("span", visit.label(reference)),
        mark,
        href=visit.href_of(reference),
        cls="tt-chip",
        title=title,
    )


def line(visit: Visit, reference: Mapping[str, Any], note: object = None) -> Markup:
    """A list item: the year, the name, and what may be said about it."""
    year = element("span", reference.get("year") or "", cls="tt-year")
    return element("li", year, element("div", visit.link(reference), note), cls="tt-line")


def lines(visit: Visit, references: Iterable[Mapping[str, Any]]) -> Markup:
    """A list of works or other things with their years."""
    return element("ul", join(line(visit, reference) for reference in references), cls="tt-lines")


def plain(visit: Visit, references: Iterable[Mapping[str, Any]]) -> Markup:
    """A list of names without years; nothing for an empty one."""
    items = join(element("li", visit.link(reference)) for reference in references)
    return element("ul", items, cls="tt-plain") if items else Markup()


def folded(visit: Visit, references: Sequence[Mapping[str, Any]], most: int = 12) -> Markup:
    """A list of which a long rest is folded in; nothing for an empty one."""
    first, rest = references[:most], references[most:]
    if len(rest) < 3:  # a fold costs a line too
        return lines(visit, references) if references else Markup()
    more = element(
        "details", element("summary", visit.t("press.more", n=len(rest))), lines(visit, rest), cls="tt-fold"
    )
    return join([lines(visit, first), more])


def card(visit: Visit, work: Mapping[str, Any], note: object = None) -> Markup:
    """A work in brief: name, year, people, summary and the way to its page. ``work`` is a card of kb."""
    return element(
        "article",
        kicker(visit, work),
        element("h2", visit.link(work)),
        element("p", title_of(visit, work), cls="tt-title")
        if title_of(visit, work) != visit.label(work)
        else None,
        element("p", some(visit, work["people"]), cls="tt-people"),
        note,
        element("p", visit.text(work["summary"]), cls="tt-summary"),
        cls="tt-card",
    )


def kicker(visit: Visit, work: Mapping[str, Any]) -> Markup:
    """The small line above a title: kind, topic, year."""
    words = [visit.t(f"kind.{work['kind']}"), visit.topic(work["topic"]), work["year"]]
    return element("p", dot(work["topic"]), join(words, " · "), cls="tt-kicker")


def title_of(visit: Visit, work: Mapping[str, Any]) -> str:
    """The full title, in the visitor's language where it is known."""
    return (visit.language == "zh" and work.get("title_zh")) or work["title"]


def section(
    heading: str, *content: object, id_: str | None = None, count: int | None = None, level: int = 2
) -> Markup:
    """A part of a page under its heading, to be jumped to by its id; nothing where it has no content."""
    body = join(content)
    if not body:
        return Markup()
    number = element("span", count, cls="tt-count") if count is not None else None
    return element("section", element(f"h{level}", heading, number), body, cls="tt-section", id=id_)


def facts(rows: Iterable[tuple[str, object]]) -> Markup:
    """Names and values in two columns; rows without a value are left out."""
    kept = [(name, value) for name, value in rows if value not in (None, "")]
    return element(
        "dl", join(element("div", element("dt", n), element("dd", v)) for n, v in kept), cls="tt-facts"
    )
