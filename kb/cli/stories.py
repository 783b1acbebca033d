"""`kb stories`: guided tours through the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from kb.cli.arguments import complete_story
from kb.cli.forms import Row
from kb.cli.names import story_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb stories                           all of them",
    "kb stories how-attention-was-born    its stops, one after the other",
    "kb stories --lang zh --json",
)
LISTED = ("id", "title", "stops", "summary")
STOPS = ("stop", "at", "label", "year", "link", "text")


@answers()
def stories(
    out: Output,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="STORY",
            help="The stops of this story; none: list all.",
            autocompletion=complete_story,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the guided tours, or go through one: each stop with its text and the link that led there."""
    from kb.base import KnowledgeBase
    from kb.cards import card

    base = KnowledgeBase.load()
    if name is None:
        out.listing([_line(card(base, id_), out.language) for id_ in base.stories], LISTED)
        return
    id_ = story_meant(base, name)
    told = card(base, id_)
    out.listing(list(_stops(told, out.language)), STOPS, whole=told, human=_draw)


def _line(told: Row, language: str) -> Row:
    texts = {field: told[field][language] for field in ("title", "summary")}
    return {"id": told["id"], "stops": len(told["stops"]), **texts}


def _stops(told: Row, language: str) -> Iterator[Row]:
    for number, stop in enumerate(told["stops"], 1):
        at = stop["at"]
        yield {
            "stop": number,
            "at": at["id"],
            "label": at["label_zh"] if language == "zh" else at["label"],
            "year": at["year"],
            "link": stop["link"]["id"] if stop["link"] else None,
            "text": stop["text"][language],
        }


def _draw(console: Any, rows: Sequence[Row]) -> None:
    from rich.text import Text

    from kb.cli.wrapping import Prose

    for row in rows:
        year = f" ({row['year']})" if row["year"] else ""
        head = (f"{row['stop']:2}. ", "dim"), (f"{row['label']}{year}", "bold"), f"  {row['at']}"
        console.print(Prose(Text.assemble(*head), hang=4))
        console.print(Prose(row["text"], 4))
        console.print()
