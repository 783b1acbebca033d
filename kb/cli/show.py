"""`kb show`: one thing with everything that belongs to it."""

from __future__ import annotations

from typing import Annotated

from kb.cli.arguments import NAMES
from kb.cli.card_lookup import show_cards
from kb.cli.options import answers
from kb.cli.output import Output

EXAMPLES = (
    "kb show gan                    a work, on a terminal as a card",
    "kb show 1409.0473 --json       a work by its arXiv number, as data",
    "kb show ilya-sutskever --lang zh",
    "kb show GAN-1                  a claim of a paper",
    "kb search attention --jsonl | kb show - --jsonl",
)


@answers(limit=0)
def show(out: Output, names: Annotated[list[str], NAMES]) -> None:
    """Show a work, person, award, event, source, claim or link with everything that belongs to it."""
    show_cards(out, names)
