"""What a run measured, on a terminal: first its verdicts with what each claim states, then the measures."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kb.cli.forms import Row
from kb.cli.words import VERDICT_COLOURS, say
from kb.cli.wrapping import Prose


def draw_result(console: Console, rows: Sequence[Row], language: str) -> None:
    """Draw the rows of `kb.cli.following.result_rows`."""
    for kind, draw in (("claim", _claim), ("measure", _measure)):
        chosen = [row for row in rows if row["kind"] == kind]
        if chosen:
            console.print(Text(say(f"{kind}s", language), style="bold green"))
        for row in chosen:
            draw(console, row, language)


def _claim(console: Console, row: Row, language: str) -> None:
    verdict = (say(row["value"], language), VERDICT_COLOURS.get(row["value"], "dim"))
    console.print(Prose(Text.assemble((row["name"], "cyan"), "  ", verdict), 2))
    for text, style in ((row["statement"], ""), (row["about"], "dim")):
        if text:
            console.print(Prose(text, 4, style=style))


def _measure(console: Console, row: Row, language: str) -> None:
    value = f"{row['value']:.4g}" if isinstance(row["value"], (int, float)) else say("not finite", language)
    ends = f" [{row['low']:.4g}, {row['high']:.4g}]" if row["low"] is not None else ""
    line = Text.assemble((row["name"], "cyan"), f"  {value}{ends} {row['unit'] or ''}")
    console.print(Prose(line.append(f"  {row['about'] or ''}", style="dim"), 2, hang=4))
