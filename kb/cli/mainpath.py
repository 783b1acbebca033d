"""`kb mainpath`: the chain of works that most ways run through."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kb.cli.arguments import complete_work
from kb.cli.forms import Row
from kb.cli.labels import label
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Flat, Output
from kb.cli.vocabularies import OVER

EXAMPLES = (
    "kb mainpath                                      over citations, oldest to newest",
    "kb mainpath --over influence --to transformer    the main line into the Transformer",
    "kb mainpath --from lstm --to transformer --json",
    "kb mainpath --key-routes 3                       routes through the three heaviest edges",
)
COLUMNS = ("route", "step", "from", "to", "spc", "share")
EDGES = Annotated[
    Literal["citations", "influence"], OVER.asked("Who cites whom, or where ideas went (accepted links).")
]


@answers(limit=0)
def mainpath(
    out: Output,
    over: EDGES = "citations",
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="NAME", help="Only ways that begin at this work.", autocompletion=complete_work
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="NAME", help="Only ways that end at this work.", autocompletion=complete_work
        ),
    ] = None,
    key_routes: Annotated[
        int,
        typer.Option(
            min=0, max=100, help="Instead: the best route through each of the K heaviest edges.", metavar="K"
        ),
    ] = 0,
) -> None:
    """Show the main path: the route from an oldest to a newest work with the largest sum of weights.

    The weight of an edge (spc, search path count) is the number of ways from any work with nothing before it
    to any with nothing after it that use the edge. Among works that cite one another only citations of the
    work that appeared first count; a warning names those left out.
    """
    from kb.base import KnowledgeBase
    from kb.mainpath import as_data, main_path
    from kb.network import caveat

    base = KnowledgeBase.load()
    ends = [None if name is None else work_meant(base, name) for name in (start, end)]
    found = main_path(base, over, start=ends[0], end=ends[1], key_routes=key_routes)
    data = as_data(base, found)
    if over == "citations" and (note := caveat(base, found.works or None)):
        out.warn(note[out.language])
    for edge in data["left_out"]:
        out.warn(
            f"{edge['from']} and {edge['to']} {'cite' if over == 'citations' else 'influence'} one another, "
            f"perhaps through others; the edge from {edge['from']} to {edge['to']} is left out"
        )
    if not data["routes"]:
        out.warn("no way leads there in these facts")
    out.listing(data["routes"], COLUMNS, flat=_rows(out.language), whole=data)


def _rows(language: str) -> Flat:
    def flat(route: Row) -> list[Row]:
        return [
            {
                "route": route["route"],
                "step": number,
                **step,
                "from_label": label(step["from"], language),
                "to_label": label(step["to"], language),
            }
            for number, step in enumerate(route["steps"], 1)
        ]

    return flat
