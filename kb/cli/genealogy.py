"""`kb genealogy`: advisors of advisors, students of students."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.arguments import PERSON
from kb.cli.labels import in_language
from kb.cli.names import person_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb genealogy yoshua-bengio",
    "kb genealogy ian-goodfellow --depth 1",
    "kb genealogy yoshua-bengio --json",
)
COLUMNS = ("steps", "id", "label", "through", "note", "checked", "source")


@answers()
def genealogy(
    out: Output,
    name: Annotated[str, PERSON],
    depth: Annotated[int, typer.Option(min=1, max=50, help="How many generations each way.")] = 10,
) -> None:
    """List a person's academic ancestors (steps below 0) and descendants, and how each was checked.

    Through is the person one step nearer; who had two advisors comes once for each.
    """
    from kb.base import KnowledgeBase
    from kb.genealogy import as_data, caveat
    from kb.genealogy import genealogy as genealogy_of

    base = KnowledgeBase.load()
    rows = as_data(base, genealogy_of(base, person_meant(base, name), depth))
    out.warn(caveat(base))
    out.listing(rows, COLUMNS, flat=in_language(out.language))
