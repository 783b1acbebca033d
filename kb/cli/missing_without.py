"""`kb missing-without`: which works ideas reach only through one work."""

from __future__ import annotations

from typing import Annotated

from kb.cli.arguments import WORK
from kb.cli.labels import in_language
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb missing-without gan",
    "kb missing-without rnnsearch --json",
)
COLUMNS = ("id", "label", "date", "through")


@answers()
def missing_without(out: Output, name: Annotated[str, WORK]) -> None:
    """List the works that every chain of influence from a root reaches only through NAME.

    Roots are works that influenced something in this base and that nothing in it influenced; only accepted
    links count, and taking NAME away makes no new roots. Through is the last work that no chain gets around.
    It says what this base would lose, not what history would have done.
    """
    from kb.base import KnowledgeBase
    from kb.dominators import as_data
    from kb.dominators import missing_without as missing

    base = KnowledgeBase.load()
    rows = as_data(base, missing(base, work_meant(base, name)))
    out.listing(rows, COLUMNS, flat=in_language(out.language))
