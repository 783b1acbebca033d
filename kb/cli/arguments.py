"""Arguments that commands share, with completion by live ids."""

from __future__ import annotations

import typer

from kb.cache import facts_directory, open_cache


def complete_name(incomplete: str) -> list[tuple[str, str]]:
    """Ids (and the names they stand for) that begin like this, for the shell."""
    index = open_cache(facts_directory()).names()
    start = incomplete.lower()
    return [(s.id, s.label) for s in index.subjects.values() if s.id.startswith(start)]


NAME = typer.Argument(
    metavar="NAME",
    help="An id, alias, title, arXiv number or URL, DOI, or a person's name.",
    autocompletion=complete_name,
    show_default=False,
)
NAMES = typer.Argument(
    metavar="NAME",
    help="Ids, aliases, titles, arXiv numbers or URLs, DOIs, people's names; - reads them from stdin.",
    autocompletion=complete_name,
    show_default=False,
)
