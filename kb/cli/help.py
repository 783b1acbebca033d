"""`kb help`: help on a command, or on what the exit codes mean."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.reporting import EXIT_CODES
from kb.errors import UsageError

EXAMPLES = (
    "kb help exit-codes        what an exit code of kb means",
    "kb help exit-codes --json",
    "kb help path              the same as kb path --help",
)


def complete_topic(incomplete: str) -> list[str]:
    """What help can be asked about, for the shell."""
    from kb.cli.app import COMMANDS

    return [topic for topic in ("exit-codes", *COMMANDS) if topic.startswith(incomplete)]


@answers()
def help(  # the command's name
    out: Output,
    topic: Annotated[
        str,
        typer.Argument(
            metavar="TOPIC",
            help="exit-codes, or a command.",
            autocompletion=complete_topic,
            show_default=False,
        ),
    ],
) -> None:
    """Explain the exit codes, or a command."""
    from kb.cli.app import COMMANDS, load

    if topic == "exit-codes":
        from kb.cli.translation import told

        rows = [{"code": code, "meaning": told(text, out.language)} for code, text in EXIT_CODES.items()]
        out.listing(rows, ("code", "meaning"))
    elif topic in COMMANDS:
        context = typer.Context(load(topic), info_name=f"kb {topic}")
        out.text(context.get_help() + "\n")
    else:
        raise UsageError(f"no help on {topic!r}; there is exit-codes, {', '.join(COMMANDS)}")
