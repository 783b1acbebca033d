"""`kb links`: the typed links of works, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from kb.cli.arguments import SOME_WORKS
from kb.cli.forms import Row
from kb.cli.labels import spelt_out
from kb.cli.names import works_given
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabularies import STATUS, TYPE
from kb.cli.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

EXAMPLES = (
    "kb links rnnsearch                       what it acts on, what acts on it, and the evidence",
    "kb links gan --direction in --type builds_on",
    "kb links transformer --status refuted    what was told and is not so",
    "kb links gan --csv > evidence.csv        one row an item of evidence",
)
COLUMNS = (
    "id",
    "subject",
    "type",
    "object",
    "status",
    "why",
    "source",
    "where",
    "says",
    "supports",
    "checked",
)


TYPES = Annotated[
    list[str] | None, TYPE.asked("Only links of this type; repeatable.", "--type", show_default=False)
]
DIRECTION = Vocabulary(
    "--direction", ("in", "out", "both"),
    also={"in": ("incoming", "入"), "out": ("outgoing", "出"), "both": ("双向",)},
)  # fmt: skip


@answers()
def links(
    out: Output,
    names: Annotated[list[str], SOME_WORKS],
    types: TYPES = None,
    direction: Annotated[
        str,
        DIRECTION.asked("out: what NAME acts on (earlier); in: what acts on NAME (later)."),
    ] = "both",
    status: Annotated[str | None, STATUS.asked("Only this status.", show_default=False)] = None,
) -> None:
    """List the links of a work (or of all works of a person or award) with their evidence."""
    from kb.base import KnowledgeBase
    from kb.cards import link_card

    base = KnowledgeBase.load()
    works = set(works_given(base, names, out))
    found = [
        link_card(base, link)
        for link in base.links.values()
        if (not types or link.type in types)
        and (status is None or link.status == status)
        and ((direction != "in" and link.subject in works) or (direction != "out" and link.object in works))
    ]
    out.listing(
        found, COLUMNS, flat=lambda link: evidence_rows(link, out.language), human=_draw(base, out.language)
    )


def evidence_rows(link: Row, language: str) -> Iterator[Row]:
    """One row an item of evidence, the link's own fields repeated."""
    for item in link["evidence"]:
        yield {
            "id": link["id"],
            "subject": link["subject"]["id"],
            "type": link["type"],
            "object": link["object"]["id"],
            "status": link["status"],
            "why": link["why"][language],
            "source": item["source"]["id"],
            "where": item["where"],
            "says": item["says"][language],
            "supports": item["supports"],
            "checked": item["checked"],
            "date": item["date"],
        }


def _draw(base: KnowledgeBase, language: str) -> Any:
    def human(console: Any, shown: Sequence[Row]) -> None:
        from kb.cli.card_view import evidence_text, link_lines
        from kb.cli.words import say
        from kb.cli.wrapping import Prose

        if not shown:
            console.print(say("nothing found", language), style="dim")
        for link in shown:
            evidence = [Prose(evidence_text(item, language), 4) for item in link["evidence"]]
            ends = [link["subject"], link["object"]]
            spelt = [(end["label"], spelt_out(base, end["id"], language)) for end in ends]
            titles = "; ".join(f"{name}{title}" for name, title in spelt if title)
            sentence, *reason = link_lines(link, language)
            told = [Prose(titles, 2, style="dim")] if titles else []
            for part in (sentence, *told, *reason, *evidence):
                console.print(part)

    return human
