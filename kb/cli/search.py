"""`kb search`: what a text may mean."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kb.cli.filters import YEARS_FROM, YEARS_TO, checked_topic, year_range
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import UsageError

EXAMPLES = (
    "kb search attention",
    "kb search 注意力                Chinese names, and pinyin (zhuyili)",
    'kb search "attenton"           bad spelling',
    "kb search net --kind paper --from-year 2014 --to-year 2014",
    "kb search net --venue NIPS --award any --has-run",
    "kb search attention --jsonl | kb export --format bibtex -",
)
Kind = Literal["work", "paper", "dataset", "system", "film", "person", "award", "story", "event", "source"]


@answers(limit=20)
def search(
    out: Output,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Any part of a name.", show_default=False)
    ],
    kind: Annotated[Kind | None, typer.Option(help="Only this kind of thing; work means any work.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only works of this topic.")] = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
    venue: Annotated[
        str | None,
        typer.Option(help="Only works of this venue (NeurIPS, ICLR 2023 ...).", show_default=False),
    ] = None,
    award: Annotated[
        str | None,
        typer.Option(help="Only works that this award or series prizes; any for all.", show_default=False),
    ] = None,
    has_run: Annotated[bool, typer.Option("--has-run", help="Only works that can be run here.")] = False,
) -> None:
    """Search works, people, awards, stories, events by name: part of it, badly spelt, Chinese, pinyin."""
    from kb.cache import facts_directory, open_cache
    from kb.search import search as find

    query = " ".join(text).strip()
    if not query:
        raise UsageError("what to search for is empty; give a name or a part of one")
    assert kind is None or kind in get_args(Kind)
    names = open_cache(facts_directory()).names()
    years = year_range(from_year, to_year)
    hits = find(
        names,
        query,
        kind=kind,
        topic=checked_topic(names, topic),
        years=years,
        among=_among(venue, award, has_run),
        limit=len(names.subjects),
    )
    rows = [
        {
            "id": hit.id,
            "kind": hit.kind,
            "label": hit.label_zh if out.language == "zh" else hit.label,
            "year": hit.year,
            "reason": hit.reason_in(out.language),
            "matched": hit.matched,
            "score": hit.score,
        }
        for hit in hits
    ]
    for row in rows if out.shape == "table" else ():
        if row["matched"] in (row["id"], row["label"]):
            row["matched"] = None  # it stands there already
    out.listing(rows, ("id", "kind", "label", "year", "reason", "matched"))


def _among(venue: str | None, award: str | None, has_run: bool) -> frozenset[str] | None:
    """The ids that these filters leave; None without any of them."""
    found: frozenset[str] | None = None
    if venue or award:
        from kb.base import KnowledgeBase
        from kb.search import works_with

        found = works_with(KnowledgeBase.load(), venue=venue, award=award)
    if has_run:
        from reproductions.catalog import catalog

        found = frozenset(catalog()) if found is None else found & frozenset(catalog())
    return found
