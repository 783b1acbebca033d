"""One contract, three doors: Python, the command line and MCP give the same answer with the same evidence."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kb import mcp as agents
from kb.base import KnowledgeBase

pytest.importorskip("mcp", reason="the extra mcp is not installed")

#: tool, arguments for an agent, the same on the command line
QUESTIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("show", {"name": "brass-lamp"}, ["show", "brass-lamp"]),
    ("show", {"name": "Bo Flint"}, ["show", "bo-flint"]),
    ("show", {"name": "golden-wick-2013"}, ["show", "golden-wick-2013"]),
    ("path", {"start": "oil-lamp", "end": "electric-lamp", "k": 1}, ["path", "oil-lamp", "electric-lamp"]),
    ("path", {"start": "fog-images", "end": "oil-lamp", "k": 1}, ["path", "fog-images", "oil-lamp"]),
    ("lineage", {"name": "brass-lamp"}, ["lineage", "brass-lamp"]),
    ("claims", {"name": "brass-lamp"}, ["claims", "brass-lamp"]),
    ("compare", {"a": "brass-lamp", "b": "gas-lamp"}, ["compare", "brass-lamp", "gas-lamp"]),
]  # fmt: skip


def apart(run: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine gives, in a thread of its own: the browser's driver keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


def ask(tool: str, arguments: dict[str, Any]) -> Any:
    """What an agent receives through a real client and server, in one process."""
    from mcp import Client

    async def run() -> Any:
        async with Client(agents.server()) as client:
            return await client.call_tool(tool, arguments)

    result = apart(run)
    assert not result.is_error, result
    return json.loads(result.content[0].text)


@pytest.fixture(autouse=True)
def _miniature(small: Callable[..., Any]) -> None:
    """All three doors read the invented facts."""


@pytest.mark.parametrize(("tool", "arguments", "words"), QUESTIONS)
def test_three_doors_give_the_same_answer(
    tool: str, arguments: dict[str, Any], words: list[str], small: Callable[..., Any]
) -> None:
    through_mcp = ask(tool, arguments)
    in_python = agents.answer(getattr(agents, tool), **arguments)
    on_the_line = small(*words, "--json").json["data"]

    assert through_mcp == json.loads(json.dumps(in_python))
    told = on_the_line[0] if tool == "show" and isinstance(on_the_line, list) else on_the_line
    assert through_mcp["data"] == told


def test_a_search_finds_the_same_things_in_the_same_order(small: Callable[..., Any]) -> None:
    told = small("search", "lamp", "--json", "--limit", "5").json["data"]

    assert [hit["id"] for hit in ask("search", {"text": "lamp", "limit": 5})["data"]] == [
        h["id"] for h in told
    ]


def test_an_export_is_the_same_text(small: Callable[..., Any]) -> None:
    text = small("export", "brass-lamp", "--format", "bibtex").out

    assert ask("export", {"names": ["brass-lamp"]})["data"] == text


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("show", {"name": "brss-lamp"}), ("path", {"start": "brss-lamp", "end": "oil-lamp"}),
     ("lineage", {"name": "brss-lamp"}), ("claims", {"name": "brss-lamp"}),
     ("compare", {"a": "oil-lamp", "b": "brss-lamp"}), ("export", {"names": ["brss-lamp"]})],
)  # fmt: skip
def test_an_unknown_name_is_a_typed_error_with_the_three_nearest(
    tool: str, arguments: dict[str, Any]
) -> None:
    error = ask(tool, arguments)["error"]

    assert error["type"] == "UnknownId"
    assert error["candidates"][0]["id"] == "brass-lamp"
    assert len(error["candidates"]) == 3


def test_what_does_not_fit_is_an_error_too() -> None:
    assert ask("claims", {"name": "bo-flint"})["error"]["type"] == "UsageError"
    assert (
        "did you mean bibtex" in ask("export", {"names": ["oil-lamp"], "format": "bibtx"})["error"]["message"]
    )
    assert ask("search", {"text": " "})["error"]["type"] == "UsageError"


def test_every_evidence_id_of_an_answer_resolves(miniature: KnowledgeBase) -> None:
    ids = ask("lineage", {"name": "brass-lamp"})["evidence"]

    assert ids
    for id_ in ids:
        owner, number = id_.rsplit("#", 1)
        assert miniature.links[owner].evidence[int(number)]


def test_the_server_answers_over_stdin_and_stdout(tmp_path) -> None:
    from mcp import Client, StdioServerParameters

    async def run() -> Any:
        command = StdioServerParameters(
            command=sys.executable, args=["-c", "from kb.cli import main; main()", "mcp"],
            env={"KB_HOME": str(tmp_path), "PATH": ""},
        )  # fmt: skip
        async with Client(command) as client:
            tools = await client.list_tools()
            return sorted(t.name for t in tools.tools), await client.call_tool("show", {"name": "GAN"})

    names, shown = apart(run)
    assert names == sorted(tool.__name__ for tool in agents.TOOLS)
    assert json.loads(shown.content[0].text)["data"]["id"] == "gan"
