"""`kb query`: ask in Cypher."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb query 'MATCH (a:Paper)-[r:IMPROVES]->(b:Paper) WHERE b.year < 2015 RETURN a.id, b.id'",
    "kb query \"MATCH (p:Person)-[:WROTE]->(w:Work {id: 'gan'}) RETURN p.label\"",
    "kb query 'MATCH (a)-[:BUILDS_ON*1..3]->(b) RETURN a.id, b.id LIMIT 10' --json",
    "kb query 'MATCH (a:Work)-[r:CITES]->(b:Work) RETURN b.id, COUNT(r) ORDER BY COUNT(r) DESC LIMIT 5'",
)


@answers()
def query(
    out: Output,
    text: Annotated[
        str, typer.Argument(metavar="QUERY", help="MATCH ... WHERE ... RETURN ...", show_default=False)
    ],
    include_disputed: Annotated[
        bool, typer.Option("--include-disputed", help="Disputed and refuted links too; see r.status.")
    ] = False,
) -> None:
    """Ask in Cypher (needs the extra query: pip install 'timetested[query]').

    Nodes: Work (and Paper, Dataset, System, Film), Person, Award. Relations: a link type in upper case, from
    the later to the earlier work (BUILDS_ON, IMPROVES, GENERALIZES, APPLIES, INSPIRED_BY, ENABLED_BY,
    CONTRASTS, EVALUATES, INDEPENDENT_CONCURRENT, MISATTRIBUTED), CITES, WROTE, PRIZES. Properties: id, kind,
    label, label_zh, title, date, year, topic, series, organisation; of a relation id, type, status, why,
    checked.

    Limits: read only; hops have a last number, 6 at most (*1..6); OPTIONAL MATCH and EXISTS with a condition
    go over one arrow. As in openCypher one relation is never two arrows of a MATCH, and two variables may be
    one node. A query that takes longer than 10 seconds or 2 GB is stopped (exit code 6).
    """
    from kb.base import KnowledgeBase
    from kb.cypher import query as ask

    answer = ask(KnowledgeBase.load(), text, include_disputed=include_disputed)
    out.listing(answer.rows, answer.columns)
