"""The command group: finds a command by its file, imports only that one, and ends with one exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Exit, TyperException

from kb.cli.reporting import exit_code
from kb.cli.translation import speaking, spoken, told
from kb.errors import KnowledgeBaseError, UsageError

#: Every command by what it is for, in the order of `kb --help`; each is the function of its python_name, in
#: the module of that.
GROUPS = {
    "Find and read": ("search", "show", "links", "claims", "press", "stories", "awards", "timeline"),
    "Trace ideas": (
        "lineage", "path", "mainpath", "missing-without", "compare", "similar", "rank", "communities",
        "lesson",
    ),
    "People": ("coauthors", "genealogy"),
    "Run papers": ("run", "runs", "resume", "ledger", "bench"),
    "Your own list, and other programs": ("import", "export", "query", "mcp"),
    "Look at it in a browser": ("serve", "site"),
    "Keep the facts": ("stats", "validate", "fmt", "new", "blame", "diff", "schema", "enrich", "audit"),
    "Help": ("help",),
}  # fmt: skip
COMMANDS = tuple(command for commands in GROUPS.values() for command in commands)
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_HELP = {"help_option_names": ["--help", "-h"]}


class Command(TyperCommand):
    """A command whose help is a page of ours."""

    def get_help(self, ctx: Any) -> str:
        from kb.cli.help_page import page_of

        return page_of(self, ctx)


class Group(TyperGroup):
    """Commands are files of this package, imported when first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return load(cmd_name) if cmd_name in COMMANDS else None

    def get_help(self, ctx: Any) -> str:
        from kb.cli.help_page import page_of

        return page_of(self, ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by what they are for, each with its whole first sentence."""
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl(
                    [(name, _first_sentence(load(name).help)) for name in commands], col_max=16
                )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command. What is a name of the base instead is told how to be shown."""
        word = args[0]
        if word not in COMMANDS and not word.startswith("-") and (id_ := _named(word)):
            raise UsageError(f"no such command {word!r}; `kb show {id_}` shows it")
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *given: Any, **extra: Any) -> Any:
        """Run one command line and exit with its code; every error becomes one message on stderr."""
        extra["standalone_mode"] = False
        with speaking(list(sys.argv[1:] if args is None else args)) as words:
            as_json = "--json" in words or "--jsonl" in words

            def run() -> object:
                if (script := _completion_of(words)) is not None:
                    print(script)
                    return 0
                try:
                    return super(Group, self).main(words, *given, **extra)
                except TyperException as error:  # what the option parser refuses
                    raise UsageError(_one_line(error)) from error
                except typer.Abort:  # the answer to "Start?" was no
                    return 130

            code = exit_code(run, as_json, spoken())
        sys.exit(code)


def _completion_of(words: Sequence[str]) -> str | None:
    """The completion of a shell that is named; without a name the option parser takes the shell it runs in.

    >>> str(_completion_of(["--show-completion", "zsh"])).startswith("#compdef kb")
    True
    """
    if len(words) != 2 or words[0] != "--show-completion" or words[1] not in SHELLS:
        return None
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name="kb", complete_var="_KB_COMPLETE", shell=words[1])


def _first_sentence(text: str | None) -> str:
    """What a command does, in one sentence.

    >>> _first_sentence("List the links: typed. With\\nevidence.")
    'List the links: typed.'
    """
    if (chinese := told(text or "", spoken())) != text and "。" in chinese:
        return chinese.split("。")[0] + "。"
    plain = " ".join((text or "").split("\n\n")[0].split())
    return plain.split(". ")[0].rstrip(".") + "."


def _named(word: str) -> str | None:
    """The id of the thing that a word means, where it means one."""
    from kb.cache import facts_directory, open_cache

    try:
        return open_cache(facts_directory()).resolve(word)
    except KnowledgeBaseError:
        return None


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
    single.command(name, cls=Command, epilog=examples, context_settings=_HELP)(getattr(module, word))
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
