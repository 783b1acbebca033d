"""`kb blame`: who wrote a fact, when, and what stood there before."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb blame gan.title",
    "kb blame gan.links[3]           the fourth link of its card",
    "kb blame GAN-1.value",
    "kb blame gan.versions[0].date --json",
)
COLUMNS = ("commit", "date", "author", "subject", "removed", "added")


@answers()
def blame(
    out: Output,
    address: Annotated[
        str,
        typer.Argument(
            metavar="FACT", help="An id with a path: gan.links[3], GAN-1.value.", show_default=False
        ),
    ],
) -> None:
    """Tell the history of one fact from git: each commit that wrote its lines, with what went and what came.

    Links, claims and press of a work count from 0, in the order of its card. Needs a git checkout (exit 3).
    """
    from kb.cache import facts_directory
    from kb.history import blame as history

    out.context = "blame"
    edits = history(facts_directory(), address)
    rows = [{**asdict(edit), "commit": edit.commit[:12]} for edit in edits]
    out.listing(rows, COLUMNS)
