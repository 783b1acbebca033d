"""`kb new`: a filled template of a block of facts."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.cli.options import files
from kb.cli.output import Output
from kb.cli.vocabulary import Vocabulary
from kb.errors import UsageError

EXAMPLES = (
    "kb new paper my-idea --arxiv 2401.00001 --title 'My idea' >> data/papers.yaml",
    "kb new person 'Ada Lovelace'",
    "kb new link transformer improves rnnsearch",
    "kb new claim gan                       the next free id of its claims",
)
KIND = Vocabulary(
    "kb new", ("paper", "person", "link", "claim"), also={"paper": ("work",), "person": ("author",)}
)
_NEEDS = {"paper": "an id", "person": "a name", "link": "subject, type and object", "claim": "a work"}


@files
def new(
    out: Output,
    kind: Annotated[str, KIND.argument("paper, person, link or claim.", metavar="KIND", show_default=False)],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help="An id (paper), a name (person), subject type object (link), a work (claim).",
            show_default=False,
        ),
    ],
    title: Annotated[str, typer.Option(help="Title of a paper.")] = "TODO",
    arxiv: Annotated[str | None, typer.Option(help="Its arXiv number.", show_default=False)] = None,
) -> None:
    """Print a block of facts to fill in, with all that can be known beforehand; TODO marks the rest."""
    from kb import templates
    from kb.base import KnowledgeBase
    from kb.cache import facts_directory
    from kb.reading import read_facts

    expected = 3 if kind == "link" else 1
    if kind == "person":
        words = [" ".join(words)]
    if len(words) != expected:
        raise UsageError(f"kb new {kind} needs {_NEEDS[kind]}, got {' '.join(words)!r}")
    base = KnowledgeBase.of(read_facts(facts_directory()))  # unchecked: half a work is there already
    if kind == "paper":
        text = templates.paper(base, words[0], title, arxiv)
    elif kind == "person":
        text = templates.person(base, words[0])
    elif kind == "link":
        text = templates.link(base, *words)
    else:
        text = templates.claim(base, words[0])
    out.text("\n" + text)
