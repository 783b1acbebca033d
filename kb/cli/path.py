"""`kb path`: how an idea went from one work to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from kb.cli.arguments import WORK
from kb.cli.forms import Row
from kb.cli.links import evidence_rows
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb path seq2seq transformer               from the earlier idea to the later",
    "kb path seq2seq transformer --explain     every hop with its reason and evidence",
    "kb path lstm transformer -k 1 --json      the shortest alone",
    "kb path dqn consistency-models --include-disputed",
)
COLUMNS = ("path", "hop", "from", "to", "type", "link", "status", "why")
EXPLAINED = (*COLUMNS, "source", "where", "says", "supports", "checked")


@answers(limit=0)
def path(
    out: Output,
    start: Annotated[str, WORK],
    end: Annotated[str, WORK],
    explain: Annotated[
        bool, typer.Option("--explain", help="Every hop with its reason and evidence.")
    ] = False,
    k: Annotated[
        int, typer.Option("-k", min=1, max=100, help="How many paths at most, the shortest first.")
    ] = 3,
    include_disputed: Annotated[
        bool, typer.Option("--include-disputed", help="Over disputed links too.")
    ] = False,
) -> None:
    """Show how an idea went from an earlier work to a later one, along links, never back in time.

    Where there is no path it says so, and names the nearest common ancestor; the exit code is 0 all the same.
    """
    from kb.base import KnowledgeBase
    from kb.paths import as_data, paths

    base = KnowledgeBase.load()
    ends = (work_meant(base, start), work_meant(base, end))
    data = as_data(base, paths(base, *ends, k=k, include_disputed=include_disputed))
    _remark(out, data)
    out.listing(
        data["paths"],
        EXPLAINED if explain else COLUMNS,
        flat=lambda found: _rows(found, out.language, explain),
        whole=data,
        human=lambda console, shown: _draw(console, shown, out.language, explain),
    )


def _remark(out: Output, data: Row) -> None:
    if data["paths"]:
        return
    start, end = data["from"], data["to"]
    if data["turned_round"]:
        out.warn(
            f"no path from {start['id']} to {end['id']}: it runs the other way; "
            f"`kb path {end['id']} {start['id']}` shows it"
        )
    elif data["common_ancestors"]:
        them = ", ".join(f"{a['id']} ({a['year']})" for a in data["common_ancestors"])
        out.warn(f"no path between {start['id']} and {end['id']}; nearest common ancestor: {them}")
    else:
        out.warn(f"no path between {start['id']} and {end['id']}, and no common ancestor in these facts")


def _rows(found: Row, language: str, explain: bool) -> Iterator[Row]:
    for number, hop in enumerate(found["hops"], 1):
        ends = {"path": found["path"], "hop": number, "from": hop["from"]["id"], "to": hop["to"]["id"]}
        for link in hop["links"]:
            about = {
                "type": link["type"],
                "link": link["id"],
                "status": link["status"],
                "why": link["why"][language],
            }
            evidence = list(evidence_rows(link, language)) if explain else [{}]
            yield from ({**item, **ends, **about} for item in evidence)


def _draw(console: Any, shown: Sequence[Row], language: str, explain: bool) -> None:
    from rich.text import Text

    from kb.cli.card_view import evidence_text
    from kb.cli.words import say, say_link
    from kb.cli.wrapping import Prose

    for found in shown:
        chain = " → ".join(f"{_name(w, language)} ({w['year']})" for w in found["works"])
        console.print(Prose(Text.assemble((f"{found['path']}. ", "dim"), (chain, "bold")), hang=3))
        for hop in found["hops"]:
            for link in hop["links"]:
                doubt = "" if link["status"] == "accepted" else f" [{say(link['status'], language)}]"
                word = (f" {say_link(link, language)} ", "yellow")
                ends = (_name(hop["to"], language), _name(hop["from"], language))
                console.print(Prose(Text.assemble(ends[0], word, ends[1], (doubt, "red")), 3, hang=2))
                if explain:
                    console.print(Prose(link["why"][language], 5, style="dim"))
                    for item in link["evidence"]:
                        console.print(Prose(evidence_text(item, language), 7))


def _name(work: Row, language: str) -> str:
    return str(work["label_zh"] if language == "zh" else work["label"])
