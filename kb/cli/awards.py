"""`kb awards`: which awards there are, and what they honour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.arguments import complete_thing
from kb.cli.filters import YEARS_FROM, YEARS_TO, year_range
from kb.cli.forms import Row
from kb.cli.labels import in_language, label
from kb.cli.names import thing_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabularies import SERIES

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

EXAMPLES = (
    "kb awards",
    "kb awards neurips                              by series, award, work or person",
    "kb awards --series neurips-test-of-time",
    "kb awards --from-year 2024 --to-year 2025 --json",
)
COLUMNS = ("id", "label", "date", "series", "works", "people")
MOST_NAMES = 8


@answers()
def awards(
    out: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Series or awards, or works and people who were awarded; none: all.",
            autocompletion=complete_thing,
            show_default=False,
        ),
    ] = None,
    series: Annotated[
        str | None, SERIES.asked("Only this series.", parser=SERIES.several, show_default=False)
    ] = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
) -> None:
    """List awards in order of date with the works and people that they honour."""
    from kb.base import KnowledgeBase
    from kb.prizes import as_data
    from kb.prizes import awards as awards_of

    base = KnowledgeBase.load()
    chosen = _named(base, names) if names else set(base.awards)
    found = as_data(
        base,
        tuple(
            award
            for award in awards_of(base, years=year_range(from_year, to_year))
            if award.id in chosen and (not series or award.series in series)
        ),
    )
    out.listing(
        found,
        COLUMNS,
        flat=in_language(out.language),
        human=lambda console, shown: _draw(console, shown, out.language),
    )


def _named(base: KnowledgeBase, names: Sequence[str]) -> set[str]:
    """The awards that names mean: of a series, one award, or those that prize a work or a person."""
    found: set[str] = set()
    for name in names:
        if series := SERIES.fitting(name):
            found |= {award.id for award in base.awards.values() if award.series in series}
            continue
        id_ = thing_meant(base, name)
        found |= {id_} if id_ in base.awards else {award.id for award in base.awards_for(id_)}
    return found


def _draw(console: Any, shown: Sequence[Row], language: str) -> None:
    """One block an award: its works, and its people as far as a reader wants a list of names."""
    from rich.text import Text

    from kb.cli.words import say
    from kb.cli.wrapping import Prose

    if not shown:
        console.print(say("nothing found", language), style="dim")
    for award in shown:
        head = (f"{award['date']}  ", "dim"), (label(award, language), "bold"), f"  {award['id']}"
        console.print(Prose(Text.assemble(*head), hang=4))
        names = [label(person, language) for person in award["people"]]
        more = f" … +{len(names) - MOST_NAMES}" if len(names) > MOST_NAMES else ""
        for line in ([label(work, language) for work in award["works"]], names[:MOST_NAMES]):
            if line:
                console.print(Prose(", ".join(line) + (more if line[0] in names else ""), 2, style="dim"))
