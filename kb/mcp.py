"""The same answers for agents, over the Model Context Protocol: every answer carries the ids of its evidence.

An answer has ``data`` (what ``kb ... --json`` carries) and ``evidence``: the ids of all evidence in it, as
``<link or award or event>#<number>``. What cannot be answered is no exception but ``error``: its type, a
message, and for an unknown or ambiguous name the nearest candidates. Nothing goes to a network.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from kb import __version__
from kb.base import KnowledgeBase
from kb.cards import card
from kb.errors import CannotRun, KnowledgeBaseError, UsageError

Answer = dict[str, Any]
INSTRUCTIONS = (
    "Facts about the papers behind today's AI: works, people, awards, typed influence links with evidence. "
    "Names may be ids, aliases, titles, arXiv numbers, DOIs, Chinese or misspelt. Cite the evidence ids that "
    "come with an answer. A link's status says whether it is accepted, disputed or refuted; `checked` says "
    "whether a fact was read, reported or recalled. On error, choose one of the candidates; invent nothing."
)


def search(text: str, kind: str | None = None, limit: int = 10) -> Any:
    """Search works, people, awards, stories and events by any name: part of it, misspelt, Chinese, pinyin.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     search("transfomer")[0]["id"]
    'transformer'
    """
    from kb.search import as_data
    from kb.search import search as find

    if not text.strip():
        raise UsageError("what to search for is empty")
    return as_data(find(_base().names, text, kind=kind, limit=limit))


def show(name: str) -> Any:
    """One work, person, award, event, source or story with everything that belongs to it.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     show("1706.03762")["venue"]
    'NIPS 2017'
    """
    base = _base()
    return card(base, base.names.resolve(name))


def path(start: str, end: str, k: int = 3, include_disputed: bool = False) -> Any:
    """How an idea went from an earlier work to a later one: k paths, each hop with type and evidence.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     [work["id"] for work in path("gan", "dcgan")["paths"][0]["works"]]
    ['gan', 'dcgan']
    """
    from kb.paths import as_data, paths

    base = _base()
    ends = (base.names.resolve(start), base.names.resolve(end))
    return as_data(base, paths(base, *ends, k=k, include_disputed=include_disputed))


def lineage(name: str, depth: int = 2, include_disputed: bool = False, limit: int = 50) -> Any:
    """The works around a work along typed links: ancestors, descendants, and what stands beside it.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     lineage("dcgan", depth=1)["centre"]["label"]
    'DCGAN'
    """
    from kb.lineage import as_data
    from kb.lineage import lineage as around

    base = _base()
    found = around(
        base, base.names.resolve(name), depth=depth, include_disputed=include_disputed, limit=limit
    )
    return as_data(base, found)


def claims(name: str) -> Any:
    """What a work claims: value, spread, the cell of the paper where it stands, and how that was checked.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     claims("transformer")[0]["value"]
    28.4
    """
    from kb.statements import claims as claims_of
    from kb.statements import claims_as_data

    base = _base()
    return claims_as_data(base, claims_of(base, [_work(base, name)]))


def compare(a: str, b: str) -> Any:
    """Two works side by side: shared ancestors and descendants, paths, links, authors, claims.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     compare("cgan", "dcgan")["shared_ancestors"][0]["id"]
    'gan'
    """
    from kb.comparison import as_data
    from kb.comparison import compare as compared

    base = _base()
    return as_data(base, compared(base, _work(base, a), _work(base, b)))


def export(names: list[str], format: str = "bibtex") -> Any:
    """Works as BibTeX, RIS, CSL-JSON and more, as one text; an unknown format names those there are.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     export(["GAN", "1706.03762"], format="ids").split()
    ['gan', 'transformer']
    """
    from kb import formats

    base = _base()
    return formats.find(format).write(base, [_work(base, name) for name in names])


TOOLS: tuple[Callable[..., Any], ...] = (search, show, path, lineage, claims, compare, export)


def answer(tool: Callable[..., Any], **arguments: Any) -> Answer:
    """What a tool answers, as an agent receives it: data and evidence, or an error with candidates.

    >>> from unittest.mock import patch
    >>> with patch("kb.mcp._base", return_value=base):
    ...     answer(show, name="transfomerr")["error"]["candidates"][0]["id"]
    'transformer'
    """
    try:
        data = tool(**arguments)
    except KnowledgeBaseError as error:
        return {"error": {"type": type(error).__name__, "message": str(error), **error.details}}
    return {"data": data, "evidence": list(dict.fromkeys(_evidence_ids(data)))}


def server() -> Any:
    """The server with every tool. Raises CannotRun where the mcp library is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as error:
        raise CannotRun("serving agents needs the library mcp: pip install 'timetested[mcp]'") from error
    found = MCPServer("timetested", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in TOOLS:
        found.tool(name=tool.__name__, description=_about(tool), structured_output=False)(_served(tool))
    return found


def _about(tool: Callable[..., Any]) -> str:
    """What a tool says of itself, without its example."""
    return (tool.__doc__ or "").partition(">>>")[0].strip()


def _served(tool: Callable[..., Any]) -> Callable[..., Answer]:
    @functools.wraps(tool)  # the server reads names and types of the arguments off the signature
    def run(**arguments: Any) -> Answer:
        return answer(tool, **arguments)

    return run


def _base() -> KnowledgeBase:
    """One base a version of the facts, so that an edit is noticed at the next question."""
    from kb.cache import facts_directory, open_cache

    cache = open_cache(facts_directory())
    if cache.version not in _HELD:
        _HELD.clear()
        _HELD[cache.version] = cache.base()
    return _HELD[cache.version]


_HELD: dict[str, KnowledgeBase] = {}


def _work(base: KnowledgeBase, name: str) -> str:
    id_ = base.names.resolve(name)
    if id_ not in base.papers:
        raise UsageError(f"{id_} is no work but a {base.names.subjects[id_].kind}")
    return id_


def _evidence_ids(data: Any) -> Iterator[str]:
    """The id of every item of evidence somewhere in an answer."""
    if isinstance(data, dict):
        if "supports" in data and "id" in data:
            yield str(data["id"])
        for value in data.values():
            yield from _evidence_ids(value)
    elif isinstance(data, list):
        for item in data:
            yield from _evidence_ids(item)
