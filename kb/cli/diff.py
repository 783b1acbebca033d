"""`kb diff`: what changed in the facts between two states."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb diff HEAD                what is not committed yet",
    "kb diff HEAD~5 HEAD",
    "kb diff v1 v2 --json",
)
COLUMNS = ("change", "kind", "id", "field", "before", "after")


@answers()
def diff(
    out: Output,
    before: Annotated[
        str, typer.Argument(metavar="REV1", help="A commit, tag or branch.", show_default=False)
    ],
    after: Annotated[
        str | None,
        typer.Argument(metavar="REV2", help="Another; none: the files as they are.", show_default=False),
    ] = None,
) -> None:
    """List the facts that were added, removed or changed, field by field. Needs a git checkout (exit 3)."""
    from kb.cache import facts_directory
    from kb.history import differences, facts_at
    from kb.reading import read_facts

    place = facts_directory()
    states = (facts_at(place, before), facts_at(place, after) if after else read_facts(place))
    rows = [asdict(change) for change in differences(*states)]
    if not rows:
        out.note("no difference")
    out.listing(rows, COLUMNS, human=None if rows else lambda console, shown: None)
