"""`kb similar`: works near a work, by citations or links that they share."""

from __future__ import annotations

from typing import Annotated, Literal

from kb.cli.arguments import WORK
from kb.cli.labels import in_language
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabulary import Vocabulary

EXAMPLES = (
    "kb similar gan                     works that the same works cite",
    "kb similar gan --by coupling       works that cite the same",
    "kb similar gan --by links --json   works linked to the same",
)
COLUMNS = ("id", "label", "year", "count", "cosine", "shared")
BY = Vocabulary(
    "--by", ("cocitation", "coupling", "links"),
    also={"cocitation": ("co-citation", "共被引"), "coupling": ("bibliographic coupling", "耦合")},
)  # fmt: skip


@answers(limit=20)
def similar(
    out: Output,
    name: Annotated[str, WORK],
    by: Annotated[
        Literal["cocitation", "coupling", "links"],
        BY.asked("Cited by the same, citing the same, or linked with the same works."),
    ] = "cocitation",
) -> None:
    """List works near a work, with how many works they share (count) and Salton's cosine (0 to 1)."""
    from kb.base import KnowledgeBase
    from kb.network import caveat
    from kb.similarity import as_data
    from kb.similarity import similar as similar_to

    base = KnowledgeBase.load()
    found = as_data(base, similar_to(base, work_meant(base, name), by))
    if by != "links" and (note := caveat(base)):
        out.warn(note[out.language])
    out.listing(found, COLUMNS, flat=in_language(out.language))
