"""`kb compare`: two works or three side by side, or two runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli import side_by_side
from kb.cli.arguments import complete_work
from kb.cli.following import ReproductionFailedError, reproduction_errors
from kb.cli.forms import Row
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import KnowledgeBaseError, UsageError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

EXAMPLES = (
    "kb compare rnnsearch seq2seq",
    "kb compare ntm memory-networks --json",
    "kb compare bert gpt-3 vit                      three works",
    "kb compare gan wgan --lang zh",
    "kb compare gan-cpu-seed100 gan-cpu-seed105     two recorded runs",
    "kb compare RUN_ID ./my-run                     a run of this machine, and one in a folder",
)
OF_RUNS = ("what", "name", "a", "b", "difference", "low", "high", "unit")


def complete_either(incomplete: str) -> list[tuple[str, str]]:
    """Works and runs, for the shell."""
    from reproductions import comparing

    runs = [(name, "run") for name in comparing.names() if name.startswith(incomplete)]
    return complete_work(incomplete) + runs


EITHER = typer.Argument(
    metavar="NAME",
    help="A work by any of its names; or a run: its id, the name of a recorded one, or a path with a slash.",
    autocompletion=complete_either,
    show_default=False,
)


THIRD = typer.Argument(metavar="NAME", help="A third work.", autocompletion=complete_work, show_default=False)


@answers(limit=0)
def compare(
    out: Output,
    first: Annotated[str, EITHER],
    second: Annotated[str, EITHER],
    third: Annotated[str | None, THIRD] = None,
) -> None:
    """Compare two works: shared ancestors and descendants, paths, authors, claims, links, disagreement.

    One of the two counts as shared where the other came from it. Disagreement means links between them that
    are disputed, refuted, contradicted by evidence, or a contrast. Of three works also what each has alone:
    what it came from and what it cites, and none of the others does.

    Or compare two runs of one paper: settings that differ, hardware and seeds, verdicts, and each measure
    with the difference b - a; where both ran the same seeds, that has a 95 % interval over pairs of seeds.
    """
    from kb.base import KnowledgeBase

    if third is not None:
        _compare_works(KnowledgeBase.load(), (first, second, third), out)
        return
    with reproduction_errors():
        from reproductions import comparing

        runs = [comparing.find(name) for name in (first, second)]
        if runs[0] and runs[1]:
            _answer_runs(comparing.compare(runs[0], runs[1]), out)
            return
    base = KnowledgeBase.load()
    if runs[0] or runs[1]:
        raise _mixed(base, *((first, second) if runs[0] else (second, first)))
    _compare_works(base, (first, second), out)


def _mixed(base: KnowledgeBase, run: str, other: str) -> KnowledgeBaseError:
    """Why a run and something that is no run cannot be compared."""
    from kb.spelling import nearest
    from reproductions import comparing

    try:
        work = work_meant(base, other)
    except KnowledgeBaseError:
        near = nearest(other, comparing.names(), 3)
        known = f"; nearest: {', '.join(near)}" if near else "; `kb runs` lists those of this machine"
        return ReproductionFailedError(
            f"no run {other!r} to compare {run} with{known}", 4, "UnknownRun", near
        )
    return UsageError(f"{run} is a run and {work} is none: name two runs, or two works")


def _answer_runs(data: Row, out: Output) -> None:
    out.listing(
        list(_run_rows(data)), OF_RUNS, whole=data, human=lambda console, rows: _draw_runs(console, rows, out)
    )


def _run_rows(data: Row) -> Iterator[Row]:
    """One row a fact about two runs."""
    yield _run_row("compared", data["paper"], data["a"], data["b"])
    for what in ("circumstances", "settings"):
        for fact in data[what]:
            yield _run_row(what, fact["name"], fact["a"], fact["b"])
    for fact in data["verdicts"]:
        yield _run_row("verdicts", fact["claim"], fact["a"], fact["b"])
    for measure in data["measures"]:
        low, high = measure["interval"] or (None, None)
        more = {"difference": measure["difference"], "low": low, "high": high, "unit": measure["unit"]}
        yield _run_row("measures", measure["name"], _mean(measure["a"]), _mean(measure["b"])) | more


def _run_row(what: str, name: str, a: object, b: object) -> Row:
    return {"what": what, "name": name, "a": a, "b": b} | dict.fromkeys(("difference", "low", "high", "unit"))


def _mean(value: Row | None) -> float | None:
    return value["mean"] if value else None


def _draw_runs(console: Any, rows: Sequence[Row], out: Output) -> None:
    """A heading for each group, and a table under it; numbers to four digits."""
    from rich.text import Text

    from kb.cli.layout import Listing, columns_of

    for what, group in groupby(rows, key=lambda row: row["what"]):
        console.print(Text(out.say(what), style="bold green"))
        columns = OF_RUNS[1:] if what == "measures" else ("name", "a", "b")
        ends = ("low", "high")  # of an interval, which a single pair of seeds has not
        cells = [
            [out.say(_short(row[c])) if row[c] is not None or c not in ends else "" for c in columns]
            for row in group
        ]
        console.print(Listing(columns_of(columns, cells, out.say)))


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "-" if value is None else str(value)


def _compare_works(base: KnowledgeBase, names: Sequence[str], out: Output) -> None:
    from kb.company import as_data, company

    data = as_data(base, company(base, [work_meant(base, name) for name in names]))
    rows = list(side_by_side.rows(data, out.language))
    whole = data if len(names) > 2 else data["pairs"][0]

    def human(console: Any, _: object) -> None:
        from kb.cli.comparison_view import draw_works

        draw_works(console, base, data, out.language)

    out.listing(rows, side_by_side.columns(len(names)), whole=whole, human=human)
