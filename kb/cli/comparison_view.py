"""Two works or three side by side on a terminal: what they are, how they are linked, what they share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from kb.cli.card_view import link_lines
from kb.cli.forms import Row
from kb.cli.labels import label
from kb.cli.layout import Column, Listing
from kb.cli.side_by_side import measured, values
from kb.cli.words import say
from kb.cli.wrapping import Prose

if TYPE_CHECKING:
    from kb.base import KnowledgeBase


def draw_works(console: Console, base: KnowledgeBase, data: Row, language: str) -> None:
    """Draw what `kb.company.as_data` found of two works or three."""
    for work in data["works"]:
        name = (label(work, language), "bold")
        console.print(Prose(Text.assemble(name, f" ({work['year']})  {work['id']}")))
        console.print(Prose(base.papers[work["id"]].summary[language], 2))
    for heading, parts in _sections(data, language):
        if parts:
            console.print()
            console.print(Prose(Text(heading, style="bold green")))
        for part in parts:
            console.print(part if not isinstance(part, str) else Prose(part, 2, hang=2))


def _sections(data: Row, language: str) -> Iterator[tuple[str, list[RenderableType]]]:
    works, pairs = data["works"], data["pairs"]
    found = list(zip(combinations(works, 2), pairs, strict=True))
    doubted = {link["id"]: link for pair in pairs for link in pair["disagreements"]}
    agreed = {link["id"]: link for pair in pairs for link in pair["links"] if link["id"] not in doubted}
    for what, links in (("links", agreed), ("disagreements", doubted)):
        told = [link_lines(link, language) for link in links.values()]
        yield say(what, language), [line for lines in told for line in lines]
    chains = [_chain(path, language) for pair in pairs for path in pair["paths"]]
    yield say("paths", language), [*dict.fromkeys(chains)]
    for what in ("shared_ancestors", "shared_descendants"):
        legend = say("steps from each; 0 is the work itself", language)
        yield f"{say(what, language)} ({legend})", _steps(data[what], works, language)
    yield (
        say("shared_authors", language),
        [
            f"{_pair(ends, language)}: " + ", ".join(label(one, language) for one in pair["shared_authors"])
            for ends, pair in found
            if pair["shared_authors"]
        ],
    )
    yield say("claims", language), _claims(data, language)
    for what in ("came_from", "cites") if len(works) > 2 else ():
        alone = zip(works, data["alone"], strict=True)
        yield (
            say(f"{what}_alone", language),
            [f"{label(work, language)}: {_named(one[what], language)}" for work, one in alone if one[what]],
        )


def _chain(path: Row, language: str) -> str:
    return " → ".join(f"{label(work, language)} ({work['year']})" for work in path["works"])


def _pair(ends: tuple[Row, Row], language: str) -> str:
    return " – ".join(label(end, language) for end in ends)


def _named(works: list[Row], language: str) -> str:
    return ", ".join(f"{label(work, language)} ({work['year']})" for work in works)


def _steps(shared: list[Row], works: list[Row], language: str) -> list[RenderableType]:
    """How far each shared work is from each of the compared."""
    if not shared:
        return []
    named = Column("label", say("label", language), tuple(label(work, language) for work in shared))
    ids = Column("id", say("id", language), tuple(work["id"] for work in shared))
    sides = [
        Column("steps", label(work, language), tuple(str(one["steps"][k]) for one in shared))
        for k, work in enumerate(works)
    ]
    return [Listing([ids, named, *sides])]


def _claims(data: Row, language: str) -> list[RenderableType]:
    """Claims by what was measured, a column for each work."""
    pairs = data["pairs"]
    two = [{**same, "claims": [same["a"], same["b"]]} for same in pairs[0]["claims"]]
    shown = data["claims"] if len(data["works"]) > 2 else two
    if not shown:
        return []
    metrics = tuple(measured(same, language) for same in shown)
    sides = [
        Column("claims", label(work, language), tuple(values(same["claims"][k], language) for same in shown))
        for k, work in enumerate(data["works"])
    ]
    return [Listing([Column("metric", say("metric", language), metrics), *sides])]
