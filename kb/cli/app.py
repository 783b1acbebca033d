"""The command group: finds a command by its file, imports only that one, and ends with one exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Exit, TyperException

from kb.cli.output import exit_code
from kb.errors import UsageError

#: Every command, in the order of `kb --help`; each is the function of its python_name in the module of that.
COMMANDS = (
    "search", "show", "links", "lineage", "path", "mainpath", "missing-without", "compare", "similar", "rank",
    "communities", "timeline", "awards", "coauthors", "genealogy", "claims", "press", "lesson", "query",
    "export", "import", "stories", "stats", "validate", "fmt", "new", "blame", "diff", "schema",
    "enrich", "audit", "run", "runs", "resume", "ledger", "bench", "serve", "site", "mcp", "help",
)  # fmt: skip
_HELP = {"help_option_names": ["--help", "-h"]}


class Group(TyperGroup):
    """Commands are files of this package, imported when first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return load(cmd_name) if cmd_name in COMMANDS else None

    def main(self, args: Sequence[str] | None = None, *given: Any, **extra: Any) -> Any:
        """Run one command line and exit with its code; every error becomes one message on stderr."""
        words = list(sys.argv[1:] if args is None else args)
        as_json = "--json" in words or "--jsonl" in words
        extra["standalone_mode"] = False

        def run() -> object:
            try:
                return super(Group, self).main(words, *given, **extra)
            except TyperException as error:  # what the option parser refuses
                raise UsageError(_one_line(error)) from error
            except typer.Abort:  # the answer to "Start?" was no
                return 130

        sys.exit(exit_code(run, as_json))


def _one_line(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "kb"
    return f"{error.format_message()} (see `{where} --help`)"


def python_name(command: str) -> str:
    """What the module and the function of a command are called, where Python does not allow its name.

    >>> python_name("missing-without"), python_name("import")
    ('missing_without', 'import_')
    """
    word = command.replace("-", "_")
    return f"{word}_" if iskeyword(word) else word


def load(name: str) -> Any:
    """The command of this name, ready to run."""
    word = python_name(name)
    module = import_module(f"kb.cli.{word}")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    examples = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in module.EXAMPLES)
    single.command(name, epilog=examples, context_settings=_HELP)(getattr(module, word))
    return typer.main.get_command(single)


def _version(wanted: bool) -> None:
    if wanted:
        from kb import __version__

        print(f"timetested {__version__}")
        raise Exit()


def _kb(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """The papers behind today's AI: search them, trace them, question them, run them.

    Data goes to stdout, everything else to stderr: a table on a terminal, TSV when captured; --json, --jsonl,
    --csv and --md on every command that answers. `kb help exit-codes` says what an exit code means.
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


def build() -> Any:
    """The whole command line as one object to call."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, context_settings=_HELP)
    app.callback(invoke_without_command=True)(_kb)
    group = typer.main.get_command(app)
    group.commands = dict.fromkeys(COMMANDS)  # type: ignore[attr-defined]  # names only, so that a typo finds its neighbour
    return group
