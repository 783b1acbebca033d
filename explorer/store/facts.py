"""The facts, for pages: read through kb's compiled file, held once a process and version of their content.

An edited file is noticed at the next click, and a hundred visitors share one copy.
"""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from functools import lru_cache
from typing import Any

import streamlit as st

import kb
from explorer import register
from explorer.neighbours import Neighbour
from explorer.neighbours import neighbours as find_neighbours
from explorer.same import Same
from kb import atlas, dominators, formats, overlay
from kb.base import facts_directory
from kb.cache import Cache, open_cache
from kb.cards import card as make_card
from kb.cards import reference
from kb.company import Company
from kb.company import company as find_company
from kb.drawing.palette import Theme
from kb.errors import Problem
from kb.genealogy import as_data as kin_as_data
from kb.genealogy import genealogy
from kb.lineage import Lineage
from kb.lineage import lineage as find_lineage
from kb.paths import Answer
from kb.paths import paths as find_paths
from kb.people import lab_mates, lab_mates_as_data
from kb.reading import read_facts
from kb.record import Language
from kb.search import Hit
from kb.search import search as find
from kb.statements import press_as_data
from kb.stats import Stats
from kb.stats import stats as count

MAX_WORKS = 50  # what one picture holds and stays readable


_run = threading.local()


def look() -> None:
    """Look whether the facts have changed, once for a run of a page: it asks for them dozens of times."""
    _run.base = None
    with suppress(kb.FactsInvalid):  # then `problems` says so
        _run.base = _read()


def problems() -> tuple[Problem, ...]:
    """What is wrong with the facts; nothing where they are sound."""
    try:
        base()
    except kb.FactsInvalid as invalid:
        return invalid.problems
    return ()


def base() -> kb.KnowledgeBase:
    """All facts of the current version. Raises FactsInvalid."""
    return getattr(_run, "base", None) or _read()


def _read() -> kb.KnowledgeBase:
    """The facts as they are now. The compiled file is let go of at once: a server has many threads."""
    with closing(open_cache(facts_directory())) as cache:
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
    limit: int = MAX_WORKS,
) -> Lineage:
    """The lineage of a work, at most ``limit`` works of it. Raises UnknownId."""
    whole = base()
    return _lineage(whole.version, work, depth, types, years, disputed, limit, whole)


@st.cache_resource(max_entries=128, show_spinner=False)
def _lineage(
    version: str,
    work: str,
    depth: int,
    types: tuple[str, ...],
    years: tuple[int, int] | None,
    disputed: bool,
    limit: int,
    _base: kb.KnowledgeBase,
) -> Lineage:
    return find_lineage(
        _base, work, depth=depth, types=types, years=years, include_disputed=disputed, limit=limit
    )


def paths(start: str, end: str, k: int, disputed: bool) -> Answer:
    """The ways from one work to another. Raises UnknownId, and UsageError for equal ends."""
    whole = base()
    return _paths(whole.version, start, end, k, disputed, whole)


@st.cache_resource(max_entries=256, show_spinner=False)
def _paths(version: str, start: str, end: str, k: int, disputed: bool, _base: kb.KnowledgeBase) -> Answer:
    return find_paths(_base, start, end, k=k, include_disputed=disputed)


def company(works: tuple[str, ...]) -> Company:
    """Two works or more side by side. Raises UnknownId, and UsageError for fewer."""
    whole = base()
    return _company(whole.version, works, whole)


@st.cache_resource(max_entries=128, show_spinner=False)
def _company(version: str, works: tuple[str, ...], _base: kb.KnowledgeBase) -> Company:
    return find_company(_base, works)


def picture(found: Lineage, theme: Theme, language: Language) -> str:
    """The lineage as an SVG for a page, whose own heading stands above it."""
    return _picture(Same(found), theme, language)


@lru_cache(maxsize=128)
def _picture(found: Same[Lineage], theme: Theme, language: Language) -> str:
    from kb.drawing import svg

    return svg(base(), found.it, theme=theme, language=language, heading=False)


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


