"""`kb run`: run a paper, and follow the run to its measurements."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.following import answer, duration, follow, reproduction_errors, summary
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.translation import told
from kb.cli.vocabulary import Vocabulary, Words
from kb.cli.words import say
from kb.errors import KnowledgeBaseError, UsageError

if TYPE_CHECKING:
    from reproductions.launch import Run

EXAMPLES = (
    "kb run                            what can be run, and how long it takes",
    "kb run gan --preset smoke         a small one, on data that needs no network",
    "kb run gan --preset cpu --set lr=0.05 --seed 7",
    "kb run gan --preset cpu --detach  and then: kb runs --follow ID",
    "kb run gan --preset gpu --on slurm --slurm partition=gpu --slurm gpus=1 --slurm time=60",
)


def complete_paper(incomplete: str) -> list[tuple[str, str]]:
    """Papers that can be run, for the shell."""
    from reproductions.catalog import catalog

    return [(id_, story.title) for id_, story in catalog().items() if id_.startswith(incomplete)]


def _presets() -> Words:
    from reproductions.catalog import catalog

    return {name: (preset.about,) for story in catalog().values() for name, preset in story.presets.items()}


PRESET = Vocabulary("--preset", _presets)


_PAPER = Annotated[
    str | None,
    typer.Argument(
        metavar="PAPER",
        help="Which paper; none lists what can be run.",
        autocompletion=complete_paper,
        show_default=False,
    ),
]
_PRESET = Annotated[str, PRESET.asked("smoke, cpu, gpu or paper.", parser=PRESET.or_given)]
_SETTINGS = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Change one setting; repeatable.", show_default=False),
]
_SEED = Annotated[int, typer.Option(min=0, help="The first seed.")]
_DEVICE = Annotated[
    str | None, typer.Option(help="cpu or cuda; the best one here if not given.", show_default=False)
]
ON = Vocabulary("--on", ("local", "slurm"), also={"local": ("here", "本机"), "slurm": ("cluster", "集群")})
_ON = Annotated[str, ON.asked("This machine, or a job of the cluster.", "--on")]
_SLURM = Annotated[
    list[str] | None,
    typer.Option(
        "--slurm",
        metavar="NAME=VALUE",
        help="Ask Slurm for time (minutes), gpus, cpus, mem (GB), ranks, partition, account or what else "
        "sbatch knows; repeatable.",
        show_default=False,
    ),
]
_DETACH = Annotated[bool, typer.Option("--detach", help="Start it and leave; `kb runs` shows it.")]
_YES = Annotated[bool, typer.Option("--yes", "-y", help="Start without asking.")]


@answers(limit=0)
def run(
    out: Output,
    paper: _PAPER = None,
    preset: _PRESET = "smoke",
    settings: _SETTINGS = None,
    seed: _SEED = 0,
    device: _DEVICE = None,
    on: _ON = "local",
    slurm: _SLURM = None,
    detach: _DETACH = False,
    yes: _YES = False,
) -> None:
    """Run a paper. Says first what it needs and takes here; Ctrl-C cancels and keeps a checkpoint.

    The same seed repeats the numbers on the same kind of processor, unless a time limit (the setting
    max_seconds) ends the training: then the clock decides how far it comes, and the run says so. The exit
    code is 1 if the run failed.
    """
    with reproduction_errors():
        from reproductions import catalog, launch

        if paper is None:
            _offer(out)
            return
        changes, asked = _pairs(settings or []), _pairs(slurm or [], "--slurm", "gpus=1")
        if asked and on != "slurm":
            raise UsageError("--slurm goes with --on slurm")
        _announce(out, paper, preset, device, on, asked)
        _warn_of_time(out, catalog.configure(paper, preset, changes, seed))
        if not yes and sys.stdin.isatty() and sys.stdout.isatty():
            typer.confirm(told("Start?", out.language), default=True, abort=True, err=True)
        started = launch.start(
            paper, preset, overrides=changes, device=device, seed=seed, on=on, slurm_options=asked
        )
        if detach:
            out.note(f"started; `kb runs {started.id} --follow` follows it")
            row = summary(started)
            out.listing([row], ("id", "paper", "preset", "status", "device"), whole=row)
            return
        ended = follow(started, out)
    finish(ended, out)


def finish(ended: Run, out: Output) -> None:
    """Print the measurements of a run that ended. Raises KnowledgeBaseError (exit 1) if it failed."""
    if ended.status == "cancelled":
        out.note(f"{ended.id} was cancelled; `kb resume {ended.id}` goes on")
        raise typer.Exit(130)
    if ended.status != "done":
        tail = ended.log_tail(1)
        reason = ended.problem or (tail[-1] if tail else "no message was left")
        raise KnowledgeBaseError(f"{ended.id}: {ended.status}: {reason} (log: {ended.path / 'log.txt'})")
    answer(ended, out)


def _offer(out: Output) -> None:
    from reproductions.catalog import catalog, words

    told = {story: words(story, out.language) for story in catalog()}
    rows = [
        {
            "paper": story.id,
            "preset": preset.name,
            "dataset": preset.dataset,
            "cpu": _seconds(preset.seconds.get("cpu"), out.language),
            "cuda": _seconds(preset.seconds.get("cuda"), out.language),
            "about": told[story.id].get(f"preset.{preset.name}", preset.about),
        }
        for story in catalog().values()
        for preset in story.presets.values()
    ]
    out.listing(rows, ("paper", "preset", "dataset", "cpu", "cuda", "about"))


def _seconds(seconds: float | None, language: str) -> str:
    return duration(seconds, language) if seconds is not None else say("not measured", language)


def _pairs(settings: list[str], option: str = "--set", example: str = "lr=0.05") -> dict[str, str]:
    split = [setting.partition("=") for setting in settings]
    for name, sign, _ in split:
        if not sign or not name.strip():
            raise UsageError(f"{option} {name}: expected NAME=VALUE, as in {option} {example}")
    return {name.strip(): value.strip() for name, _, value in split}


def _announce(
    out: Output, paper: str, preset: str, device: str | None, on: str, asked: dict[str, str]
) -> None:
    from reproductions import launch

    told = launch.estimate(paper, preset, device, on=on, slurm_options=asked)
    takes = duration(told.seconds, out.language) if told.seconds is not None else "a time not measured yet"
    data = f"{told.dataset} (here)" if told.dataset_present else f"{told.dataset} (not here)"
    if told.substitute:
        data += f", in its place {told.substitute}"
        out.warnings.append(f"{told.dataset} is not here; {told.substitute} stands in for it")
    if out.shape != "json":
        where = told.device if on == "local" else f"{told.device} of a Slurm node"
        out.note(f"{paper} {preset}: on {where}, takes {takes}, data {data}")
        out.note(told.note)


def _warn_of_time(out: Output, config: dict[str, Any]) -> None:
    """Say before the start that the clock, and not the number of steps, may end the training."""
    limit = float(config.get("max_seconds") or 0)
    if limit and out.shape != "json":
        time = duration(limit, out.language)
        out.note(f"training ends after {time} at the latest, at another step on another machine")
