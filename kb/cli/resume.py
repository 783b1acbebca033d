"""`kb resume`: go on with a run that was cancelled, lost or failed, and follow it to its measurements."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.following import follow, reproduction_errors, summary
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.run import finish

EXAMPLES = (
    "kb resume                    which runs can go on",
    "kb resume RUN_ID             go on from its last checkpoint, and follow it (Ctrl-C cancels again)",
    "kb resume RUN_ID --detach    go on and leave; the same as: kb runs RUN_ID --resume",
)
COLUMNS = ("id", "paper", "preset", "status", "progress", "device", "started", "problem")
RESUMABLE = ("cancelled", "lost", "failed")


def complete_resumable(incomplete: str) -> list[tuple[str, str]]:
    """Runs that can go on, for the shell."""
    from reproductions import launch

    runs = [run for run in launch.runs() if run.status in RESUMABLE]
    return [(run.id, run.status) for run in runs if run.id.startswith(incomplete)]


@answers(limit=0)
def resume(
    out: Output,
    run_id: Annotated[
        str | None,
        typer.Argument(
            metavar="RUN_ID",
            help="The run; none lists those that can go on.",
            autocompletion=complete_resumable,
            show_default=False,
        ),
    ] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Go on and leave; `kb runs` shows it.")] = False,
) -> None:
    """Go on with a run from its last checkpoint.

    It comes to the numbers that it would have had without the stop, unless a time limit (the setting
    max_seconds) ends its training: then the clock decides how far it comes, and the run says so.

    The exit code is 1 if the run failed.
    """
    with reproduction_errors():
        from reproductions import launch

        if run_id is None:
            out.listing([summary(run) for run in launch.runs() if run.status in RESUMABLE], COLUMNS)
            return
        started = launch.resume(run_id)
        if detach:
            out.note(f"goes on; `kb runs {started.id} --follow` follows it")
            row = summary(started)
            out.listing([row], ("id", "paper", "preset", "status", "device"), whole=row)
            return
        ended = follow(started, out)
    finish(ended, out)
