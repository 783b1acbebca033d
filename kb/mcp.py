"""The same answers for agents, over the Model Context Protocol: every answer carries the ids of its evidence.

An answer has ``data`` (what ``kb ... --json`` carries, made short) and ``evidence``: the ids of all evidence
in it, as ``<link or award or event>#<number>``. What cannot be answered is an answer marked as an error: one
line, with the nearest names. Nothing goes to a network.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import Annotated, Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from kb import __version__
from kb.base import KnowledgeBase
from kb.errors import CannotRun, KnowledgeBaseError, UsageError
from kb.mcp_answer import MOST, Answer, Detail, Lang, encoded, short
from kb.mcp_tools import TOOLS
from kb.spelling import nearest

INSTRUCTIONS = (
    "Facts about the papers behind today's AI: works, people, awards, typed influence links with evidence. "
    "Names may be ids, aliases, titles, arXiv numbers, DOIs, Chinese or misspelt. Answers are brief: things "
    "are named by ids, which show explains; left_out counts what did not fit, and fields, offset or "
    "detail=full ask for more. Cite the evidence ids that come with an answer. A link's status says whether "
    "it is accepted, disputed or refuted; `checked` says whether a fact was read, reported or recalled. On "
    "error, choose one of the candidates; invent nothing."
)
OUTPUT = {
    "type": "object",
    "properties": {
        "data": {"description": "The answer."},
        "evidence": {"type": "array", "items": {"type": "string"}, "description": "Ids to cite."},
        "left_out": {"type": "object", "additionalProperties": {"type": "integer"}},
        "more": {"type": "string"},
        "hint": {"type": "string"},
    },
    "required": ["data", "evidence"],
}
LONGEST = 1_000_000  # letters of one line of the protocol


class Common(BaseModel):
    """What every tool takes. Unknown arguments are refused; a number may stand for a text."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    lang: Annotated[Lang, Field(description="Language of texts and labels.")] = "en"
    detail: Annotated[Detail, Field(description="full: evidence in full, up to 60 kB; brief: 6 kB.")] = (
        "brief"
    )
    fields: Annotated[
        list[str], Field(max_length=30, description="Only these fields of the answer or of its rows.")
    ] = []
    offset: Annotated[int, Field(ge=0, le=100_000, description="Leave out the first rows of lists.")] = 0


@cache
def arguments(tool: Callable[..., Any]) -> type[BaseModel]:
    """The model of a tool's arguments.

    >>> from kb.mcp_tools import show
    >>> arguments(show).model_json_schema()["required"]
    ['name']
    """
    hints = get_type_hints(tool, include_extras=True)
    told: dict[str, Any] = {
        name: (hints[name], ... if parameter.default is inspect.Parameter.empty else parameter.default)
        for name, parameter in inspect.signature(tool).parameters.items()
        if name != "base"
    }
    return create_model(tool.__name__, __base__=Common, **told)


def answer(tool: Callable[..., Any], given: dict[str, Any]) -> Answer:
    """What a tool answers to arguments as they come. Raises KnowledgeBaseError.

    >>> from unittest.mock import patch
    >>> from kb.mcp_tools import search
    >>> with patch("kb.mcp._base", return_value=base):
    ...     answer(search, {"text": "transfomer"})["data"][0]["id"]
    'transformer'
    """
    try:
        model = arguments(tool).model_validate(given)
    except ValidationError as error:
        raise UsageError(_refusal(tool, error)) from None
    asked = {name: getattr(model, name) for name in type(model).model_fields}
    common = {name: asked.pop(name) for name in Common.model_fields}
    data = tool(_base(), **asked)
    found = short(data, **common, limit=asked.get("limit"))
    if data == [] and tool.__name__ == "search":
        found["hint"] = (
            "no name is like this; give one name or a part of it, not a sentence, or drop a filter"
        )
    return found