def people_called(text: str) -> list[Hit]:
    """The people whom a text may mean, best first."""
    return find(base().names, text, kind="person", limit=60)


def people() -> tuple[register.Entry, ...]:
    """Everyone, who wrote most of the works here first."""
    whole = base()
    return _people(whole.version, whole)


@st.cache_resource(max_entries=2, show_spinner=False)
def _people(version: str, _base: kb.KnowledgeBase) -> tuple[register.Entry, ...]:
    return register.register(_base)


def kin(person: str) -> list[dict[str, Any]]:
    """Advisors and theirs, students and theirs, each with the source of the advising (or None)."""
    found = kin_as_data(base(), genealogy(base(), person))
    return [{**relative, "source": _reference(relative["source"])} for relative in found]


def labs(person: str) -> list[dict[str, Any]]:
    """People of the same organisations, each stay with its source (or None)."""
    found = lab_mates_as_data(base(), lab_mates(base(), person))
    return [{**mate, "source": _reference(mate["source"])} for mate in found]


def _reference(id_: str | None) -> dict[str, Any] | None:
    return reference(base(), id_) if id_ else None


def written(work: str, name: str) -> str:
    """A work in an exchange format, such as bibtex, ris or csl."""
    return formats.find(name).write(base(), [work])


def neighbours(work: str) -> tuple[Neighbour, ...]:
    """The works nearest to a work by common citations. Raises UnknownId."""
    whole = base()
    return _neighbours(whole.version, work, whole)


@st.cache_resource(max_entries=512, show_spinner=False)
def _neighbours(version: str, work: str, _base: kb.KnowledgeBase) -> tuple[Neighbour, ...]:
    return find_neighbours(_base, work)


def missing_without(work: str) -> list[dict[str, Any]]:
    """The works that ideas reach only through this one, as references. Raises UnknownId."""
    whole = base()
    return _missing_without(whole.version, work, whole)


@st.cache_resource(max_entries=512, show_spinner=False)
def _missing_without(version: str, work: str, _base: kb.KnowledgeBase) -> list[dict[str, Any]]:
    return dominators.as_data(_base, dominators.missing_without(_base, work))


def study(mine: overlay.Overlay) -> overlay.Study:
    """What somebody's list means, by the facts of today."""
    whole = base()
    return _study(whole.version, mine, whole)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={overlay.Overlay: repr})
def _study(version: str, mine: overlay.Overlay, _base: kb.KnowledgeBase) -> overlay.Study:
    return overlay.study(_base, mine)


def map_picture(spots: tuple[atlas.Spot, ...], language: str) -> tuple[atlas.Sheet, str]:
    """The map of these spots, and its SVG."""
    return _map_picture(repr(spots), language, spots)


@st.cache_resource(max_entries=64, show_spinner=False)
def _map_picture(key: str, language: str, _spots: tuple[atlas.Spot, ...]) -> tuple[atlas.Sheet, str]:
    sheet = atlas.arrange(_spots, language)
    return sheet, atlas.svg(sheet, language)


def stats() -> Stats:
    """How much there is, and how well it was checked."""
    whole = base()
    return _stats(whole.version, whole)


@st.cache_resource(max_entries=2, show_spinner=False)
def _stats(version: str, _base: kb.KnowledgeBase) -> Stats:
    return count(_base)


def press() -> list[dict[str, Any]]:
    """All statements of the press that were checked, in the order of the facts, with things named."""
    whole = base()
    return _press(whole.version, whole)


@st.cache_resource(max_entries=2, show_spinner=False)
def _press(version: str, _base: kb.KnowledgeBase) -> list[dict[str, Any]]:
    return press_as_data(_base, tuple(_base.press.values()))


def line_of(file: str, id_: str) -> int | None:
    """The line (from 1) at which a record starts in its facts file, such as links.yaml; None if not there."""
    return _lines(base().version).get((file, id_))


@st.cache_resource(max_entries=2, show_spinner=False)
def _lines(version: str) -> dict[tuple[str, str], int]:
    return {(item.file, item.record.id): item.line() for item in read_facts(facts_directory()).everything()}
