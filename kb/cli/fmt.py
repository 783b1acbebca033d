"""`kb fmt`: facts files in canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import FactsInvalid, Problem, SourceError

EXAMPLES = (
    "kb fmt                      every facts file that kb uses",
    "kb fmt data/links.yaml      this one",
    "kb fmt --check              write nothing; exit code 1 if a file is not canonical",
)


@answers()
def fmt(
    out: Output,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Facts files; none: all.", show_default=False)
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change.")] = False,
) -> None:
    """Write facts files in canonical form: fields in order, defaults left out, prose folded, comments kept.

    The facts stay the same. A file is replaced whole or not at all; a comment inside a block is refused.
    """
    from kb.cache import facts_directory
    from kb.reading import FILES

    chosen = files or [facts_directory() / name for name in FILES]
    rows = [{"file": str(path), "changed": _format(path, check)} for path in chosen]
    changed = sum(row["changed"] is True for row in rows)
    out.listing(rows, ("file", "changed"))
    out.note(f"{changed} of {len(rows)} files {'would change' if check else 'changed'}")
    if check and changed:
        raise typer.Exit(1)


def _format(path: Path, check: bool) -> bool:
    from kb.canonical import formatted, rewrite
    from kb.reading import FILES

    if path.name not in FILES:
        raise FactsInvalid(
            [Problem(path.name, 1, "", "", "not a facts file", f"there is {', '.join(FILES)}")]
        )
    try:
        if check:
            text = path.read_text("utf-8")
            return formatted(path.name, text) != text
        return rewrite(path)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be formatted ({error})") from error
