"""`kb schema`: the JSON Schema of a facts file."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kb.cli.options import files
from kb.cli.output import Output

EXAMPLES = (
    "kb schema papers",
    "kb schema links -o links.schema.json",
)


def complete_file(incomplete: str) -> list[str]:
    """The files of facts, for the shell."""
    from kb.kinds import FILES

    names = (file.removesuffix(".yaml") for file in FILES)
    return [name for name in names if name.startswith(incomplete)]


@files
def schema(
    out: Output,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="papers, people, links, claims ...",
            autocompletion=complete_file,
            show_default=False,
        ),
    ],
) -> None:
    """Print the JSON Schema of a facts file; those in data/schema/ let an editor complete and check."""
    from kb.schema import schema as made

    out.text(json.dumps(made(file), indent=1) + "\n")
