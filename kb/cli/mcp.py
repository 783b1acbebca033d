"""`kb mcp`: the same answers for agents, over the Model Context Protocol."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb mcp                                    serve on stdin and stdout; an agent starts it",
    "kb mcp --tools                            what an agent can ask",
    "claude mcp add timetested -- kb mcp       for example",
)


@answers(limit=0)
def mcp(
    out: Output,
    tools: Annotated[bool, typer.Option("--tools", help="List the tools instead of serving.")] = False,
) -> None:
    """Serve agents on stdin and stdout; --tools lists what they can ask.

    Every answer carries the ids of its evidence; an unknown name is an error with the nearest candidates.
    """
    from kb.mcp import TOOLS, serve

    if tools:
        about = [{"tool": tool.__name__, "about": (tool.__doc__ or "").splitlines()[0]} for tool in TOOLS]
        out.listing(about, ("tool", "about"))
        return
    serve()
