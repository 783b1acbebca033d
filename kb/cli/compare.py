"""`kb compare`: two works side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any

from kb.cli.arguments import NAME
from kb.cli.labels import label
from kb.cli.options import answers
from kb.cli.output import Output, Row

EXAMPLES = (
    "kb compare rnnsearch seq2seq",
    "kb compare ntm memory-networks --json",
    "kb compare gan wgan --lang zh",
)
COLUMNS = ("what", "id", "label", "a", "b")


@answers(limit=0)
def compare(out: Output, first: Annotated[str, NAME], second: Annotated[str, NAME]) -> None:
    """Compare two works: shared ancestors and descendants, paths, authors, claims, links, disagreement.

    One of the two counts as shared where the other came from it. Disagreement means links between them that
    are disputed, refuted, contradicted by evidence, or a contrast.
    """
    from kb.base import KnowledgeBase
    from kb.comparison import as_data
    from kb.comparison import compare as compared

    base = KnowledgeBase.load()
    data = as_data(base, compared(base, base.names.resolve(first), base.names.resolve(second)))
    rows = list(_rows(data, out.language))
    out.listing(rows, COLUMNS, whole=data, human=lambda console, _: _draw(console, rows, out))


def _rows(data: Row, language: str) -> Iterator[Row]:
    """One row a fact; a and b say what it is to the one and to the other."""
    yield _row("compared", "", "", data["a"]["id"], data["b"]["id"])
    for what in ("shared_ancestors", "shared_descendants"):
        for work in data[what]:
            yield _row(what, work["id"], label(work, language), work["steps_a"], work["steps_b"])
    for path in data["paths"]:
        yield _row("paths", " → ".join(work["id"] for work in path["works"]))
    for person in data["shared_authors"]:
        yield _row("shared_authors", person["id"], label(person, language))
    for both in data["claims"]:
        named = " · ".join(filter(None, (both["metric"], both["dataset"])))
        yield _row("claims", "", named, *(_values(both[side]) for side in ("a", "b")))
    for what in ("links", "disagreements"):
        for link in data[what]:
            told = {link[end]["id"]: end for end in ("subject", "object")}
            ends = [told[data[side]["id"]] for side in ("a", "b")]
            yield _row(what, link["id"], f"[{link['status']}] {link['why'][language]}", *ends)


def _row(what: str, id_: str = "", label: str = "", a: object = "", b: object = "") -> Row:
    return {"what": what, "id": id_, "label": label, "a": a, "b": b}


def _values(claims: list[Row]) -> str:
    values = ((claim["id"], claim["value"]) for claim in claims)
    return "; ".join(f"{id_}: {v}" if isinstance(v, str) else f"{id_}: {v:g}" for id_, v in values)


def _draw(console: Any, rows: list[Row], out: Output) -> None:
    """A heading for each group of rows, and a line for each row."""
    from rich.text import Text

    for what, group in groupby(rows, key=lambda row: row["what"]):
        console.print(Text(out.say(what), style="bold green"))
        for row in group:
            sides = f"  {row['a']} | {row['b']}" if row["a"] != "" or row["b"] != "" else ""
            console.print(Text.assemble("  ", (row["id"], "cyan"), f"  {row['label']}", (sides, "dim")))
