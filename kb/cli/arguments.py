"""Arguments that commands share, with completion by live ids of the right kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer

from kb.cache import facts_directory, open_cache
from kb.cli.offer import Offer

Completion = Callable[[str], list[tuple[Offer, str]]]
WORKS = ("paper", "dataset", "system", "film")
#: Kinds that stand for works, so that a list of works may be given by them.
_WITH_WORKS = (*WORKS, "person", "award", "event", "story")
_CLAIM = re.compile(r"[A-Z0-9]+-\d+")


def completing(*kinds: str, claims: bool = False) -> Completion:
    """What offers ids of these kinds (of all where none is given), and the ids of claims."""

    def complete(incomplete: str) -> list[tuple[Offer, str]]:
        from kb.spelling import fold

        cache = open_cache(facts_directory())
        names, start = cache.names(), incomplete.casefold()
        fitting = {s.id: s.label for s in names.subjects.values() if not kinds or s.kind in kinds}
        found = [(Offer(id_), label) for id_, label in fitting.items() if id_.startswith(start)]
        if claims and start:
            ids = cache.ids_from(incomplete.upper())
            found += [(Offer(id_), "") for id_ in ids if _CLAIM.fullmatch(id_)]
        if found or not (folded := fold(incomplete)):
            return found
        by_name = {name.id for name in names.names if name.key.startswith(folded)}
        return [(Offer(id_), label) for id_, label in fitting.items() if id_ in by_name]

    return complete


complete_thing = completing()
complete_work = completing(*WORKS, claims=True)
complete_works = completing(*_WITH_WORKS, claims=True)
complete_person = completing("person")
complete_story = completing("story")
complete_anything = completing(claims=True)


def _argument(help_: str, completion: Completion) -> Any:
    return typer.Argument(metavar="NAME", help=help_, autocompletion=completion, show_default=False)


WORK = _argument("A work by its id, alias, title, arXiv number or URL, or DOI.", complete_work)
PERSON = _argument("A person by id or name, in any script.", complete_person)
NAMES = _argument(
    "Ids, aliases, titles, arXiv numbers or URLs, DOIs, people's names; - reads them from stdin.",
    complete_anything,
)
SOME_WORKS = _argument(
    "Works by any name, or the person, award, event or story whose works are meant; - reads them from stdin.",
    complete_works,
)
