"""`kb search`: what a text may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli.arguments import complete_person
from kb.cli.filters import YEARS_FROM, YEARS_TO, checked_venue, complete_venue, year_range
from kb.cli.forms import Row
from kb.cli.names import people_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabularies import AWARD, KIND, TOPIC
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.names import NameIndex, Subject
    from kb.search import Hit

EXAMPLES = (
    "kb search attention",
    "kb search 注意力                Chinese names, and pinyin (zhuyili)",
    'kb search "attenton"           bad spelling',
    "kb search --topic diffusion --from-year 2022",
    "kb search --author Cho --to-year 2015",
    "kb search net --kind paper --from-year 2014 --to-year 2014",
    "kb search net --venue NIPS --award any --has-run",
    "kb search attention --jsonl | kb export --format bibtex -",
)
COLUMNS = ("id", "kind", "label", "year", "reason", "matched")


@dataclass(frozen=True)
class Filters:
    """What a search may find at all."""

    kind: str | None
    topic: str | None
    years: tuple[int, int] | None
    among: frozenset[str] | None
    people: frozenset[str]

    @property
    def any(self) -> bool:
        return bool(self.kind or self.topic or self.years or self.among is not None)


@answers(limit=20)
def search(
    out: Output,
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT", help="Any part of a name; none: all that the filters leave.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        str | None, KIND.asked("Only this kind of thing; work means any work.", show_default=False)
    ] = None,
    topic: Annotated[str | None, TOPIC.asked("Only works of this topic.", show_default=False)] = None,
    author: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only works of this person.",
            autocompletion=complete_person,
            show_default=False,
        ),
    ] = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
    venue: Annotated[
        str | None,
        typer.Option(
            help="Only works of this venue (NeurIPS, ICLR 2023 ...).",
            autocompletion=complete_venue,
            show_default=False,
        ),
    ] = None,
    award: Annotated[
        str | None,
        AWARD.asked(
            "Only works that won this award or one of this series; any for all.",
            parser=AWARD.several,
            show_default=False,
        ),
    ] = None,
    has_run: Annotated[bool, typer.Option("--has-run", help="Only works that can be run here.")] = False,
) -> None:
    """Search works, people, awards, stories, events by name: part of it, badly spelt, Chinese, pinyin.

    Without TEXT it lists all that the filters leave. Years and topics of people are those of their works.
    """
    from kb.cache import facts_directory, open_cache
    from kb.search import fitting

    query = " ".join(text or ()).strip()
    names = open_cache(facts_directory()).names()
    years = year_range(from_year, to_year)
    among = _among(author, venue, award, has_run)
    chosen = Filters(kind, topic, years, among, _people(kind, topic, years))
    if not query and not chosen.any:
        raise UsageError("what to search for is empty; give a part of a name, or a filter as --kind person")
    if query:
        rows = [_hit(hit, out.language) for hit in _found(names, query, chosen)]
    else:
        listed = fitting(names, kind, topic, years, among, chosen.people)
        rows = [_row(subject, out.language) for subject in listed]
    if not rows:
        _advise(out, names, query, chosen)
    for row in rows if out.shape == "table" else ():
        if row["matched"] in (row["id"], row["label"]):
            row["matched"] = None  # it stands there already
    out.listing(rows, COLUMNS)


def _found(names: NameIndex, query: str, chosen: Filters) -> list[Hit]:
    from kb.search import search as find

    return find(
        names,
        query,
        kind=chosen.kind,
        topic=chosen.topic,
        years=chosen.years,
        among=chosen.among,
        people=chosen.people,
        limit=len(names.subjects),
    )


def _row(found: Hit | Subject, language: str) -> Row:
    label = found.label_zh if language == "zh" else found.label
    row = {"id": found.id, "kind": found.kind, "label": label, "year": found.year}
    return row | dict.fromkeys(("reason", "matched", "score"))


def _hit(hit: Hit, language: str) -> Row:
    return _row(hit, language) | {
        "reason": hit.reason_in(language),
        "matched": hit.matched,
        "score": hit.score,
    }


def _advise(out: Output, names: NameIndex, query: str, chosen: Filters) -> None:
    """What to try where nothing was found."""
    free = Filters(None, None, None, None, frozenset())
    others = len(_found(names, query, free)) if query and chosen.any else 0
    if others:
        out.warn(f"nothing fits the filters; without them {others} things are called like {query!r}")
    elif query:
        out.warn(
            f"nothing is called like {query!r}: names are searched, not what texts say; "
            "try a shorter part of a name, or list a topic: kb search --topic diffusion"
        )
    else:
        out.warn("nothing fits these filters; leave one of them out")


def _people(kind: str | None, topic: str | None, years: tuple[int, int] | None) -> frozenset[str]:
    """Who fits topic and years by works; looked up only where it matters."""
    if kind not in (None, "person") or not (topic or years) or (topic and not kind):
        return frozenset()
    from kb.base import KnowledgeBase
    from kb.search import people_of

    return people_of(KnowledgeBase.load(), topic, years)


def _among(
    author: str | None, venue: str | None, awards: Sequence[str] | None, has_run: bool
) -> frozenset[str] | None:
    """The ids that these filters leave; None without any of them."""
    kept: list[frozenset[str]] = []
    if author or venue or awards:
        from kb.base import KnowledgeBase
        from kb.search import works_with

        base = KnowledgeBase.load()
        if author:
            people = people_meant(base, author)
            kept.append(frozenset(work.id for person in people for work in base.works_by(person)))
        if venue:
            kept.append(works_with(base, venue=checked_venue(base, venue)))
        if awards:
            kept.append(frozenset().union(*(works_with(base, award=award) for award in awards)))
    if has_run:
        from reproductions.catalog import catalog

        kept.append(frozenset(catalog()))
    return frozenset.intersection(*kept) if kept else None
