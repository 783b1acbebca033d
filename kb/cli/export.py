"""`kb export`: works in a format that other programs read."""

from __future__ import annotations

from typing import Annotated

import typer

from kb import formats
from kb.cli.arguments import complete_works
from kb.cli.names import works_given
from kb.cli.options import files
from kb.cli.output import Output
from kb.cli.vocabularies import FORMAT
from kb.errors import UsageError

EXAMPLES = (
    "kb export gan seq2seq --format bibtex",
    "kb export neurips-test-of-time-2024 -o awarded.bib",
    "kb search attention --jsonl | kb export --format bibtex -",
    "kb export -o base.json                    the whole base",
    "kb export --format graphml -o base.graphml",
    "kb export -o base.cypher                  the format is told by the ending",
)


@files
def export(
    out: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Works (or a person's, an award's, an event's); - reads them from stdin; none: everything.",
            autocompletion=complete_works,
            show_default=False,
        ),
    ] = None,
    format: Annotated[  # the option's name
        str | None,
        FORMAT.asked(
            f"{', '.join(formats.names())}; else by the ending of -o FILE, else json.",
            "--format",
            "-f",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write works in a format that other programs read, to stdout or a file."""
    from kb.base import KnowledgeBase

    chosen = formats.find(format or _by_ending(out))
    base = KnowledgeBase.load()
    out.text(chosen.write(base, works_given(base, names, out) if names else None))


def _by_ending(out: Output) -> str:
    if not out.file:
        return "json"
    name = formats.of_file(out.file.name, formats.names())
    if name is None:
        raise UsageError(
            f"cannot tell the format from {out.file.name}; add --format {'|'.join(formats.names())}"
        )
    return name
