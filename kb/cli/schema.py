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


@files
def schema(
    out: Output,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="papers, people, links, claims ...", show_default=False)
    ],
) -> None:
    """Print the JSON Schema of a facts file; those in data/schema/ let an editor complete and check."""
    from kb.schema import schema as made

    out.text(json.dumps(made(file), indent=1) + "\n")
