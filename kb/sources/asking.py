"""What each service says about a work: from its stored answer, or asked now. A failure stops nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any, Literal

from kb.errors import SourceError, UsageError
from kb.paper import Paper
from kb.sources import arxiv, crossref, openalex, s2, snapshots
from kb.sources.found import Found, Misshapen
from kb.sources.http import Line, Unknown
from kb.sources.snapshots import Snapshot

Status = Literal["found", "unknown", "not asked", "no identifier", "failed"]


@dataclass(frozen=True)
class Service:
    """A service: what a work is asked under, how to ask, and how to read what came."""

    name: str
    label: str
    keys: Callable[[Paper], list[str]]
    ask: Callable[[Line, str], Any]
    read: Callable[[Any], Found]


SERVICES = {
    "openalex": Service("openalex", "OpenAlex", openalex.keys, openalex.ask, openalex.read),
    "s2": Service("s2", "Semantic Scholar", s2.keys, s2.ask, s2.read),
    "crossref": Service("crossref", "Crossref", crossref.keys, crossref.ask, crossref.read),
    "arxiv": Service("arxiv", "arXiv", arxiv.keys, arxiv.ask, arxiv.read),
}


@dataclass(frozen=True)
class Answer:
    """What one service says about one work; ``found`` is set where the status is found.

    ``problem`` says in a line why there is nothing, and ``retrieved`` when the service said so.
    """

    work: str
    service: str
    status: Status
    found: Found | None = None
    problem: str = ""
    retrieved: str = ""


def chosen(names: Iterable[str]) -> tuple[Service, ...]:
    """The services of these names, each once. Raises UsageError with the names there are.

    >>> [service.label for service in chosen(["arxiv", "S2"])]
    ['arXiv', 'Semantic Scholar']
    """
    wanted = list(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    for name in wanted:
        if name not in SERVICES:
            raise UsageError(f"no service is called {name!r}; there is {', '.join(SERVICES)}")
    if not wanted:
        raise UsageError(f"name a service: {', '.join(SERVICES)}")
    return tuple(SERVICES[name] for name in wanted)


def stored(paper: Paper, services: Iterable[Service]) -> list[Answer]:
    """What is stored about a work; nothing is asked.

    >>> lstm = base.papers["lstm"]  # we know no arXiv number of it
    >>> [answer.status for answer in stored(lstm, chosen(["arxiv"]))]
    ['no identifier']
    """
    return [_stored(paper, service) or _nothing(paper, service) for service in services]


class Asking:
    """Questions to services over one line each, which keeps their pace over many works."""

    def __init__(self, services: Sequence[Service], refresh: bool = False) -> None:
        self.services, self.refresh = services, refresh
        self._lines = {service.name: Line(service.name) for service in services}

    def about(self, paper: Paper) -> Iterator[Answer]:
        """What each service says about a work: what is stored is not asked again, unless to refresh it.

        Raises CannotRun where the libraries are not installed.
        """
        for service in self.services:
            known = None if self.refresh else _stored(paper, service)
            kept = known is not None and known.status in ("found", "unknown")
            yield known if known and kept else self._asked(paper, service)

    def _asked(self, paper: Paper, service: Service) -> Answer:
        keys = service.keys(paper)
        if not keys:
            return _nothing(paper, service)
        try:
            kept, found = _ask(self._lines[service.name], paper, service, keys)
            snapshots.save(kept)
        except SourceError as error:
            return Answer(paper.id, service.name, "failed", problem=str(error))
        return _answer(kept, found)


def _ask(line: Line, paper: Paper, service: Service, keys: list[str]) -> tuple[Snapshot, Found | None]:
    """The first answer under any of the keys, read before it is stored: a broken one is not kept."""
    payload = found = None
    for key in keys:
        line.asked.clear()
        try:
            payload = service.ask(line, key)
            found = service.read(payload)
            if not found.id:
                raise Misshapen("the answer is not of the documented shape (it names no work)")
        except Unknown:
            continue
        except JSONDecodeError as error:
            raise SourceError("the answer is cut off, or no JSON") from error
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise Misshapen(f"the answer is not of the documented shape ({error})") from error
        break
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Snapshot(service.name, paper.id, line.asked[0], now, payload), found


def _stored(paper: Paper, service: Service) -> Answer | None:
    try:
        kept = snapshots.load(service.name, paper.id)
        if kept is None:
            return None
        return _answer(kept, None if kept.payload is None else service.read(kept.payload))
    except SourceError as error:
        return Answer(paper.id, service.name, "failed", problem=str(error))
    except (TypeError, ValueError, LookupError, AttributeError):
        problem = f"{snapshots.place(service.name, paper.id)} holds no answer of {service.label}"
        return Answer(paper.id, service.name, "failed", problem=problem)


def _answer(kept: Snapshot, found: Found | None) -> Answer:
    when = kept.retrieved
    if found is None:
        return Answer(kept.work, kept.service, "unknown", problem="no such work there", retrieved=when)
    return Answer(kept.work, kept.service, "found", replace(found, retrieved=when), retrieved=when)


def _nothing(paper: Paper, service: Service) -> Answer:
    """Why there is no answer where none is stored."""
    if service.keys(paper):
        return Answer(paper.id, service.name, "not asked", problem="not asked yet")
    problem = f"not asked: no identifier of it that {service.label} looks works up by"
    return Answer(paper.id, service.name, "no identifier", problem=problem)
