"""A personal overlay: somebody's own list of references, beside the facts and never inside them.

It lies in ``$KB_HOME/overlays``, one file a list, and holds what was read; what it means is worked out anew
against the facts of the day, so that a work added tomorrow is found tomorrow.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import networkx as nx

from kb import formats, recognition
from kb.base import KnowledgeBase
from kb.beside import beside
from kb.cache import home
from kb.decoding import decoded
from kb.errors import Candidate, FactsInvalid, Problem, SourceError, UnknownId, UsageError
from kb.graph import influence
from kb.matching import Match, match
from kb.reference import Reference, References
from kb.spelling import fold, nearest

SCHEMA_VERSION = "1"


@dataclass(frozen=True)
class Overlay:
    """One list as it was read: its name, the file it came from, the day, its entries, what is wrong in it."""

    name: str
    source: str
    imported: str
    entries: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Ground:
    """A work that some of mine stand on, by these links (of a direct one), and whether it is mine itself."""

    work: str
    mine: tuple[str, ...]
    links: tuple[str, ...]
    have: bool


@dataclass(frozen=True)
class Study:
    """What an overlay means: each entry's work, what these build on, and which shared ancestors it lacks."""

    matches: tuple[Match, ...]
    builds_on: tuple[Ground, ...]
    missing: tuple[Ground, ...]

    @property
    def mine(self) -> tuple[str, ...]:
        """The works of the list, each once."""
        return tuple(dict.fromkeys(match.work for match in self.matches if match.work))

    @property
    def entries_of(self) -> dict[str, tuple[Reference, ...]]:
        """The entries of every work; a work of several stands more than once in the list."""
        found: dict[str, list[Reference]] = {}
        for entry in self.matches:
            if entry.work:
                found.setdefault(entry.work, []).append(entry.reference)
        return {work: tuple(entries) for work, entries in found.items()}


# -- reading and asking -------------------------------------------------------------------------------------


def read(data: bytes, source: str, format: str | None = None) -> References:
    """The references of a file, in this format or the one that its name or content shows.

    Every problem bears the file's name. Raises UsageError for what is no list of references, CannotRun where
    its reader is not installed, and FactsInvalid where there are problems and not one entry.

    >>> read(b"@misc{gan, title = {Generative Adversarial Nets}}", "refs.bib").entries[0].title
    'Generative Adversarial Nets'
    """
    if what := recognition.of_bytes(data):
        raise UsageError(f"{source} is {what}")
    try:
        text, problems = decoded(data)
    except UsageError as error:
        raise UsageError(f"{source} {error}; give a list of references as text") from error
    try:
        found = formats.reader(format or recognition.reader_of(text, source)).read(text)
    except FactsInvalid as error:
        raise FactsInvalid([replace(p, file=source) for p in error.problems], f"{source} is") from error
    told = {problem.line for problem in found.problems}
    problems += [
        Problem("", entry.line, entry.key, "", "neither a title nor an identifier")
        for entry in found.entries
        if not entry.title and not entry.ids and entry.line not in told
    ]
    named = tuple(replace(problem, file=source) for problem in (*problems, *found.problems))
    if named and not found.entries:
        raise FactsInvalid(named, f"{source} is")
    return References(found.entries, named)


def study(
    base: KnowledgeBase,
    overlay: Overlay,
    through: Callable[[Sequence[Reference]], Iterable[Reference]] = iter,
) -> Study:
    r"""What an overlay means, by the facts of this base; the entries are taken ``through`` what watches them.

    >>> mine = Overlay("mine", "ids.txt", "2026-01-01", read(b"DCGAN\nWasserstein GAN", "ids.txt").entries)
    >>> study(base, mine).mine
    ('dcgan', 'wgan')
    """
    matches = match(base, through(overlay.entries))
    mine = list(dict.fromkeys(found.work for found in matches if found.work))
    return Study(matches, builds_on(base, mine), missing(base, mine))


def builds_on(base: KnowledgeBase, mine: Sequence[str]) -> tuple[Ground, ...]:
    """The works from which some of mine took something directly, those of most of mine first.

    >>> ground = builds_on(base, ["dcgan", "wgan", "cgan"])[0]
    >>> ground.work, ground.mine
    ('gan', ('dcgan', 'wgan', 'cgan'))
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for link in base.links.values():
        if link.passes_on and link.subject in mine:
            found.setdefault(link.object, []).append((link.subject, link.id))
    grounds = (
        Ground(work, _in_order(mine, {m for m, _ in by}), tuple(sorted(link for _, link in by)), work in mine)
        for work, by in found.items()
    )
    return _ranked(base, grounds)


def missing(base: KnowledgeBase, mine: Sequence[str]) -> tuple[Ground, ...]:
    """The works that are not mine and from which two of mine or more descend, those of most of mine first.

    Of as many the latest stands first, which is nearest to them: RNNsearch before what it descends from.

    >>> "gan" in [ground.work for ground in missing(base, ["dcgan", "wgan"])]
    True
    """
    graph = influence(base)
    descend: dict[str, set[str]] = {}
    for work in mine:
        for ancestor in nx.ancestors(graph, work):
            descend.setdefault(ancestor, set()).add(work)
    lacking = {work: by for work, by in descend.items() if len(by) > 1 and work not in mine}
    shared = (Ground(work, _in_order(mine, by), (), False) for work, by in lacking.items())
    return _ranked(base, shared, latest=True)


def _in_order(mine: Sequence[str], chosen: Collection[str]) -> tuple[str, ...]:
    return tuple(work for work in mine if work in chosen)


def _ranked(base: KnowledgeBase, grounds: Iterable[Ground], *, latest: bool = False) -> tuple[Ground, ...]:
    """Those of most of mine first; of as many the earliest, or the ``latest``."""
    by_date = sorted(grounds, key=lambda ground: (base.papers[ground.work].date, ground.work), reverse=latest)
    return tuple(sorted(by_date, key=lambda ground: -len(ground.mine)))


# -- keeping ------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where overlays lie.

    >>> folder().name
    'overlays'
    """
    return home() / "overlays"


