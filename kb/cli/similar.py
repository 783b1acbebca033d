"""`kb similar`: works near a work, by citations or links that they share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kb.cli.arguments import NAME
from kb.cli.labels import in_language
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb similar gan                     works that the same works cite",
    "kb similar gan --by coupling       works that cite the same",
    "kb similar gan --by links --json   works linked to the same",
)


@answers(limit=20)
def similar(
    out: Output,
    name: Annotated[str, NAME],
    by: Annotated[
        Literal["cocitation", "coupling", "links"],
        typer.Option(help="Cited by the same, citing the same, or linked with the same works."),
    ] = "cocitation",
) -> None:
    """List works near a work, with how many works they share (count) and Salton's cosine (0 to 1)."""
    from kb.base import KnowledgeBase
    from kb.network import caveat
    from kb.similarity import as_data
    from kb.similarity import similar as similar_to

    base = KnowledgeBase.load()
    found = as_data(base, similar_to(base, base.names.resolve(name), by))
    if by != "links" and (note := caveat(base)):
        out.warn(note[out.language])
    columns = ("id", "label", "year", "count", "cosine", "shared")
    out.listing(found, columns, flat=in_language(out.language))
