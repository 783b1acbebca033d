"""What agents can ask: one function a question, whose arguments say what they take, within which bounds.

A function gives all rows; offset and limit are applied to them by :mod:`kb.mcp`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from kb import formats
from kb.base import KnowledgeBase
from kb.errors import KnowledgeBaseError, UsageError
from kb.link import LINK_TYPES

Word = Annotated[str, Field(min_length=1, max_length=300)]
Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=300,
        description="An id, alias, title, arXiv number, DOI or name in any language.",
    ),
]
Year = Annotated[int | None, Field(ge=1000, le=9999)]
FromYear = Annotated[Year, Field(description="Nothing before this year.")]
ToYear = Annotated[Year, Field(description="Nothing after this year.")]
Kind = Literal["work", "paper", "dataset", "system", "film", "person", "award", "story", "event", "source"]
Limit = Annotated[int, Field(ge=1, le=200, description="How many rows at most.")]
Disputed = Annotated[bool, Field(description="Disputed and refuted links too; see their status.")]
Types = Annotated[
    list[Annotated[str, Field(json_schema_extra={"enum": list(LINK_TYPES)})]] | None,
    Field(max_length=20, description="Only links of these types."),
]
Preset = Literal["smoke", "cpu", "gpu", "paper"]


def search(
    base: KnowledgeBase,
    text: Annotated[Word, Field(description="A name or part of one, misspelt too; Chinese; pinyin.")],
    kind: Annotated[Kind | None, Field(description="Only this kind; work means any work.")] = None,
    topic: Annotated[Word | None, Field(description="Only works of this topic.")] = None,
    award: Annotated[Word | None, Field(description="Only works that won it; any for all.")] = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
    limit: Limit = 10,
) -> Any:
    """Find works, people, awards, stories and events by name. Sentences find nothing: ask for names.

    >>> search(base, "transfomer")[0]["id"]
    'transformer'
    """
    from kb.search import as_data, works_with
    from kb.search import search as find

    if not text.strip():
        raise UsageError("text: what to search for is empty; give a name or a part of one")
    topics = sorted({paper.topic for paper in base.papers.values()})
    if topic and topic not in topics:
        raise UsageError(f"topic: no work has {topic!r}; there is {', '.join(topics)}")
    among = works_with(base, award=award) if award else None
    years = _years(from_year, to_year)
    return as_data(
        find(
            base.names, text, kind=kind, topic=topic, years=years, among=among, limit=len(base.names.subjects)
        )
    )


def show(
    base: KnowledgeBase,
    name: Annotated[Name, Field(description="Any name, or the id of a link, claim or press check.")],
) -> Any:
    """One work, person, award, event, source, story, link, claim or press check, with all that is its.

    >>> show(base, "gan-1")["value"]
    225.0
    """
    from kb.cards import all_cards, card

    try:
        return card(base, base.names.resolve(name))
    except KnowledgeBaseError:
        wanted = next(
            (i for i in (name, name.upper()) if i in base.links or i in base.claims or i in base.press), None
        )
        if wanted is None:
            raise
        return next(found for found in all_cards(base) if found["id"] == wanted)


def path(
    base: KnowledgeBase,
    start: Annotated[Name, Field(description="The earlier work.")],
    end: Annotated[Name, Field(description="The later work.")],
    k: Annotated[int, Field(ge=1, le=20, description="How many paths at most, shortest first.")] = 3,
    include_disputed: Disputed = False,
) -> Any:
    """How an idea went from an earlier work to a later one; each hop with its type, reason and evidence.

    >>> [work["id"] for work in path(base, "gan", "dcgan")["paths"][0]["works"]]
    ['gan', 'dcgan']
    """
    from kb.paths import as_data, paths

    found = paths(base, _work(base, start), _work(base, end), k=k, include_disputed=include_disputed)
    return as_data(base, found)


def lineage(
    base: KnowledgeBase,
    name: Name,
    depth: Annotated[int, Field(ge=0, le=50, description="How many links away.")] = 2,
    direction: Annotated[
        Literal["both", "ancestors", "descendants"], Field(description="What it came from, what came of it.")
    ] = "both",
    types: Types = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
    include_disputed: Disputed = False,
    limit: Limit = 50,
) -> Any:
    """The works around a work along typed links: ancestors (steps < 0), descendants (> 0), and beside it.

    >>> lineage(base, "dcgan", depth=1)["centre"]["label"]
    'DCGAN'
    """
    from kb.lineage import as_data
    from kb.lineage import lineage as around

    found = around(
        base,
        _work(base, name),
        depth=depth,
        direction=direction,
        types=types,
        years=_years(from_year, to_year),
        include_disputed=include_disputed,
        limit=limit,
    )
    return as_data(base, found)


def links(
    base: KnowledgeBase,
    name: Name,
    types: Types = None,
    direction: Annotated[
        Literal["out", "in", "both"],
        Field(description="out: what it acts on (earlier); in: what acts on it."),
    ] = "both",
    status: Annotated[
        Literal["accepted", "disputed", "refuted"] | None, Field(description="Only this status.")
    ] = None,
    limit: Limit = 50,
) -> Any:
    """The typed links of a work, each with its reason and evidence.

    >>> links(base, "wgan", types=["improves"], direction="out")[0]["object"]["id"]
    'gan'
    """
    from kb.cards import link_card
    from kb.lineage import checked_types

    work = _work(base, name)
    found = [
        *(base.links_from(work) if direction != "in" else ()),
        *(base.links_to(work) if direction != "out" else ()),
    ]
    kept = checked_types(types)
    wanted = [v for v in found if v.type in kept and status in (None, v.status)]
    return [link_card(base, link) for link in wanted]


def claims(base: KnowledgeBase, name: Name) -> Any:
    """What a work claims: value, spread, the cell of the paper where it stands, and how that was checked.

    >>> claims(base, "transformer")[0]["value"]
    28.4
    """
    from kb.statements import claims as claims_of
    from kb.statements import claims_as_data

    return claims_as_data(base, claims_of(base, [_work(base, name)]))


def ledger(
    base: KnowledgeBase,
    name: Annotated[Name | None, Field(description="One paper or one claim (GAN-1); none: all.")] = None,
    preset: Annotated[Preset | None, Field(description="Only what runs of this preset found.")] = None,
) -> Any:
    """Claims held against recorded runs: claimed, measured, verdict and why, run, hardware, minutes.

    >>> ledger(base, "GAN-1")[0]["claimed"]["value"]
    225.0
    """
    from kb.cli.ledger import entries

    return entries(base, name, preset)


def compare(base: KnowledgeBase, a: Name, b: Name) -> Any:
    """Two works side by side: shared ancestors and descendants, paths, links, authors, claims.

    >>> compare(base, "cgan", "dcgan")["shared_ancestors"][0]["id"]
    'gan'
    """
    from kb.comparison import as_data
    from kb.comparison import compare as compared

    return as_data(base, compared(base, _work(base, a), _work(base, b)))


def press(
    base: KnowledgeBase,
    name: Annotated[Name | None, Field(description="What it is about, or the source; none: all.")] = None,
    errors: Annotated[bool, Field(description="Only what leaves a reader wrong.")] = False,
    limit: Limit = 50,
) -> Any:
    """What the press told, and what is right.

    >>> len(press(base, errors=True)) < len(press(base))
    True
    """
    from kb.statements import press as told
    from kb.statements import press_as_data

    ids = [base.names.resolve(name)] if name else []
    return press_as_data(base, told(base, ids, errors=errors))


def awards(
    base: KnowledgeBase,
    series: Annotated[Word | None, Field(description="Only this series, as neurips-test-of-time.")] = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
    limit: Limit = 50,
) -> Any:
    """Awards in order of date with the works and people that they honour.

    >>> awards(base, series="turing-award")[0]["series"]
    'turing-award'
    """
    from kb.prizes import as_data
    from kb.prizes import awards as awards_of

    return as_data(base, awards_of(base, series=series, years=_years(from_year, to_year)))


def timeline(
    base: KnowledgeBase,
    names: Annotated[list[Name] | None, Field(max_length=50, description="Only what concerns these.")] = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
    limit: Limit = 50,
) -> Any:
    """Works (by first appearance), events and awards in order of date.

    >>> timeline(base, ["gan"])[0]["id"]
    'first-gan-night'
    """
    from kb.timeline import as_data
    from kb.timeline import timeline as timeline_of

    ids = [base.names.resolve(name) for name in names or ()]
    return as_data(base, timeline_of(base, ids, years=_years(from_year, to_year)))


def stories(
    base: KnowledgeBase,
    name: Annotated[Name | None, Field(description="The stops of this story; none: list all.")] = None,
) -> Any:
    """Guided tours through the graph; of one story its stops, each with its text and link.

    >>> stories(base, "how-attention-was-born")["kind"]
    'story'
    """
    from kb.cards import card

    if name is None:
        told = [card(base, id_) for id_ in base.stories]
        return [{**{n: c[n] for n in ("id", "title", "summary")}, "stops": len(c["stops"])} for c in told]
    id_ = base.names.resolve(name)
    if id_ not in base.stories:
        raise UsageError(f"{id_} is no story but a {base.names.subjects[id_].kind}; stories lists them")
    return card(base, id_)


def lesson(
    base: KnowledgeBase,
    goal: Annotated[Name, Field(description="The work to understand.")],
    start: Annotated[Name | None, Field(description="Begin at this work; what came before is known.")] = None,
    minutes: Annotated[int, Field(ge=1, le=100_000, description="How much time there is.")] = 180,
) -> Any:
    """What to read before a work, in order, within a time.

    >>> lesson(base, "transformer", minutes=60)["stops"][-1]["id"]
    'transformer'
    """
    from kb.lesson import lesson as lesson_for
    from kb.lesson_plan import plan

    first = _work(base, start) if start else None
    found = lesson_for(base, _work(base, goal), start=first, minutes=minutes)
    return plan(base, found, lambda stop: f"kb show {stop.work}")


def rank(
    base: KnowledgeBase,
    by: Annotated[
        Literal["pagerank", "betweenness", "citations"], Field(description="The measure.")
    ] = "pagerank",
    over: Annotated[Literal["citations", "influence"], Field(description="Along which edges.")] = "citations",
    limit: Limit = 10,
) -> Any:
    """Which works are central among those of this base.

    >>> rank(base)[0]["rank"]
    1
    """
    from kb.ranking import as_data
    from kb.ranking import rank as ranked

    return as_data(base, ranked(base, by, over))


def query(
    base: KnowledgeBase,
    text: Annotated[str, Field(min_length=1, max_length=4000, description="MATCH ... WHERE ... RETURN ...")],
    include_disputed: Disputed = False,
) -> Any:
    """Ask in Cypher, reading only.

    Nodes: Work (Paper, Dataset, System, Film), Person, Award; with id, kind, label, title, date, year, topic,
    series. Relations run from later to earlier: BUILDS_ON, IMPROVES and the other link types in upper case,
    CITES; (Person)-[:WROTE]->(Work), (Award)-[:PRIZES]->(Work or Person).

    >>> query(base, "MATCH (a:Paper {id: 'gan'}) RETURN a.year")  # doctest: +SKIP
    [{'a.year': 2014}]
    """
    from kb.cypher import query as ask

    return list(ask(base, text, include_disputed=include_disputed).rows)


def export(
    base: KnowledgeBase,
    names: Annotated[list[Name], Field(min_length=1, max_length=50, description="Works.")],
    format: Annotated[
        str, Field(description="The format of the text.", json_schema_extra={"enum": formats.names()})
    ] = "bibtex",
) -> Any:
    """Works as BibTeX, RIS, CSL-JSON and more, as one text.

    >>> export(base, ["GAN", "1706.03762"], "ids").split()
    ['gan', 'transformer']
    """
    return formats.find(format).write(base, [_work(base, name) for name in names])


TOOLS: tuple[Callable[..., Any], ...] = (
    search, show, path, lineage, links, claims, ledger, compare, press, awards, timeline, stories, lesson,
    rank, query, export,
)  # fmt: skip


def _work(base: KnowledgeBase, name: str) -> str:
    id_ = base.names.resolve(name)
    if id_ not in base.papers:
        raise UsageError(f"{id_} is no work but a {base.names.subjects[id_].kind}; `show` knows it")
    return id_


def _years(first: int | None, last: int | None) -> tuple[int, int] | None:
    if first is None and last is None:
        return None
    low, high = first or 0, last or 9999
    if low > high:
        raise UsageError(f"from_year {low} lies after to_year {high}; swap them")
    return low, high
