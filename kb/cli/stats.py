"""`kb stats`: how much there is, and how well it was checked."""

from __future__ import annotations

from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.words import say

EXAMPLES = (
    "kb stats",
    "kb stats --json",
    "kb stats --csv | grep ^evidence    how much was read, reported, recalled",
)
COLUMNS = ("what", "value", "count")


@answers(limit=0)
def stats(out: Output) -> None:
    """Count works by kind and topic, links by type, evidence by how it was checked, and coverage."""
    from kb.base import KnowledgeBase
    from kb.stats import stats as counts

    whole = counts(KnowledgeBase.load())
    rows = [
        {"what": group, "value": value, "count": count}
        for group, values in whole.items()
        for value, count in values.items()
    ]
    if out.shape == "table":
        rows = [row | {name: say(str(row[name]), out.language) for name in ("what", "value")} for row in rows]
    out.context = "stats"
    out.listing(rows, COLUMNS, whole=whole)
