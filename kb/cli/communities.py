"""`kb communities`: groups of works that influenced one another."""

from __future__ import annotations

from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb communities",
    "kb communities --json",
    "kb communities --lang zh",
)
COLUMNS = ("community", "centre", "topic", "links", "works")


@answers(limit=0)
def communities(out: Output) -> None:
    """Divide the works into groups with many influence links inside and few between (greedy modularity).

    The same facts always give the same groups. Works without an accepted influence link are in none.
    """
    from kb.base import KnowledgeBase
    from kb.communities import as_data
    from kb.communities import communities as divided

    base = KnowledgeBase.load()
    data = as_data(base, divided(base))
    if data["alone"]:
        out.warn(
            f"in no community, for want of influence links: {', '.join(work['id'] for work in data['alone'])}"
        )
    if not out.shape.startswith("json"):
        out.note(f"modularity {data['modularity']:g}")
    out.listing(
        data["communities"],
        COLUMNS,
        whole=data,
    )
