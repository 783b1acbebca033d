"""`kb audit`: reference lists of works by source: ours, OpenAlex's, Semantic Scholar's, Crossref's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.arguments import complete_works
from kb.cli.forms import Row
from kb.cli.names import work_meant, works_given
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.sources.audit import Listing

EXAMPLES = (
    "kb audit transformer             how many references each source has, and which works here it misses",
    "kb audit --all --csv > audit.csv",
    "kb audit transformer --accept resnet='named only in the appendix of v1'",
)
COLUMNS = ("work", "source", "references", "ours_among", "misses", "retrieved", "note")


@answers()
def audit(
    out: Output,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="Works (ids, aliases, titles, identifiers); - reads them from stdin.",
            autocompletion=complete_works,
            show_default=False,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All works.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORK=REASON",
            help="Record why our list of NAME rightly lacks a work; repeatable.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compare reference lists by source, from stored answers only (`kb enrich --online` asks for them).

    Exit code 1 where a service's list names a work that ours lacks, and no reason was recorded with --accept
    (kept in accepted.json in your home of kb).
    """
    from kb.base import KnowledgeBase
    from kb.sources.asking import SERVICES, stored
    from kb.sources.audit import LISTING, audit, unexplained
    from kb.sources.citing import identifiers_of

    if bool(names) == all_:
        raise UsageError("name works, or give --all (see `kb audit --help`)")
    base = KnowledgeBase.load()
    works = list(base.papers) if all_ else works_given(base, names or [], out)
    _accept(base, works, accept or [])
    papers = base.papers.values()
    known = identifiers_of(base, (a for p in papers for a in stored(p, SERVICES.values())))
    found = [
        listing
        for work in works
        for listing in audit(base, base.papers[work], stored(base.papers[work], LISTING), known)
    ]
    lacking = unexplained(found)
    for work, other, services in lacking:
        out.warn(
            f"{work}: our list lacks {other}, which {services} names; "
            f"add it to cites, or --accept {other}=REASON"
        )
    _tell_unasked(out, found)
    rows = [asdict(listing) for listing in found]
    out.listing(rows, COLUMNS, human=lambda console, shown: _draw(console, shown, base, out))
    if lacking:
        raise typer.Exit(1)


def _accept(base: KnowledgeBase, works: list[str], given: list[str]) -> None:
    from kb.sources.audit import accept

    if given and len(works) != 1:
        raise UsageError("--accept is about one work: name it alone")
    for text in given:
        name, _, reason = text.partition("=")
        if not reason.strip():
            raise UsageError(f"--accept wants WORK=REASON, got {text!r}")
        lacking = work_meant(base, name.strip())
        if lacking not in base.papers:
            raise UsageError(f"{lacking} is not a work")
        accept(works[0], lacking, reason.strip())


def _tell_unasked(out: Output, found: list[Listing]) -> None:
    """Which services have not been asked, so that nobody takes silence for agreement."""
    for source in dict.fromkeys(listing.source for listing in found):
        count = sum(listing.source == source and listing.status == "not asked" for listing in found)
        if count:
            works = f"{count} work{'' if count == 1 else 's'}"
            out.warn(f"{source}: not asked yet about {works}; `kb enrich NAME --online` asks")


def _draw(console: Any, rows: Sequence[Row], base: KnowledgeBase, out: Output) -> None:
    """A work as a heading, and what each source has and misses."""
    from rich.text import Text

    from kb.cli.wrapping import Prose

    work = ""
    for row in rows:
        if row["work"] != work:
            work = row["work"]
            console.print(Text(base.papers[work].name_in(out.language), style="bold cyan"))
        told = f"{row['references']} references, {len(row['ours_among'])} of them here  "
        count = told if row["references"] else ""
        line = Text.assemble((f"{row['source']}: ", "yellow"), count, (row["note"], "dim"))
        console.print(Prose(line, 2, hang=2))
        for label, style in (("ours_among", "green"), ("misses", "red")):
            named = ", ".join(base.papers[id_].name_in(out.language) for id_ in row[label])
            if named:
                console.print(Prose(f"{_WORDS[label]}: {named}", 6, hang=2, style=style))


_WORDS = {"ours_among": "names", "misses": "misses"}
