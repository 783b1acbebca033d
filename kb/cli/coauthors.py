"""`kb coauthors`: who wrote with whom, and who was at the same lab."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.arguments import PERSON
from kb.cli.labels import in_language
from kb.cli.names import person_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb coauthors ian-goodfellow",
    "kb coauthors ian-goodfellow --steps 2    and their co-authors",
    "kb coauthors ian-goodfellow --labs       people of the same organisations",
)
COLUMNS = ("id", "label", "steps", "through", "count", "works")
LABS = ("id", "label", "organisation", "role", "from", "to", "together", "checked")


@answers(limit=50)
def coauthors(
    out: Output,
    name: Annotated[str, PERSON],
    steps: Annotated[int, typer.Option(min=1, max=20, help="How many co-authorships away.")] = 1,
    labs: Annotated[
        bool, typer.Option("--labs", help="Instead: people who were at the same organisations.")
    ] = False,
) -> None:
    """List a person's co-authors in this base, nearest first, with the works written together.

    With --labs, together says whether the years of both overlap: yes, no, or unknown where a year is missing.
    """
    from kb.base import KnowledgeBase
    from kb.people import coauthors as coauthors_of
    from kb.people import coauthors_as_data, lab_mates, lab_mates_as_data

    base = KnowledgeBase.load()
    person = person_meant(base, name)
    if labs:
        rows = lab_mates_as_data(base, lab_mates(base, person))
        out.listing(rows, LABS, flat=in_language(out.language))
        return
    rows = coauthors_as_data(base, coauthors_of(base, person, steps))
    out.listing(rows, COLUMNS, flat=in_language(out.language))
