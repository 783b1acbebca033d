"""`kb bench`: how fast the reproduction of a paper is, as a ratio to a peer measured in the same run."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from kb.cli.following import ReproductionFailedError, reproduction_errors
from kb.cli.forms import Row
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import KnowledgeBaseError

EXAMPLES = (
    "kb bench                 which benchmarks there are, and of which paper",
    "kb bench gan             those of one paper, one after the other",
    "kb bench gan_training --json",
)
COLUMNS = ("benchmark", "name", "value")


def complete_benchmark(incomplete: str) -> list[tuple[str, str]]:
    """Benchmarks and the papers that have one, for the shell."""
    found = _available(_folder())
    offered = {row["paper"]: "" for row in found if row["paper"]} | {
        r["benchmark"]: r["about"] for r in found
    }
    return [(name, about) for name, about in offered.items() if name.startswith(incomplete)]


@answers(limit=0)
def bench(
    out: Output,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A paper, or one benchmark; none lists what there is.",
            autocompletion=complete_benchmark,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Measure how fast a reproduction is, against a plain loop of the same networks in the same run.

    The table of the benchmark goes to stderr while it runs, its numbers to stdout. Needs a checkout.
    """
    from reproductions.errors import TorchMissing

    with reproduction_errors():
        found = _available(_folder())
        if name is None:
            out.listing(found, ("benchmark", "paper", "about"))
            return
        chosen = [row["benchmark"] for row in found if name in (row["benchmark"], row["paper"])]
        if not chosen:
            offered = sorted({row["paper"] for row in found if row["paper"]})
            raise _unknown(name, offered, [row["benchmark"] for row in found])
        if find_spec("torch") is None and name in (row["paper"] for row in found):
            raise TorchMissing(
                "measuring a reproduction needs PyTorch: pip install 'timetested[reproductions]'"
            )
        results = _run(_folder(), chosen, out)
    whole = results[0] if len(results) == 1 else {"results": results}
    rows = [row for result in results for row in _numbers(result)]
    out.listing(rows, COLUMNS, whole=whole)
    failed = [str(result["benchmark"]) for result in results if "error" in result]
    if failed:
        raise KnowledgeBaseError(f"{', '.join(failed)}: the benchmark failed; what it printed stands above")


def _folder() -> Path:
    """The folder of benchmarks beside the reproductions, which only a checkout has."""
    from reproductions.catalog import FOLDER
    from reproductions.errors import RunRefused

    folder = Path(FOLDER).parent / "benchmarks"
    if not (folder / "run.py").is_file():
        raise RunRefused(
            "benchmarks are part of a checkout, not of the installed package: clone the repository and run "
            "`kb bench` from there"
        )
    return folder


def _available(folder: Path) -> list[Row]:
    """Every benchmark with its paper: what it says in PAPER, else the paper that its name begins with."""
    from reproductions.catalog import catalog

    papers = sorted(catalog(), key=len, reverse=True)
    rows = []
    for file in sorted(folder.glob("*.py")):
        if file.name == "run.py":
            continue
        tree = ast.parse(file.read_text("utf-8"), filename=str(file))
        named = (paper for paper in papers if file.stem.startswith(paper.replace("-", "_")))
        about = (ast.get_docstring(tree) or "").partition("\n")[0]
        rows.append(
            {"benchmark": file.stem, "paper": _literal(tree, "PAPER") or next(named, ""), "about": about}
        )
    return rows


def _literal(tree: ast.Module, name: str) -> str | None:
    """What a module assigns to a name as a plain text, without running it."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if name in names and isinstance(node.value.value, str):
                return node.value.value
    return None


def _unknown(name: str, papers: list[str], benchmarks: list[str]) -> KnowledgeBaseError:
    from kb.spelling import nearest

    near = nearest(name, [*papers, *benchmarks], 3) or papers
    message = f"no benchmark of {name!r}; there are those of {', '.join(papers)}, and {', '.join(benchmarks)}"
    return ReproductionFailedError(message, 4, "UnknownBenchmark", near)


def _run(folder: Path, names: list[str], out: Output) -> list[dict[str, Any]]:
    """Let benchmarks/run.py run them, its tables on stderr as they come; what each of them found."""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "results.jsonl"
        command = [sys.executable, str(folder / "run.py"), *names, "-o", str(kept)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            for line in child.stdout or ():
                if out.shape != "json" or sys.stderr.isatty():
                    out.note(line.rstrip("\n"))
        lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    if not lines:
        raise KnowledgeBaseError(f"benchmarks/run.py ended with exit code {child.returncode} and no result")
    return [json.loads(line) for line in lines]


def _numbers(result: dict[str, Any]) -> Iterator[Row]:
    """The single values of a result, those one level deeper too; lists stand only in --json."""
    for name, value in result.items():
        if name == "benchmark" or isinstance(value, list):
            continue
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for key, one in inner:
            if not isinstance(one, (list, dict)):
                yield {
                    "benchmark": result["benchmark"],
                    "name": f"{name}: {key}" if key else name,
                    "value": one,
                }
