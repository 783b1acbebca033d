"""The order in which works and links came to the facts, so that a picture can grow without moving anything.

It stands in ``arrivals.yaml``, beside the facts and apart from them: a list of batches, each with its date
and the ids that came with it. `kb fmt` adds what no batch names yet; nothing is taken out. Facts without this
file came all at once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import FactsInvalid
from kb.record import LAST_YEAR, Id, PartialDate, Record

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

FILE = "arrivals.yaml"
_HEAD = """\
# The order in which works and links came to these facts. `kb fmt` adds what is new; pictures grow in this
# order, and what stands in them stays put. `kb fmt --relayout` starts anew, which moves all of it once.
"""


class Batch(Record):
    """The works and links that came together. An id that is no more may stay: nothing stands for it."""

    date: PartialDate
    works: tuple[Id, ...] = ()
    links: tuple[Id, ...] = ()

    @property
    def id(self) -> str:
        """What its block is called in a message."""
        return self.date


def turns(base: KnowledgeBase) -> tuple[dict[str, int], dict[str, int]]:
    """When each work and each link came, as a number; a link never came before its ends.

    The first batch came at once. After it comes work after work as listed, and before the works of a batch
    its links between works that were there. What no batch names is a last batch, in the order of the files:
    as `kb fmt` will list it, so that listing it changes nothing.

    >>> works, links = turns(base)
    >>> works["gan"], set(works) == set(base.papers), set(links) == set(base.links)
    (0, True, True)
    """
    works: dict[str, int] = {}
    links: dict[str, int] = {}
    turn = 0
    rest = Batch(date=str(LAST_YEAR), works=tuple(base.papers), links=tuple(base.links))
    for number, batch in enumerate((*base.arrivals, rest)):
        for id_ in batch.links:
            links.setdefault(id_, turn)
        for id_ in batch.works:
            if id_ in base.papers and id_ not in works:
                turn += number > 0
                works[id_] = turn
        turn += 1
    ends = [(link.id, works.get(link.subject, 0), works.get(link.object, 0)) for link in base.links.values()]
    return works, {id_: max(links[id_], one, other) for id_, one, other in ends}


def up_to_date(directory: Path, today: str, anew: bool = False) -> str:
    """The text of the file with what no batch names yet as one more batch; ``anew``: as the only batch.

    Raises FactsInvalid where the file that is there cannot be read, or, anew, where works or links cannot.

    >>> from kb.cache import facts_directory
    >>> up_to_date(facts_directory(), "2026-01-02", anew=True).count("- date:")
    1
    """
    from kb.base import KnowledgeBase
    from kb.reading import read_facts

    facts = read_facts(directory)
    needed = ("papers.yaml", "links.yaml") if anew else (FILE,)
    if problems := [problem for problem in facts.problems if problem.file in needed]:
        raise FactsInvalid(problems)
    base = KnowledgeBase.of(facts)
    batches = () if anew else base.arrivals
    works = {id_ for batch in batches for id_ in batch.works}
    links = {id_ for batch in batches for id_ in batch.links}
    new = Batch(
        date=today,
        works=tuple(id_ for id_ in base.papers if id_ not in works),
        links=tuple(id_ for id_ in base.links if id_ not in links),
    )
    return _text([*batches, new] if new.works or new.links else batches)


def _text(batches: Sequence[Batch]) -> str:
    blocks = [_HEAD, *("\n".join(_lines(batch)) + "\n" for batch in batches)]
    return "\n".join(blocks) if batches else f"{_HEAD}\n[]\n"


def _lines(batch: Batch) -> Iterator[str]:
    yield f'- date: "{batch.date}"'
    for name, ids in (("works", batch.works), ("links", batch.links)):
        if ids:
            text = f"{name}: [{', '.join(ids)}]"
            yield from textwrap.wrap(
                text,
                110,
                initial_indent="  ",
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
