"""`kb lesson`: a reading path to a work, as a table or as a sheet to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli.arguments import WORK, complete_work
from kb.cli.forms import Row
from kb.cli.labels import label
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output

if TYPE_CHECKING:
    from kb.lesson import Stop

EXAMPLES = (
    "kb lesson transformer --from seq2seq --minutes 180",
    "kb lesson transformer --from seq2seq --lang zh -o lesson.html    one page to print",
    "kb lesson gan --minutes 60 -o gan.md",
    "kb lesson gan --json",
)
COLUMNS = ("stop", "id", "label", "year", "minutes", "needs", "why", "look", "command")


@answers(limit=0)
def lesson(
    out: Output,
    name: Annotated[str, WORK],
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Begin at this work; what it came from counts as known.",
            autocompletion=complete_work,
        ),
    ] = None,
    minutes: Annotated[int, typer.Option(min=1, help="How much time there is.")] = 180,
) -> None:
    """Plan a lesson: what to read, in which order, to understand a work.

    No stop comes before one that it came from; as many works as fit into the minutes. Minutes are a plan: 15
    for a paper (10 system, 5 data set or film), its summary at 200 words a minute, 4 a claim (2 at most), 10
    for a run. With -o FILE.html or FILE.md it is one sheet with summaries, questions and answers.
    """
    from kb.base import KnowledgeBase
    from kb.lesson import lesson as lesson_for
    from kb.lesson_plan import plan
    from reproductions.catalog import catalog

    base = KnowledgeBase.load()
    goal, first = work_meant(base, name), None if start is None else work_meant(base, start)
    found = lesson_for(base, goal, start=first, minutes=minutes, runnable=catalog())
    data = plan(base, found, _command)
    if found.left_out:
        out.warn(f"left out for want of time: {', '.join(found.left_out)}")
    ending = out.file.suffix.lower() if out.file else ""
    if ending in (".html", ".md"):
        out.text(_sheet(data, ending, out.language))
        return
    out.listing(data["stops"], COLUMNS, flat=lambda stop: [_row(stop, out.language)], whole=data)


def _command(stop: Stop) -> str:
    return f"kb run {stop.work} --preset smoke" if stop.runs else f"kb show {stop.work}"


def _sheet(data: Row, ending: str, language: str) -> str:
    from kb.cli.words import say
    from kb.lesson_sheet import html, markdown

    return (html if ending == ".html" else markdown)(data, language, say)


def _row(stop: Row, language: str) -> Row:
    return {
        **stop,
        "label": label(stop, language),
        "needs": list(dict.fromkeys(link["object"]["id"] for link in stop["needs"])),
        "why": " ".join(_leads_to(link, language) for link in stop["used_by"]),
        "look": [claim["id"] for claim in stop["claims"]],
        "summary": stop["summary"][language],
    }


def _leads_to(link: Row, language: str) -> str:
    """Which later stop a stop is read for, and why."""
    return f"{label(link['subject'], language)}{'：' if language == 'zh' else ': '}{link['why'][language]}"
