"""`kb fmt`: facts files in canonical form."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import FactsInvalid, Problem, SourceError, UsageError

EXAMPLES = (
    "kb fmt                      every facts file that kb uses",
    "kb fmt data/links.yaml      this one",
    "kb fmt --check              write nothing; exit code 1 if a file is not canonical",
    "kb fmt --relayout           lay out every picture anew, with new works in their best places",
)


@answers()
def fmt(
    out: Output,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Facts files; none: all.", show_default=False)
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change.")] = False,
    relayout: Annotated[
        bool, typer.Option("--relayout", help="Forget in which order works came: pictures may move, once.")
    ] = False,
) -> None:
    """Write facts files in canonical form: fields in order, defaults left out, prose folded, comments kept.

    The facts stay the same. A file is replaced whole or not at all; a comment inside a block is refused.
    Works and links that are new are added to arrivals.yaml, which says in which order pictures grow: what
    stands in a picture stays where it is when works are added.
    """
    from kb import arrivals
    from kb.cache import facts_directory
    from kb.kinds import FILES

    place = facts_directory()
    chosen = files or [place / name for name in (*FILES, arrivals.FILE)]
    if relayout and not any(path.name == arrivals.FILE for path in chosen):
        raise UsageError(f"--relayout rewrites {arrivals.FILE}; name that file or none")
    rows = [{"file": str(path), "changed": _format(path, check, relayout)} for path in chosen]
    changed = sum(row["changed"] is True for row in rows)
    out.listing(rows, ("file", "changed"))
    out.note(f"{changed} of {len(rows)} files {'would change' if check else 'changed'}")
    if check and changed:
        raise typer.Exit(1)


def _format(path: Path, check: bool, relayout: bool) -> bool:
    from kb import arrivals
    from kb.canonical import formatted, replaced
    from kb.kinds import FILES

    if path.name not in (*FILES, arrivals.FILE):
        known = ", ".join((*FILES, arrivals.FILE))
        raise FactsInvalid([Problem(path.name, 1, "", "", "not a facts file", f"there is {known}")])
    try:
        before = path.read_text("utf-8") if path.exists() or path.name in FILES else ""
        if path.name in FILES:
            after = formatted(path.name, before)
        else:
            after = arrivals.up_to_date(path.parent, datetime.date.today().isoformat(), relayout)
        if before != after and not check:
            replaced(path, after)
        return before != after
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be formatted ({error})") from error