def _refusal(tool: Callable[..., Any], error: ValidationError) -> str:
    """One line: which argument, what is wrong, what is expected."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    known = list(arguments(tool).model_fields)
    if first["type"] == "extra_forbidden":
        near = nearest(where, known, 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
        return f"{tool.__name__} has no argument {where!r}; {tip}"
    got = "" if first["type"] == "missing" else f" (got {str(first['input'])[:60]!r})"
    return f"{where}: {first['msg']}{got}"


def listed(tool: Callable[..., Any]) -> dict[str, Any]:
    """A tool as the protocol lists it.

    >>> from kb.mcp_tools import show
    >>> listed(show)["inputSchema"]["additionalProperties"]
    False
    """
    return {
        "name": tool.__name__,
        "description": " ".join((tool.__doc__ or "").partition(">>>")[0].split()),
        "inputSchema": arguments(tool).model_json_schema(),
        "outputSchema": OUTPUT,
        "annotations": {
            "readOnlyHint": True,
            "destructiveHint": False,
            "idempotentHint": True,
            "openWorldHint": False,
        },
    }


def server() -> Any:
    """The server with every tool. Raises CannotRun where the mcp library is not installed."""
    try:
        import anyio
        import mcp_types as types
        from mcp.server.lowlevel import Server
    except ImportError as error:
        raise CannotRun("serving agents needs the library mcp: pip install 'timetested[mcp]'") from error
    tools = {tool.__name__: tool for tool in TOOLS}

    async def list_tools(_: Any, __: Any) -> Any:
        return types.ListToolsResult.model_validate({"tools": [listed(tool) for tool in TOOLS]})

    async def call_tool(_: Any, call: Any) -> Any:
        # In a thread that nobody waits for once the client is gone: the server ends with its input.
        return await anyio.to_thread.run_sync(_result, types, tools, call, abandon_on_cancel=True)

    return Server(
        "timetested",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _result(types: Any, tools: dict[str, Callable[..., Any]], call: Any) -> Any:
    try:
        if call.name not in tools:
            near = nearest(call.name, tools, 1)
            raise UsageError(
                f"no tool is called {call.name[:60]!r}; {near[0] if near else ', '.join(tools)}?"
            )
        found = answer(tools[call.name], call.arguments or {})
    except KnowledgeBaseError as error:
        line = " ".join(str(error).split())
        line = line if len(line) <= 1000 else line[:1000] + "…"
        return types.CallToolResult(content=[types.TextContent(type="text", text=line)], is_error=True)
    text = types.TextContent(type="text", text=encoded(found).decode())
    return types.CallToolResult(content=[text], structured_content=found, is_error=False)


def serve() -> None:
    """Answer on stdin and stdout until the input ends, and end at once then, even with a question running."""
    import anyio

    anyio.run(_serve, server())
    sys.stdout.flush()
    os._exit(0)  # a thread that still computes an answer for nobody must not hold the process


async def _serve(serving: Any) -> None:
    import anyio
    from mcp.server.stdio import stdio_server

    out = anyio.wrap_file(open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    async with stdio_server(stdin=_Lines(out), stdout=out) as streams:  # type: ignore[arg-type]
        await serving.run(*streams, serving.create_initialization_options())


class _Lines:
    """The lines of stdin that hold a message; a line that holds none is answered with its error at once."""

    def __init__(self, out: Any) -> None:
        self.out = out

    async def __aiter__(self) -> AsyncIterator[str]:
        import anyio

        while line := await anyio.to_thread.run_sync(sys.stdin.buffer.readline, abandon_on_cancel=True):
            text = line.decode("utf-8", errors="replace")
            if not text.strip():
                continue
            if (error := unreadable(line)) is None:
                yield text
            else:
                await self.out.write(error + "\n")
                await self.out.flush()


def unreadable(line: bytes) -> str | None:
    """The error with which a line is answered that holds no message of the protocol; None for one that does.

    >>> unreadable(b"{broken")
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"not JSON"}}'
    """
    import json

    import mcp_types as types

    code, why, id_ = -32700, "not JSON", None
    try:
        if len(line) > LONGEST:
            why = f"a line is longer than {LONGEST} bytes"
            raise ValueError(why)
        read = json.loads(line)
        code, why = -32600, "not a message of JSON-RPC 2.0"
        id_ = read.get("id") if isinstance(read, dict) else None
        types.jsonrpc_message_adapter.validate_json(line, by_name=False)
        return None
    except (ValueError, RecursionError):
        known = id_ if isinstance(id_, (int, str)) else None
        told = {"jsonrpc": "2.0", "id": known, "error": {"code": code, "message": why}}
        return encoded(told).decode()


def _base() -> KnowledgeBase:
    """One base a version of the facts, so that an edit is noticed at the next question."""
    from kb.cache import facts_directory, open_cache

    held = open_cache(facts_directory())
    if held.version not in _HELD:
        _HELD.clear()
        _HELD[held.version] = held.base()
    return _HELD[held.version]


_HELD: dict[str, KnowledgeBase] = {}
__all__ = ["MOST", "TOOLS", "answer", "arguments", "listed", "serve", "server", "unreadable"]
