"""`kb validate`: every problem of the facts, with file and line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.cli.forms import Row
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import SourceError

EXAMPLES = (
    "kb validate                 the facts that kb uses",
    "kb validate data            the facts of a folder",
    "kb validate --json          every problem with file, line, field, value, message, suggestion",
    "kb validate --rules         what is checked between records",
)


@answers()
def validate(
    out: Output,
    directory: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A folder of facts.", show_default=False)
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules instead.")] = False,
) -> None:
    """Check the facts and print every problem at once; exit code 5 if there is any.

    Reads the YAML itself, never a cache.
    """
    from kb.cache import facts_directory
    from kb.checks import RULES, check
    from kb.reading import read_facts

    if rules:
        listed = [{"rule": rule.__name__, "meaning": (rule.__doc__ or "").strip()} for rule in RULES]
        out.listing(listed, ("rule", "meaning"))
        return
    place = directory or facts_directory()
    if not place.is_dir():
        raise SourceError(
            f"{place} is not a folder of facts; name one that holds papers.yaml and its neighbours"
        )
    facts = read_facts(place)
    rows: list[Row] = [
        {"where": f"{os.path.relpath(place / p.file)}:{p.line}", **vars(p)} for p in check(facts)
    ]
    counts = {file.removesuffix(".yaml"): len(blocks) for file, blocks in facts.located.items()}
    verdict = {"valid": not rows, "directory": str(place), "counts": counts}
    columns = ("where", "field", "value", "message", "suggestion")
    human = _lines if rows else _quiet
    out.listing(rows, columns, whole=lambda shown: {**verdict, "problems": list(shown)}, human=human)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    if rows:
        out.note(f"{os.path.relpath(place)}: {len(rows)} problem{'s' if len(rows) > 1 else ''} in {told}")
        raise typer.Exit(5)
    out.note(f"{os.path.relpath(place)}: {told}; no problem found")


def _lines(console: Any, rows: Sequence[Row]) -> None:
    from rich.text import Text

    from kb.cli.wrapping import Prose

    for row in rows:
        where, field = (f"{row['where']}: ", "cyan"), (f"{row['field']}: " if row["field"] else "", "yellow")
        got = (f" (got {row['value']})" if row["value"] else "", "red")
        tip = (f"; {row['suggestion']}" if row["suggestion"] else "", "dim")
        console.print(Prose(Text.assemble(where, field, row["message"], got, tip), hang=2))


def _quiet(console: Any, rows: Sequence[Row]) -> None:
    """Nothing to show: the remark on stderr says it all."""
