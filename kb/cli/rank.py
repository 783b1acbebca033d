"""`kb rank`: the most central works."""

from __future__ import annotations

from typing import Annotated, Literal

from kb.cli.labels import in_language
from kb.cli.mainpath import EDGES
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabulary import Vocabulary

EXAMPLES = (
    "kb rank                                   PageRank over citations",
    "kb rank --by betweenness --over influence",
    "kb rank --by citations --limit 5 --json",
)
COLUMNS = ("rank", "id", "label", "year", "score")
BY = Vocabulary(
    "--by", ("pagerank", "betweenness", "citations"),
    also={"betweenness": ("centrality", "中介中心性"), "citations": ("count", "cited", "引用", "被引用")},
)  # fmt: skip


@answers(limit=20)
def rank(
    out: Output,
    by: Annotated[
        Literal["pagerank", "betweenness", "citations"],
        BY.asked("PageRank (damping 0.85), betweenness (normalised), or a plain count."),
    ] = "pagerank",
    over: EDGES = "citations",
) -> None:
    """Rank all works of the base by how central they are in it; equal scores share a rank.

    Over influence, citations counts the works that a work influenced directly. Ranks are about this base,
    which was chosen by hand, and not about the world.
    """
    from kb.base import KnowledgeBase
    from kb.network import caveat
    from kb.ranking import as_data
    from kb.ranking import rank as ranked

    base = KnowledgeBase.load()
    if over == "citations" and (note := caveat(base)):
        out.warn(note[out.language])
    rows = as_data(base, ranked(base, by, over))
    out.listing(rows, COLUMNS, flat=in_language(out.language))
