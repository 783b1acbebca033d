"""`kb press`: what the press told, and what is right."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.arguments import complete_thing
from kb.cli.labels import in_language
from kb.cli.names import given_names, thing_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb press                       all that was checked",
    "kb press --errors              only what misleads",
    "kb press transformer --json    about one thing (or told in one source)",
)
COLUMNS = ("id", "kind", "told_in", "told", "right", "how", "checked")


@answers()
def press(
    out: Output,
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="What it is about, or the source that told it; - reads from stdin; none: everything.",
            autocompletion=complete_thing,
            show_default=False,
        ),
    ] = None,
    errors: Annotated[
        bool,
        typer.Option(
            "--errors", help="Only error, incomplete, misleading, doubtful: what leaves a reader wrong."
        ),
    ] = False,
) -> None:
    """List what the press told beside what is right, and how that was found out.

    --errors leaves out slips of spelling, dates that are wanting, and what was confirmed.
    """
    from kb.base import KnowledgeBase
    from kb.statements import press as told
    from kb.statements import press_as_data

    base = KnowledgeBase.load()
    ids = [thing_meant(base, name) for name in given_names(about or [])]
    found = () if about and not ids else told(base, ids, errors=errors)
    out.listing(press_as_data(base, found), COLUMNS, flat=in_language(out.language))
