"""`kb claims`: what papers claim, and where."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.arguments import complete_name
from kb.cli.labels import in_language
from kb.cli.names import works_given
from kb.cli.options import answers
from kb.cli.output import Flat, Output, Row

EXAMPLES = (
    "kb claims                       every claim",
    "kb claims gan                   those of a work (or of a person's, an award's, an event's works)",
    "kb claims gan --fields id,value,spread,selection",
)
COLUMNS = ("id", "paper", "statement", "metric", "value", "unit", "where", "checked")


@answers()
def claims(
    out: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Works (or a person's, an award's, an event's); - reads them from stdin; none: all.",
            autocompletion=complete_name,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List what papers claim: the value, where it stands, how it was chosen, and how that was checked."""
    from kb.base import KnowledgeBase
    from kb.statements import claims as claims_of
    from kb.statements import claims_as_data

    base = KnowledgeBase.load()
    works = works_given(base, names, out) if names else []
    found = () if names and not works else claims_of(base, works)
    out.listing(claims_as_data(base, found), COLUMNS, flat=_flat(out.language))


def _flat(language: str) -> Flat:
    def flat(claim: Row) -> list[Row]:
        spread = claim["spread"]
        value = claim["value"]
        row = {
            **claim,
            "value": value if isinstance(value, str) else f"{value:g}",
            "spread": f"{spread['value']:g} ({spread['kind']})" if spread else None,
        }
        return list(in_language(language)(row))

    return flat
