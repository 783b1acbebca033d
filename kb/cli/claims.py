"""`kb claims`: what papers claim, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kb.claim_terms import term_in
from kb.cli.arguments import complete_works
from kb.cli.forms import Row
from kb.cli.labels import in_language
from kb.cli.names import works_given
from kb.cli.options import answers
from kb.cli.output import Flat, Output
from kb.cli.words import place_in

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.claim import Claim

EXAMPLES = (
    "kb claims                       every claim",
    "kb claims gan                   those of a work (or of a person's, an award's, an event's works)",
    "kb claims GAN-1                 one claim",
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
            help="Claims or works (a person's, an award's, an event's); - reads them from stdin; none: all.",
            autocompletion=complete_works,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List what papers claim: the value, where it stands, how it was chosen, and how that was checked."""
    from kb.base import KnowledgeBase
    from kb.statements import claims as claims_of
    from kb.statements import claims_as_data

    base = KnowledgeBase.load()
    found = claims_of(base) if not names else _chosen(base, names, out)
    out.listing(claims_as_data(base, found), COLUMNS, flat=_flat(out.language))


def _chosen(base: KnowledgeBase, names: list[str], out: Output) -> tuple[Claim, ...]:
    """The claims that are named, and all those of the works that are."""
    single = {name.upper() for name in names if name.upper() in base.claims}
    works = set(works_given(base, [name for name in names if name.upper() not in single], out))
    return tuple(claim for claim in base.claims.values() if claim.id in single or claim.paper in works)


def _flat(language: str) -> Flat:
    def flat(claim: Row) -> list[Row]:
        spread = claim["spread"]
        value = claim["value"]
        row = {
            **claim,
            "value": term_in(language, value) if isinstance(value, str) else f"{value:g}",
            "metric": term_in(language, claim["metric"]),
            "dataset": term_in(language, claim["dataset"]) if claim["dataset"] else None,
            "where": place_in(claim["where"], language),
            "unit": term_in(language, claim["unit"]) if claim["unit"] else None,
            "spread": f"{spread['value']:g} ({term_in(language, spread['kind'])})" if spread else None,
        }
        return list(in_language(language)(row))

    return flat
