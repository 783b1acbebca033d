"""The experiments, for pages: what can be run, what recorded runs say, what runs and can be asked here."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from explorer import entries
from explorer.store.facts import base
from kb import KnowledgeBase
from reproductions import catalog, comparing, demonstrating, launch, ledger, sentences

Refused = launch.RunRefused


def reproductions() -> dict[str, catalog.Reproduction]:
    """What can be run, by the id of its work."""
    return catalog.catalog()


def words(paper: str, language: str) -> dict[str, str]:
    """What a reproduction says of itself in a language other than its own; empty for English."""
    return catalog.words(paper, language) if paper in catalog.catalog() else {}


def told(paper: str, language: str, text: str, claim: str = "") -> str:
    """A sentence of a verdict (on a claim) in the visitor's language, where the reproduction has it."""
    return sentences.told(paper, language, text, claim) if paper in catalog.catalog() else text


def because(standing: ledger.Standing, language: str) -> str:
    """Why a claim stands as it does, in the visitor's language where the reproduction has it."""
    return told(standing.paper, language, standing.because, standing.claim)


def demonstrations() -> dict[str, demonstrating.Demonstration]:
    """What trained networks can be asked, by the id of their work."""
    return demonstrating.demonstrations()


def trained(paper: str) -> list[launch.Run]:
    """Finished runs of a paper here whose network can still be asked, newest first."""
    return demonstrating.ready(paper)


def answer(run: launch.Run, asked: Mapping[str, Any]) -> demonstrating.Answer:
    """What the network of a run answers. Raises ReproductionError with a line for the visitor."""
    return _answer(run.id, str(run.record.get("ended")), tuple(sorted(asked.items())))


#: An answer is a process with torch in it. On a server many may ask at once: they wait for each other.
_asking = threading.Semaphore(2)


@st.cache_resource(max_entries=64, show_spinner=False)
def _answer(run_id: str, _ended: str, asked: tuple[tuple[str, Any], ...]) -> demonstrating.Answer:
    with _asking:
        return demonstrating.ask(run_id, dict(asked))


def standings(paper: str) -> dict[str, ledger.Standing]:
    """How each claim of a work stands after all recorded runs, by its id; empty where nothing can be run."""
    known = catalog.catalog()
    if paper not in known:
        return {}
    found = {standing.claim: standing for standing in ledger.standings(known[paper])}
    for claim in base().claims.values():
        if claim.paper == paper and claim.id not in found:
            found[claim.id] = ledger.Standing(
                paper, claim.id, ledger.NOT_TESTABLE, "its reproduction has no test of it"
            )
    return found


def standings_of(paper: str, preset: str) -> list[ledger.Standing]:
    """The claims that recorded runs of this size judged, and what the newest of them said."""
    return ledger.standings(catalog.catalog()[paper], preset)


def claims() -> list[entries.Entry]:
    """Every claim of the facts and how it stands, in the order of the ledger."""
    return entries.entries(base(), {paper: standings(paper) for paper in catalog.catalog()})


#: The verdicts of a claim that a run has put to the test.
JUDGED = ("reproduced", "direction only", "not reproduced")


def tested() -> tuple[int, int]:
    """How many claims recorded runs have come to a verdict on, of how many there are."""
    whole = base()
    return _tested(whole.version, whole)


@st.cache_resource(max_entries=2, show_spinner=False)
def _tested(version: str, _base: KnowledgeBase) -> tuple[int, int]:
    found = claims()
    return sum(entry.standing.verdict in JUDGED for entry in found), len(found)


def records(paper: str) -> list[dict[str, Any]]:
    """The recorded runs of a work, newest first; none where it cannot be run."""
    return catalog.results(paper) if paper in catalog.catalog() else []


def recorded_pictures(paper: str) -> list[ledger.Picture]:
    """The pictures of the recorded runs of a work, those of the longest and newest run first."""
    known = catalog.catalog()
    return ledger.pictures(known[paper]) if paper in known else []


def runs(paper: str | None = None) -> list[launch.Run]:
    """Runs on this machine (of one work), newest first; read anew each time, as they live on disk."""
    return launch.runs(paper)


def compared(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    """Two runs (of ``record``) side by side. Raises Refused for runs of two papers."""
    return comparing.compare(a, b)


_LONGEST_NAME = 255  # bytes of a folder's name


def runs_home() -> Path:
    """The folder in which runs are kept."""
    return launch.runs_home()


def record(run: str) -> dict[str, Any] | None:
    """A run of this machine or a recorded one, as a record that can be compared; None where there is none.

    Raises Refused for a run that cannot be read.
    """
    return comparing.find(run) if _is_name(run) else None


def _is_name(run: str) -> bool:
    """Whether a run can be called so: never a path, and nothing that no disk holds."""
    return not set(run) & {"/", "\\", "\0"} and len(run.encode("utf-8", "replace")) <= _LONGEST_NAME


def run(id_: str) -> launch.Run | None:
    """The run of this id as it stands now, or None."""
    if not _is_name(id_):
        return None
    try:
        return launch.load(id_)
    except launch.UnknownRun:
        return None
