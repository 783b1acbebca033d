"""`kb timeline`: what happened when."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.arguments import complete_thing
from kb.cli.filters import YEARS_FROM, YEARS_TO, year_range
from kb.cli.labels import in_language
from kb.cli.names import given_names, thing_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import UsageError

EXAMPLES = (
    "kb timeline                                    works, events and awards of all years",
    "kb timeline gan ian-goodfellow                 what concerns one of them",
    "kb timeline --from-year 2014 --to-year 2014",
)
COLUMNS = ("date", "kind", "id", "label", "works", "people")


@answers()
def timeline(
    out: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Works, people, awards or events; - reads them from stdin; none: everything.",
            autocompletion=complete_thing,
            show_default=False,
        ),
    ] = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
) -> None:
    """List works (by first appearance), events and awards in order of date."""
    from kb.base import KnowledgeBase
    from kb.timeline import as_data
    from kb.timeline import timeline as timeline_of

    base = KnowledgeBase.load()
    for name in names or ():
        if name.isdigit() and len(name) == 4:
            raise UsageError(f"{name} is a year; write --from-year {name} --to-year {name}")
    ids = [thing_meant(base, name) for name in given_names(names or [])]
    if names and not ids:
        out.listing([], COLUMNS)
        return
    rows = as_data(base, timeline_of(base, ids, years=year_range(from_year, to_year)))
    out.listing(rows, COLUMNS, flat=in_language(out.language))
