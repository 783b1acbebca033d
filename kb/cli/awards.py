"""`kb awards`: which awards there are, and what they prize."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kb.cli.filters import YEARS_FROM, YEARS_TO, year_range
from kb.cli.labels import in_language, label
from kb.cli.options import answers
from kb.cli.output import Output, Row

EXAMPLES = (
    "kb awards",
    "kb awards --series neurips-test-of-time",
    "kb awards --from-year 2024 --to-year 2025 --json",
)
MOST_NAMES = 8


@answers()
def awards(
    out: Output,
    series: Annotated[str | None, typer.Option(help="Only this series.", show_default=False)] = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
) -> None:
    """List awards in order of date with the works and people that they prize."""
    from kb.base import KnowledgeBase
    from kb.prizes import as_data
    from kb.prizes import awards as awards_of

    base = KnowledgeBase.load()
    found = as_data(base, awards_of(base, series=series, years=year_range(from_year, to_year)))
    columns = ("id", "label", "date", "series", "works", "people")
    out.listing(
        found,
        columns,
        flat=in_language(out.language),
        human=lambda console, shown: _draw(console, shown, out.language),
    )


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