def names() -> list[str]:
    """The overlays that were kept, by name.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     save(Overlay("thesis", "refs.bib", "2026-01-01", ())).name, names()
    ('thesis.json', ['thesis'])
    """
    return sorted(file.stem for file in folder().glob("*.json"))


def name_of(source: str) -> str:
    """The name of an overlay after its file.

    >>> name_of("/home/ada/My refs (2).bib"), name_of("论文.bib")
    ('my-refs-2', '论文')
    """
    return fold(re.sub(r"\.\w+$", "", Path(source).name)).replace(" ", "-") or "list"


def free_name(source: str) -> str:
    """The name of an overlay after its file, or after its folder too where a list from elsewhere has that.

    Raises UsageError where both are taken.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     saved = save(Overlay("my", "/thesis/my.bib", "2026-01-01", ()))
    ...     free_name("/thesis/my.bib"), free_name("/talk/my.bib")
    ('my', 'talk-my')
    """
    after_file = name_of(source)
    folder_name = fold(Path(source).parent.name).replace(" ", "-")
    for name in dict.fromkeys((after_file, f"{folder_name}-{after_file}".strip("-"))):
        if name not in names() or load(name).source == source:
            return checked_name(name)
    other = load(after_file).source
    raise UsageError(f"{after_file} is the list from {other}; add --name, or kb import --forget {after_file}")


def checked_name(name: str) -> str:
    """The name itself. Raises UsageError where it cannot be the name of a file on every system.

    >>> checked_name("my-refs"), checked_name("论文")
    ('my-refs', '论文')
    """
    if not re.fullmatch(r"\w[\w-]{0,79}", name):
        raise UsageError(f"an overlay cannot be called {name!r}; letters, digits, - and _ only, 80 at most")
    return name


def save(overlay: Overlay) -> Path:
    """Keep an overlay in place of the one of its name, and say where. Raises SourceError where that fails.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     save(Overlay("thesis", "refs.bib", "2026-01-01", ())).name
    'thesis.json'
    """
    file = folder() / f"{checked_name(overlay.name)}.json"
    kept = {
        **vars(overlay),
        "entries": list(map(vars, overlay.entries)),
        "problems": list(map(vars, overlay.problems)),
    }
    text = json.dumps({"schema_version": SCHEMA_VERSION, **kept}, ensure_ascii=False, indent=1)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside(file) as part:
            part.write_text(text + "\n", encoding="utf-8")
            part.replace(file)
    except OSError as error:
        raise SourceError(
            f"cannot write {file}: {error.strerror or error}; nothing was left there"
        ) from error
    return file


def load(name: str) -> Overlay:
    """The overlay of this name. Raises UnknownId with the nearest names, FactsInvalid for a broken file.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     save(Overlay("thesis", "refs.bib", "2026-01-01", ())).name, load("thesis").source
    ('thesis.json', 'refs.bib')
    """
    file = _file(name)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        entries = tuple(_entry(entry) for entry in data["entries"])
        problems = tuple(Problem(**problem) for problem in data["problems"])
        return Overlay(data["name"], data["source"], data["imported"], entries, problems)
    except (ValueError, TypeError, KeyError) as error:
        tip = f"import it again, or kb import --forget {name}"
        problem = Problem(str(file), 1, "", "", "not an overlay as kb writes it", tip)
        raise FactsInvalid([problem], f"overlay {name} is") from error


def _entry(kept: dict[str, Any]) -> Reference:
    """An entry as JSON keeps it: its tuples are lists there."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    return Reference(**fields)


def forget(name: str) -> None:
    """Remove an overlay; the file that it was read from stays. Raises UnknownId with the nearest names.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     save(Overlay("thesis", "refs.bib", "2026-01-01", ())).name, forget("thesis"), names()
    ('thesis.json', None, [])
    """
    _file(name).unlink()


def _file(name: str) -> Path:
    kept = names()
    if name not in kept:
        near = nearest(name, kept) or kept[:3]
        raise UnknownId(name, [Candidate(n, "overlay", f"{n}.json") for n in near], "overlay")
    return folder() / f"{name}.json"
