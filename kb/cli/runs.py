"""`kb runs`: the runs of this machine; look at one, follow, cancel, resume or export it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli.following import answer, follow, reproduction_errors, summary
from kb.cli.forms import Row
from kb.cli.options import answers
from kb.cli.output import PAIRS, Output
from kb.cli.run import complete_paper, finish
from kb.cli.vocabulary import Vocabulary, Words
from kb.errors import UsageError

if TYPE_CHECKING:
    from reproductions.launch import Run

EXAMPLES = (
    "kb runs                      all runs, newest first",
    "kb runs --paper gan --status done",
    "kb runs RUN_ID               one run: how it stands, what it measured",
    "kb runs RUN_ID --follow      watch it (Ctrl-C stops watching)",
    "kb runs RUN_ID --cancel      stop it after its current step, with a checkpoint",
    "kb runs RUN_ID --resume      go on from the checkpoint (kb resume RUN_ID follows it, too)",
    "kb runs RUN_ID --export tensorboard -o logs      then: tensorboard --logdir logs",
    "kb runs RUN_ID --export mlflow -o store          writes store/mlflow.db and store/artifacts",
)
COLUMNS = ("id", "paper", "preset", "status", "progress", "device", "dataset", "started", "problem")


def complete_run(incomplete: str) -> list[tuple[str, str]]:
    """Runs by id, for the shell."""
    from reproductions import launch

    return [(run.id, run.status) for run in launch.runs() if run.id.startswith(incomplete)]


def _exports() -> Words:
    from reproductions.exporting import FORMATS

    return dict.fromkeys(FORMATS, ())


STATUS = Vocabulary(
    "--status",
    ("starting", "running", "cancelling", "done", "cancelled", "failed", "lost", "other version"),
    also={"done": ("finished",), "cancelled": ("canceled",)},
)
EXPORT = Vocabulary("--export", _exports)


@answers(limit=50)
def runs(
    out: Output,
    run_id: Annotated[
        str | None,
        typer.Argument(
            metavar="RUN_ID", help="One run; none lists all.", autocompletion=complete_run, show_default=False
        ),
    ] = None,
    paper: Annotated[
        str | None,
        typer.Option(help="Only runs of this paper.", autocompletion=complete_paper, show_default=False),
    ] = None,
    status: Annotated[
        str | None,
        STATUS.asked("Only runs of this status.", show_default=False),
    ] = None,
    follow_it: Annotated[bool, typer.Option("--follow", help="Follow the run to its end.")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel the run.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run.")] = False,
    export: Annotated[
        str | None,
        EXPORT.asked(
            "Write the run for another program, tensorboard or mlflow, into the folder of -o.",
            metavar="FORMAT",
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the runs of this machine, or look at one, follow, cancel, resume or export it."""
    with reproduction_errors():
        from reproductions import launch

        if run_id is None:
            if follow_it or cancel or resume or export:
                raise UsageError(
                    "--follow, --cancel, --resume and --export need a RUN_ID; `kb runs` lists them"
                )
            found = [run for run in launch.runs(paper) if status is None or run.status == status]
            out.listing([summary(run) for run in found], COLUMNS)
            return
        if cancel and (resume or follow_it):
            raise UsageError("--cancel does not go with --resume or --follow")
        if export:
            if follow_it or cancel or resume:
                raise UsageError("--export does not go with --follow, --cancel or --resume")
            _export(launch.load(run_id), export, out)
            return
        if cancel:
            launch.cancel(run_id)
        run = launch.resume(run_id) if resume else launch.load(run_id)
        if follow_it:
            finish(follow(run, out, cancels=False), out)
        elif run.status == "done" and not cancel:
            answer(run, out)
        else:
            _standing(run, out)


def _export(run: Run, format: str, out: Output) -> None:
    """Write a run for another program, and say where."""
    from reproductions.exporting import export

    if out.file is None:
        raise UsageError("--export needs the folder to write into: -o FOLDER")
    written = export(run, format, out.file)
    out.file = None  # that was the folder; the answer itself goes to stdout
    if written.left_out:
        out.warn(f"{written.left_out} artefact(s) are of a kind that {format} does not show, and stay behind")
    row = {**asdict(written), "place": str(written.place)}
    out.listing([row], ("run", "format", "place", "points", "artefacts"), whole=row)


def _standing(run: Run, out: Output) -> None:
    """How a run stands that has nothing measured yet."""
    out.limit = None
    whole: Row = {**summary(run), "path": str(run.path), "log": run.log_tail(10)}
    rows = [{"field": field, "value": value} for field, value in whole.items() if field != "log"]
    rows += [{"field": "log", "value": line} for line in whole["log"]]
    out.listing(rows, PAIRS, whole=whole)
