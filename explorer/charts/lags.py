"""From the paper to the prize: a line for each awarded work, the longest wait first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from explorer.charts.axis import Axis
from explorer.markup import Markup, element, join
from explorer.parts.works import dot
from explorer.visit import Visit
from kb.award import Award
from kb.paper import Paper


@dataclass(frozen=True)
class Lag:
    """An awarded work: when it first appeared, when it was awarded, and the years between."""

    work: Paper
    award: Award

    @property
    def years(self) -> int:
        """The year of the prize less the year of the first appearance."""
        return int(self.award.date[:4]) - self.work.year


def lags(awards: Iterable[Award], papers: Mapping[str, Paper]) -> tuple[Lag, ...]:
    """Every awarded work with its prize: the longest wait first, then by date of the prize."""
    found = [Lag(papers[prize.work], award) for award in awards for prize in award.prizes if prize.work]
    return tuple(sorted(found, key=lambda lag: (-lag.years, lag.award.date, lag.work.date, lag.work.id)))


def drawing(visit: Visit, found: Iterable[Lag], runnable: Collection[str]) -> Markup:
    """The lines on one axis; nothing where no work is awarded."""
    found = tuple(found)
    if not found:
        return Markup()
    axis = Axis.over(date for lag in found for date in (lag.work.date, lag.award.date))
    axis = Axis(axis.first, axis.last + 1)  # room for the number at the end of a line
    rows = join(_row(visit, axis, lag, lag.work.id in runnable) for lag in found)
    return element("figure", axis.rule(), element("ol", rows), cls="tt-axis tt-lags")


def _row(visit: Visit, axis: Axis, lag: Lag, can_run: bool) -> Markup:
    start, end = axis.at(lag.work.date), axis.at(lag.award.date)
    if lag.years == 0:
        end = max(end, start)  # a prize known by its year alone may seem to lie before the day of the paper
    run = element("span", visit.t("home.runs_here"), cls="tt-mark tt-run") if can_run else None
    name = element(
        "p",
        element("a", lag.work.name_in(visit.language), href=visit.href("paper", id=lag.work.id)),
        " ",
        run,
    )
    line = element(
        "a",
        element("i", cls=f"tt-topic-{lag.work.topic}"),
        element("b", lag.years),
        href=visit.href("award", id=lag.award.id),
        title=lag.award.name_in(visit.language),
        aria_label=visit.t("awards.lag", n=lag.years, award=lag.award.name_in(visit.language)),
        cls="tt-lag-line",
    )
    side = "tt-from-left" if start <= 58 else "tt-from-right"
    return element("li", name, line, style=f"--from:{start:.2f};--to:{end:.2f}", cls=side)


def table(visit: Visit, found: Iterable[Lag], runnable: Collection[str]) -> Markup:
    """The same as a table."""
    heads = join(
        element("th", visit.t(f"awards.col_{name}"), scope="col")
        for name in ("work", "appeared", "award", "prized", "years", "run")
    )
    rows = join(_cells(visit, lag, lag.work.id in runnable) for lag in found)
    return element("table", element("thead", element("tr", heads)), element("tbody", rows))


def _cells(visit: Visit, lag: Lag, can_run: bool) -> Markup:
    work = element("a", lag.work.name_in(visit.language), href=visit.href("paper", id=lag.work.id))
    award = element("a", lag.award.name_in(visit.language), href=visit.href("award", id=lag.award.id))
    run = (
        element("a", visit.t("paper.run"), href=visit.href("reproduce", paper=lag.work.id)) if can_run else ""
    )
    cells = (join([dot(lag.work.topic), work]), lag.work.date, award, lag.award.date, lag.years, run)
    return element("tr", join(element("td", cell) for cell in cells))
