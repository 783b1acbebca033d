"""The one door to data, and the one place that caches. Everything it hands out is for reading only.

Facts are read through kb's compiled file; the whole base is held once a process and content version, so that
an edited file is noticed at the next click and a hundred visitors share one copy.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

import kb
from kb import formats
from kb.base import facts_directory
from kb.cache import Cache, open_cache
from kb.cards import card as make_card
from kb.errors import Problem
from kb.lineage import Lineage
from kb.lineage import lineage as find_lineage
from kb.search import Hit
from kb.search import search as find
from reproductions import catalog, launch, ledger

MAX_WORKS = 50  # what one picture holds and stays readable


def _cache() -> Cache:
    return open_cache(facts_directory())


def problems() -> tuple[Problem, ...]:
    """What is wrong with the facts; nothing where they are sound."""
    try:
        _cache()
    except kb.FactsInvalid as invalid:
        return invalid.problems
    return ()


def base() -> kb.KnowledgeBase:
    """All facts of the current version. Raises FactsInvalid."""
    cache = _cache()
    return _base(cache.version, cache)


@st.cache_resource(max_entries=2, show_spinner=False)
def _base(version: str, _opened: Cache) -> kb.KnowledgeBase:
    return _opened.base()


def card(id_: str) -> dict[str, Any]:
    """The card of a thing. Raises KeyError where there is none."""
    whole = base()
    return _card(whole.version, id_, whole)


@st.cache_resource(max_entries=512, show_spinner=False)
def _card(version: str, id_: str, _base: kb.KnowledgeBase) -> dict[str, Any]:
    return make_card(_base, id_)


def lineage(
    work: str,
    depth: int,
    types: tuple[str, ...] = (),
    years: tuple[int, int] | None = None,
    disputed: bool = False,
) -> Lineage:
    """The lineage of a work, at most MAX_WORKS works of it. Raises UnknownId."""
    whole = base()
    return _lineage(whole.version, work, depth, types, years, disputed, whole)


@st.cache_resource(max_entries=128, show_spinner=False)
def _lineage(
    version: str,
    work: str,
    depth: int,
    types: tuple[str, ...],
    years: tuple[int, int] | None,
    disputed: bool,
    _base: kb.KnowledgeBase,
) -> Lineage:
    return find_lineage(
        _base, work, depth=depth, types=types, years=years, include_disputed=disputed, limit=MAX_WORKS
    )


def picture(found: Lineage, theme: str, language: str) -> str:
    """The lineage as the SVG that `kb lineage -o` writes."""
    whole = base()
    return _picture(whole.version, found, theme, language, whole)


@st.cache_resource(max_entries=128, show_spinner=False, hash_funcs={Lineage: repr})
def _picture(version: str, found: Lineage, theme: str, language: str, _base: kb.KnowledgeBase) -> str:
    from kb.drawing import svg

    return svg(_base, found, theme=theme, language=language, heading=False)


def reproductions() -> dict[str, catalog.Reproduction]:
    """What can be run, by the id of its work."""
    return catalog.catalog()


def words(paper: str, language: str) -> dict[str, str]:
    """What a reproduction says of itself in a language other than its own; empty for English."""
    return catalog.words(paper, language) if paper in catalog.catalog() else {}


def standings(paper: str) -> dict[str, ledger.Standing]:
    """How each claim of a work stands after all recorded runs, by its id; empty where nothing can be run."""
    known = catalog.catalog()
    found = ledger.standings(known[paper]) if paper in known else []
    return {standing.claim: standing for standing in found}


def resolve(name: str | None, kinds: tuple[str, ...]) -> str | None:
    """The id of the one thing of these kinds that a name means, or None. Any identifier will do."""
    if not name:
        return None
    whole = base()
    try:
        id_ = whole.names.resolve(name)
    except (kb.UnknownId, kb.Ambiguous):
        return None
    return id_ if whole.names.subjects[id_].kind in kinds else None


def search(text: str) -> list[Hit]:
    """What a text may mean, best first."""
    return find(base().names, text, limit=30)


def bibtex(work: str) -> str:
    """A work as BibTeX."""
    return formats.find("bibtex").write(base(), [work])


def runs(paper: str | None = None) -> list[launch.Run]:
    """Runs on this machine (of one work), newest first; read anew each time, as they live on disk."""
    return launch.runs(paper)


def run(id_: str) -> launch.Run | None:
    """The run of this id as it stands now, or None."""
    try:
        return launch.load(id_)
    except launch.UnknownRun:
        return None
