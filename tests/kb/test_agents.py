"""One contract, three doors: Python, the command line and MCP give the same answer with the same evidence.

And what agents need beyond it: short answers, bounds on every argument, errors that say what to do.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kb import mcp as agents
from kb.base import KnowledgeBase
from kb.errors import KnowledgeBaseError, UsageError
from kb.mcp_answer import MOST, encoded

pytest.importorskip("mcp", reason="the extra mcp is not installed")

TOOLS = {tool.__name__: tool for tool in agents.TOOLS}
WHOLE = {"detail": "full", "lang": "both"}
#: tool, arguments for an agent, the same on the command line
QUESTIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("show", {"name": "brass-lamp"}, ["show", "brass-lamp"]),
    ("show", {"name": "Bo Flint"}, ["show", "bo-flint"]),
    ("show", {"name": "golden-wick-2013"}, ["show", "golden-wick-2013"]),
    ("show", {"name": "brass-1"}, ["show", "brass-1"]),
    ("show", {"name": "brass-lamp-builds-on-oil-lamp"}, ["show", "brass-lamp-builds-on-oil-lamp"]),
    ("path", {"start": "oil-lamp", "end": "electric-lamp", "k": 1}, ["path", "oil-lamp", "electric-lamp"]),
    ("path", {"start": "fog-images", "end": "oil-lamp", "k": 1}, ["path", "fog-images", "oil-lamp"]),
    ("lineage", {"name": "brass-lamp"}, ["lineage", "brass-lamp"]),
    ("lineage", {"name": "brass-lamp", "depth": 1}, ["lineage", "brass-lamp", "--depth", "1"]),
    ("claims", {"name": "brass-lamp"}, ["claims", "brass-lamp"]),
    ("compare", {"a": "brass-lamp", "b": "gas-lamp"}, ["compare", "brass-lamp", "gas-lamp"]),
    ("press", {}, ["press"]),
    ("awards", {}, ["awards"]),
    ("timeline", {"names": ["brass-lamp"]}, ["timeline", "brass-lamp"]),
    ("rank", {}, ["rank"]),
]  # fmt: skip


def apart(run: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine gives, in a thread of its own: the browser's driver keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


def result(tool: str, arguments: dict[str, Any]) -> Any:
    """What an agent receives through a real client and server, in one process."""
    from mcp import Client

    async def run() -> Any:
        async with Client(agents.server()) as client:
            return await client.call_tool(tool, arguments)

    return apart(run)


def ask(tool: str, arguments: dict[str, Any]) -> Any:
    found = result(tool, arguments)
    assert not found.is_error, found
    told = json.loads(found.content[0].text)
    assert told == found.structured_content
    return told


def refused(tool: str, arguments: dict[str, Any]) -> str:
    found = result(tool, arguments)
    assert found.is_error, found
    text = str(found.content[0].text)
    assert "\n" not in text
    return text


@pytest.fixture(autouse=True)
def _miniature(small: Callable[..., Any]) -> None:
    """All three doors read the invented facts."""


@pytest.mark.parametrize(("tool", "arguments", "words"), QUESTIONS)
def test_three_doors_give_the_same_answer(
    tool: str, arguments: dict[str, Any], words: list[str], small: Callable[..., Any]
) -> None:
    through_mcp = ask(tool, arguments | WHOLE)
    in_python = agents.answer(TOOLS[tool], arguments | WHOLE)
    on_the_line = small(*words, "--json").json["data"]

    assert through_mcp == json.loads(json.dumps(in_python))
    told = on_the_line[0] if tool == "show" and isinstance(on_the_line, list) else on_the_line
    assert through_mcp["data"] == told


def test_a_search_finds_the_same_things_in_the_same_order(small: Callable[..., Any]) -> None:
    told = small("search", "lamp", "--json", "--limit", "5").json["data"]

    assert [hit["id"] for hit in ask("search", {"text": "lamp", "limit": 5})["data"]] == [
        h["id"] for h in told
    ]


def test_a_search_is_filtered_and_says_what_to_try() -> None:
    assert [hit["id"] for hit in ask("search", {"text": "lamp", "to_year": 2001})["data"]] == ["oil-lamp"]
    assert {hit["id"] for hit in ask("search", {"text": "lamp", "award": "any"})["data"]} == {"brass-lamp"}
    assert "not a sentence" in ask("search", {"text": "who was the first to burn oil"})["hint"]
    assert ask("search", {"text": 2014}) == ask("search", {"text": "2014"})


def test_an_export_is_the_same_text(small: Callable[..., Any]) -> None:
    text = small("export", "brass-lamp", "--format", "bibtex").out

    assert ask("export", {"names": ["brass-lamp"]})["data"] == text


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("show", {"name": "brss-lamp"}), ("path", {"start": "brss-lamp", "end": "oil-lamp"}),
     ("lineage", {"name": "brss-lamp"}), ("claims", {"name": "brss-lamp"}), ("links", {"name": "brss-lamp"}),
     ("compare", {"a": "oil-lamp", "b": "brss-lamp"}), ("export", {"names": ["brss-lamp"]})],
)  # fmt: skip
def test_an_unknown_name_is_an_error_with_the_nearest(tool: str, arguments: dict[str, Any]) -> None:
    assert "nearest: brass-lamp" in refused(tool, arguments)


#: What each argument must not be, and a word of the reason.
REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("claims", {"name": "bo-flint"}, "no work but a person"),
    ("export", {"names": ["oil-lamp"], "format": "bibtx"}, "did you mean bibtex"),
    ("export", {"names": []}, "names"),
    ("search", {"text": " "}, "empty"),
    ("search", {"text": "a", "limit": -1}, "limit: Input should be greater than or equal to 1"),
    ("search", {"text": "a", "limit": 0}, "limit"),
    ("search", {"text": "a", "limit": 10**9}, "limit"),
    ("search", {"text": "x" * 301}, "text"),
    ("search", {"text": "a", "kind": "bogus"}, "'work', 'paper'"),
    ("search", {"text": "a", "topic": "bogus"}, "there is"),
    ("search", {"text": "a", "limt": 3}, "did you mean limit"),
    ("search", {"text": "a", "from_year": 2015, "to_year": 2014}, "swap"),
    ("lineage", {"name": "oil-lamp", "depth": 51}, "depth"),
    ("lineage", {"name": "oil-lamp", "depth": -1}, "depth"),
    ("lineage", {"name": "oil-lamp", "direction": "up"}, "direction"),
    ("lineage", {"name": "oil-lamp", "types": ["improve"]}, "did you mean improves"),
    ("path", {"start": "oil-lamp", "end": "oil-lamp"}, "two works"),
    ("path", {"start": "oil-lamp", "end": "gas-lamp", "k": 21}, "k:"),
    ("lesson", {"goal": "brass-lamp", "minutes": 0}, "minutes"),
    ("show", {}, "name: Field required"),
    ("show", {"name": "brass-lamp", "offset": -1}, "offset"),
    ("show", {"name": "brass-lamp", "fields": ["tilte"]}, "did you mean title"),
    ("show", {"name": "brass-lamp", "lang": "de"}, "lang"),
    ("stories", {"name": "brass-lamp"}, "no story"),
    ("query", {"text": "MATCH (a) DELETE a"}, "DELETE is no question"),
    ("shwo", {"name": "brass-lamp"}, "show"),
]


@pytest.mark.parametrize(("tool", "arguments", "word"), REFUSALS)
def test_what_does_not_fit_is_an_error_of_one_line(tool: str, arguments: dict[str, Any], word: str) -> None:
    assert word in refused(tool, arguments)


def test_every_tool_says_what_it_takes_and_that_it_only_reads() -> None:
    from mcp import Client

    async def run() -> Any:
        async with Client(agents.server()) as client:
            return (await client.list_tools()).tools

    for tool in apart(run):
        assert tool.description and ">>>" not in tool.description
        assert tool.annotations.read_only_hint and tool.annotations.idempotent_hint
        assert tool.annotations.open_world_hint is False
        assert tool.output_schema["required"] == ["data", "evidence"]
        assert tool.input_schema["additionalProperties"] is False
        for name, told in tool.input_schema["properties"].items():
            assert told.get("description"), f"{tool.name}.{name}"
            kinds = [told, *told.get("anyOf", ())]
            if any(kind.get("type") == "integer" for kind in kinds):
                assert any("minimum" in kind and "maximum" in kind for kind in kinds), f"{tool.name}.{name}"
        formats = tool.input_schema["properties"].get("format", {"enum": ["bibtex"]})
        assert "bibtex" in formats["enum"]


def test_every_brief_answer_fits(real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """All works, people, awards and stories through all tools that take a name, and all tools without one."""
    monkeypatch.setattr(agents, "_base", lambda: real)
    about: dict[str, list[str]] = {
        "show": [*real.papers, *real.people, *real.awards, *real.stories, *real.events, *real.sources],
        **{tool: list(real.papers) for tool in ("lineage", "links", "claims", "press")},
        "stories": list(real.stories),
    }
    asked = [(tool, {"name": name}) for tool, names in about.items() for name in names]
    asked += [(tool, {}) for tool in ("ledger", "press", "awards", "timeline", "stories", "rank")]
    asked += [("timeline", {"limit": 200}), ("lineage", {"name": "transformer", "depth": 50, "limit": 200})]
    asked += [("path", {"start": "lstm", "end": "transformer", "k": 20}), ("lesson", {"goal": "transformer"})]
    asked += [("compare", {"a": "gan", "b": "wgan"}), ("export", {"names": list(real.papers)[:9]})]
    asked += [("search", {"text": "a", "limit": 200}), ("show", {"name": "gan", "lang": "both"})]

    for tool, arguments in asked:
        found = agents.answer(TOOLS[tool], arguments)
        assert len(encoded(found)) <= MOST["brief"], (tool, arguments)
        assert found["data"] not in (None, "") or tool == "claims", (tool, arguments)
    with pytest.raises(UsageError, match="fewer works at once, or with detail=full"):
        agents.answer(TOOLS["export"], {"names": list(real.papers)[:50]})
    for name in ("transformer", "gan"):
        assert len(encoded(agents.answer(TOOLS["show"], {"name": name, "detail": "full"}))) <= MOST["full"]


def test_what_was_left_out_can_be_asked_for_page_by_page(
    real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agents, "_base", lambda: real)
    seen: list[str] = []
    while True:
        page = agents.answer(TOOLS["links"], {"name": "transformer", "limit": 200, "offset": len(seen)})
        seen += [link["id"] for link in page["data"]]
        if "left_out" not in page:
            break
        assert page["data"] and f"offset {len(seen)}" in page["more"]

    everything = [*real.links_from("transformer"), *real.links_to("transformer")]
    assert seen == [link.id for link in everything]


def test_texts_come_in_the_language_asked_for() -> None:
    asked = {"name": "oil-lamp", "fields": ["label", "summary"]}

    english = {"label": "Oil Lamp", "summary": "Oil burns more steadily than tallow."}
    assert ask("show", asked)["data"] == english
    assert ask("show", asked | {"lang": "zh"})["data"]["summary"] == "油比牛脂燃烧得更稳定。"
    assert ask("links", {"name": "oil-lamp", "lang": "zh"})["data"][0]["why"].endswith("的理由")


def test_every_evidence_id_of_an_answer_resolves(miniature: KnowledgeBase) -> None:
    ids = ask("lineage", {"name": "brass-lamp"})["evidence"]

    assert ids
    for id_ in ids:
        owner, number = id_.rsplit("#", 1)
        assert miniature.links[owner].evidence[int(number)]


def test_a_refusal_in_python_is_one_of_ours() -> None:
    with pytest.raises(UsageError, match="no argument 'limt'"):
        agents.answer(TOOLS["search"], {"text": "a", "limt": 3})
    with pytest.raises(KnowledgeBaseError):
        agents.answer(TOOLS["show"], {"name": "0000.00000"})


SERVER = [sys.executable, "-c", "from kb.cli import main; main()", "mcp"]


def test_the_server_answers_over_stdin_and_stdout(tmp_path) -> None:
    from mcp import Client, StdioServerParameters

    async def run() -> Any:
        command = StdioServerParameters(
            command=SERVER[0], args=SERVER[1:], env={"KB_HOME": str(tmp_path), "PATH": ""}
        )
        async with Client(command) as client:
            tools = await client.list_tools()
            return sorted(t.name for t in tools.tools), await client.call_tool("show", {"name": "GAN"})

    names, shown = apart(run)
    assert names == sorted(TOOLS)
    assert json.loads(shown.content[0].text)["data"]["id"] == "gan"


def test_broken_lines_are_answered_and_the_end_of_input_ends_the_server(tmp_path) -> None:
    first = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                   "clientInfo": {"name": "t", "version": "1"}},
    }  # fmt: skip
    slow = {
        "name": "query",
        "arguments": {"text": "MATCH (a), (b), (c) WHERE a.label < c.label RETURN count(*)"},
    }
    lines = [
        json.dumps(first).encode(), b"{broken", b"\xff\xfe", b'{"jsonrpc":"2.0","id":5,"method":7}', b"[1]",
        b"",
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode(),
        json.dumps({"jsonrpc": "2.0", "id": 6, "method": "tools/call", "params": slow}).encode(),
    ]  # fmt: skip
    done = subprocess.run(
        SERVER, input=b"\n".join(lines) + b"\n", capture_output=True, timeout=120,
        env={"KB_HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr.decode()
    errors = [read for line in done.stdout.splitlines() if "error" in (read := json.loads(line))]
    assert [(e["id"], e["error"]["code"]) for e in errors][:4] == [
        (None, -32700), (None, -32700), (5, -32600), (None, -32600)
    ]  # fmt: skip
