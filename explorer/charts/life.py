"""A person on one row of years: places, works, prizes and events, in time order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.charts.axis import Axis
from explorer.markup import Markup, element, join
from explorer.visit import Visit
from kb.drawing.timeline import moment
from kb.paper import Paper

FEWEST = 3  # two moments are read faster than drawn
TAIL = 4.0  # per cent of the width: how far a stay without a known beginning or end fades out


@dataclass(frozen=True)
class Moment:
    """Something in a life. A stay has two dates, one of which may be unknown; anything else has one."""

    kind: str  # place, work, award or event
    start: str | None
    end: str | None
    label: str
    href: str | None = None
    topic: str | None = None
    note: str | None = None

    @property
    def dates(self) -> tuple[str, ...]:
        return tuple(date for date in (self.start, self.end) if date)

    @property
    def when(self) -> str:
        """Both dates of a stay, an unknown one left open; one date of anything else."""
        return f"{self.start or ''}–{self.end or ''}" if self.kind == "place" else str(self.start)


def moments(visit: Visit, person: Mapping[str, Any], papers: Mapping[str, Paper]) -> tuple[Moment, ...]:
    """All that has a date in a person's life (a card of kb): stays first, then the rest, in time order."""
    stays = [m for m in _stays(person) if m.dates]
    points = [*_works(visit, person, papers), *_awards(visit, person), *_events(visit, person)]
    return (
        *sorted(stays, key=lambda m: moment(m.dates[0])),
        *sorted(points, key=lambda m: moment(m.dates[0])),
    )


def _stays(person: Mapping[str, Any]) -> Iterator[Moment]:
    for stay in person["affiliations"]:
        yield Moment("place", stay["start"], stay["end"], stay["organisation"], note=stay["role"])


def _works(visit: Visit, person: Mapping[str, Any], papers: Mapping[str, Paper]) -> Iterator[Moment]:
    for work in person["works"]:
        paper = papers[work["id"]]
        yield Moment("work", paper.date, paper.date, visit.label(work), visit.href_of(work), paper.topic)


def _awards(visit: Visit, person: Mapping[str, Any]) -> Iterator[Moment]:
    for award in person["awards"]:
        href = visit.href("award", id=award["id"])
        yield Moment("award", award["date"], award["date"], visit.label(award), href)


def _events(visit: Visit, person: Mapping[str, Any]) -> Iterator[Moment]:
    for event in person["events"]:
        href = visit.href("event", id=event["id"])
        yield Moment("event", event["date"], event["date"], visit.text(event["title"]), href)


def drawing(visit: Visit, found: tuple[Moment, ...]) -> Markup:
    """The moments on one axis, a line each; nothing where there are too few to be worth it."""
    if len(found) < FEWEST:
        return Markup()
    axis = Axis.over(date for one in found for date in one.dates)
    rows = join(_stay(axis, m) if m.kind == "place" else _point(visit, axis, m) for m in found)
    kinds = list(dict.fromkeys(one.kind for one in found))
    legend = join(
        element("span", element("i", cls=f"tt-sign tt-sign-{kind}"), visit.t(f"life.{kind}"))
        for kind in kinds
    )
    return element(
        "figure",
        element("p", legend, cls="tt-legend", aria_hidden="true"),
        element("div", axis.rule(), element("ol", rows), cls="tt-axis tt-life"),
    )


def _stay(axis: Axis, stay: Moment) -> Markup:
    """A line from the first to the last date, which fades where one of them is not known."""
    start = axis.at(stay.start) if stay.start else max(0.0, axis.at(str(stay.end)) - TAIL)
    end = axis.at(stay.end) if stay.end else min(100.0, axis.at(str(stay.start)) + TAIL)
    left, right = min(start, end), max(start, end)
    open_ = "" if stay.start and stay.end else " tt-open-start" if stay.end else " tt-open-end"
    name = element("p", stay.label, element("small", stay.note) if stay.note else None)
    place = f"--from:{left:.2f};--to:{right:.2f}"
    return element(
        "li",
        name,
        element("i", cls=f"tt-bar-of-years{open_}"),
        style=place,
        title=stay.when,
        cls="tt-from-left" if left <= 58 else "tt-from-right",
    )


def _point(visit: Visit, axis: Axis, point: Moment) -> Markup:
    at = axis.at(str(point.start))
    topic = f" tt-topic-{point.topic}" if point.topic else ""
    return element(
        "li",
        element("i", cls=f"tt-sign tt-sign-{point.kind}{topic}"),
        element("a", point.label, href=point.href),
        style=f"--at:{at:.2f}",
        title=f"{point.when} · {visit.topic(point.topic)}" if point.topic else point.when,
        cls="tt-point tt-from-left" if at <= 52 else "tt-point tt-from-right",
    )


def table(visit: Visit, found: tuple[Moment, ...]) -> Markup:
    """The same as a table: when, what kind, what."""
    heads = join(element("th", visit.t(f"life.col_{name}"), scope="col") for name in ("when", "kind", "what"))
    rows = join(
        element(
            "tr",
            element("td", one.when, cls="tt-where"),
            element("td", visit.t(f"life.{one.kind}")),
            element(
                "td",
                element("a", one.label, href=one.href) if one.href else one.label,
                f" ({one.note})" if one.note else None,
            ),
        )
        for one in found
    )
    return element("table", element("thead", element("tr", heads)), element("tbody", rows))
