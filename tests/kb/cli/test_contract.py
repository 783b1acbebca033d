"""The contract that every command keeps: forms, streams, exit codes, help."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cli.app import COMMANDS, load, python_name

Kb = Callable[..., Any]
MINIATURE = Path(__file__).resolve().parents[2] / "miniature"

#: One good call of every command that answers with data.
CALLS: dict[str, list[str]] = {
    "search": ["search", "lamp"],
    "show": ["show", "brass-lamp"],
    "links": ["links", "brass-lamp"],
    "lineage": ["lineage", "brass-lamp"],
    "path": ["path", "tallow-candle", "electric-lamp", "--explain"],
    "mainpath": ["mainpath", "--key-routes", "2"],
    "missing-without": ["missing-without", "oil-lamp"],
    "compare": ["compare", "oil-lamp", "electric-lamp"],
    "similar": ["similar", "tallow-candle"],
    "rank": ["rank", "--by", "betweenness", "--over", "influence"],
    "communities": ["communities"],
    "timeline": ["timeline"],
    "awards": ["awards"],
    "coauthors": ["coauthors", "bo-flint"],
    "genealogy": ["genealogy", "bo-flint"],
    "claims": ["claims", "brass-lamp"],
    "press": ["press", "--errors"],
    "lesson": ["lesson", "electric-lamp", "--from", "oil-lamp"],
    "query": ["query", "MATCH (a:Work)-[r:BUILDS_ON]->(b:Work) RETURN a.id, b.id"],
    "import": ["import", str(MINIATURE.parent / "kb" / "formats" / "oddities" / "missing_comma.bib")],
    "stats": ["stats"],
    "stories": ["stories"],
    "mcp": ["mcp", "--tools"],
    "fmt": ["fmt", "--check", str(MINIATURE / "stories.yaml")],
    "blame": ["blame", "brass-lamp.title"],
    "diff": ["diff", "HEAD"],
    "enrich": ["enrich", "brass-lamp"],
    "audit": ["audit", "oil-lamp"],
    "validate": ["validate"],
    "run": ["run"],
    "runs": ["runs"],
    "resume": ["resume"],
    "ledger": ["ledger"],
    "bench": ["bench"],
    "help": ["help", "exit-codes"],
}
#: Commands that answer otherwise: text of another format, or a server.
OTHER = {"export", "serve", "site", "new", "schema"}
#: A call of every command that takes a name, with a name that nothing has.
UNKNOWN = {
    "show": ["show", "brss-lamp"],
    "links": ["links", "brss-lamp"],
    "lineage": ["lineage", "brss-lamp"],
    "path": ["path", "brss-lamp", "oil-lamp"],
    "mainpath": ["mainpath", "--from", "brss-lamp"],
    "missing-without": ["missing-without", "brss-lamp"],
    "compare": ["compare", "oil-lamp", "brss-lamp"],
    "similar": ["similar", "brss-lamp"],
    "timeline": ["timeline", "brss-lamp"],
    "coauthors": ["coauthors", "brss-lamp"],
    "genealogy": ["genealogy", "brss-lamp"],
    "claims": ["claims", "brss-lamp"],
    "press": ["press", "brss-lamp"],
    "lesson": ["lesson", "brss-lamp"],
    "enrich": ["enrich", "brss-lamp"],
    "audit": ["audit", "brss-lamp"],
    "ledger": ["ledger", "brss-lamp"],
    "export": ["export", "brss-lamp"],
}
LISTS = [
    "search",
    "links",
    "lineage",
    "validate",
    "runs",
    "ledger",
    "help",
    "missing-without",
    "similar",
    "rank",
    "timeline",
    "awards",
    "coauthors",
    "genealogy",
    "claims",
    "press",
    "query",
    "import",
]


if find_spec("ladybug") is None:  # an extra of its own; without it the command only says so
    del CALLS["query"]
    LISTS.remove("query")
    OTHER.add("query")


@pytest.fixture(autouse=True)
def stored_answer(home: Path) -> None:
    """What `kb enrich` needs without a network: one answer of a service, stored."""
    place = home / "snapshots" / "s2"
    place.mkdir(parents=True)
    payload = MINIATURE.parent / "kb" / "sources" / "payloads" / "s2.json"
    kept = {"service": "s2", "work": "brass-lamp", "url": "", "retrieved": "2026-01-02T03:04:05Z"}
    whole = {**kept, "payload": json.loads(payload.read_text("utf-8"))}
    (place / "brass-lamp.json").write_text(json.dumps(whole), "utf-8")


def test_every_command_has_a_call_here() -> None:
    assert set(CALLS) | OTHER == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_it_does_with_examples(name: str, small: Kb) -> None:
    answer = small(name, "--help")

    assert (answer.code, answer.err) == (0, "")
    assert "Examples:" in answer.out
    assert len(import_module(f"kb.cli.{python_name(name)}").EXAMPLES) >= 2
    assert all(
        f"kb {name}" in line or "| kb" in line
        for line in import_module(f"kb.cli.{python_name(name)}").EXAMPLES
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    for parameter in load(name).params:
        assert parameter.help, parameter.name


@pytest.mark.parametrize("name", CALLS)
def test_captured_it_is_tsv_with_a_header_and_equal_columns(name: str, small: Kb) -> None:
    answer = small(*CALLS[name])

    assert answer.code == 0
    assert len({len(row) for row in answer.rows}) == 1
    assert len(answer.rows[0]) >= 2
    assert "\x1b" not in answer.out


@pytest.mark.parametrize("name", CALLS)
def test_json_is_the_envelope(name: str, small: Kb) -> None:
    answer = small(*CALLS[name], "--json")

    assert answer.code == 0
    assert list(answer.json) == ["schema_version", "data", "warnings"]
    assert answer.json["schema_version"] == "1"
    assert isinstance(answer.json["warnings"], list)


@pytest.mark.parametrize("name", CALLS)
def test_jsonl_is_one_object_a_line(name: str, small: Kb) -> None:
    answer = small(*CALLS[name], "--jsonl")

    assert answer.code == 0
    assert all(isinstance(json.loads(line), dict) for line in answer.out.splitlines())


@pytest.mark.parametrize("name", CALLS)
def test_csv_says_the_same_as_tsv(name: str, small: Kb) -> None:
    rows = list(csv.reader(io.StringIO(small(*CALLS[name], "--csv").out)))

    assert rows == [[no_formula(cell) for cell in row] for row in small(*CALLS[name]).rows]


def no_formula(cell: str) -> str:
    """What a spreadsheet would compute gets an apostrophe; a number stays one."""
    number = re.fullmatch(r"[-+]?\d+(\.\d+)?", cell)
    return f"'{cell}" if re.match(r"\s*[=+@|%-]|[\t\r\n]", cell) and not number else cell


@pytest.mark.parametrize("name", CALLS)
def test_markdown_is_a_table_with_the_cells_of_tsv(name: str, small: Kb) -> None:
    head, rule, *lines = small(*CALLS[name], "--md").out.splitlines()
    names, *rows = small(*CALLS[name]).rows

    assert head == f"| {' | '.join(names)} |"
    assert set(rule) == {"|", "-", " "}
    assert len(lines) == len(rows)


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"lesson"}))  # whose .md is a sheet to print
def test_o_with_the_ending_md_is_that_table(name: str, small: Kb, tmp_path: Path) -> None:
    assert small(*CALLS[name], "-o", str(tmp_path / "x.md")).code == 0
    assert (tmp_path / "x.md").read_text("utf-8") == small(*CALLS[name], "--md").out


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("ending", [".json", ".jsonl", ".csv", ".tsv"])
def test_o_writes_what_stdout_would_show_and_leaves_nothing_beside(
    name: str, ending: str, small: Kb, tmp_path: Path
) -> None:
    place = tmp_path / "out" / f"answer{ending}"
    place.parent.mkdir()

    answer = small(*CALLS[name], "-o", str(place))

    assert (answer.code, answer.out) == (0, "")
    option = [] if ending == ".tsv" else [f"--{ending[1:]}"]
    assert place.read_text(encoding="utf-8") == small(*CALLS[name], *option).out
    assert [p.name for p in place.parent.iterdir()] == [place.name]


@pytest.mark.parametrize("name", [*CALLS, "export"])
def test_a_file_that_cannot_be_written_is_one_line_and_exit_3(name: str, small: Kb, tmp_path: Path) -> None:
    call = CALLS.get(name, ["export"])

    answer = small(*call, "-o", str(tmp_path / "no" / "such" / "folder" / "x.json"))

    assert (answer.code, answer.out) == (3, "")
    assert [line for line in answer.err.splitlines() if "cannot write" in line]


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_name_is_exit_4_with_three_candidates_as_json(name: str, small: Kb) -> None:
    option = [] if name == "export" else ["--json"]
    answer = small(*UNKNOWN[name], *option)

    assert (answer.code, answer.out) == (4, "")
    if option:
        error = answer.error
        assert (error["code"], error["type"], error["name"]) == (4, "UnknownId", "brss-lamp")
        assert error["candidates"][0] == {"id": "brass-lamp", "kind": "paper", "label": "BrassLamp"}
        assert len(error["candidates"]) == 3
    else:
        assert answer.err.count("\n") == 1
        assert "brass-lamp (BrassLamp)" in answer.err


def test_a_source_is_no_work_exit_4(small: Kb) -> None:
    for command in ("export", "claims", "links"):
        answer = small(command, "keeper-gazette")
        assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1), command


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_ambiguous_name_is_exit_4_with_all_candidates(name: str, small: Kb) -> None:
    answer = small(*("lamp" if word == "brss-lamp" else word for word in UNKNOWN[name]))

    assert answer.code == 4
    assert "oil-lamp (Oil Lamp), brass-lamp (BrassLamp)" in answer.err


@pytest.mark.parametrize("name", [*CALLS, "export", "serve"])
def test_an_unknown_option_is_exit_2_and_one_line(name: str, small: Kb) -> None:
    plain, as_json = small(name, "--nonsense"), small(name, "--nonsense", "--json")

    assert (plain.code, plain.out, plain.err.count("\n")) == (2, "", 1)
    assert f"see `kb {name} --help`" in plain.err
    assert (as_json.code, as_json.error["type"]) == (2, "UsageError")


@pytest.mark.parametrize(
    "name", sorted(CALLS.keys() - {"runs", "resume", "validate", "diff"})
)  # empty here: no fields to choose
def test_an_unknown_field_is_exit_2_with_the_fields_there_are(name: str, small: Kb) -> None:
    for form in ([], ["--json"], ["--csv"]):
        answer = small(*CALLS[name], "--fields", "nonsense", *form)
        assert (answer.code, answer.out) == (2, "")
        assert "unknown field" in answer.err


@pytest.mark.parametrize("name", LISTS)
def test_limit_and_page_are_the_same_everywhere(name: str, small: Kb) -> None:
    help_text = small(name, "--help").out

    assert "--limit" in help_text
    assert "--page" in help_text


def test_pages_follow_one_another_and_say_that_there_is_more(small: Kb) -> None:
    whole = small("search", "lamp").rows[1:]
    pages = [small("search", "lamp", "--limit", "2", "--page", str(n)) for n in (1, 2, 3)]

    assert [row for page in pages for row in page.rows[1:]] == whole
    assert "--page 2" in pages[0].err
    assert "--page" not in pages[-1].err


def test_bad_values_are_exit_2_and_one_line(small: Kb) -> None:
    for words in (
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "many"],
        ["search", "x", "--kind", "dog"],
        ["search", ""],
        ["search", "x", "--lang", "fr"],
        ["search", "x", "--from-year", "2015", "--to-year", "2014"],
        ["search", "x", "--topic", "visoin"],
        ["show"],
        ["show", "brass-lamp", "--set", "a=b"],
        ["lineage", "brass-lamp", "--depth", "-1"],
        ["lineage", "brass-lamp", "--type", "improvs"],
        ["path", "oil-lamp", "oil-lamp"],
        ["export", "--format", "bibtx"],
        ["export", "-o", "x.docx"],
        ["import"],
        ["import", "-", "--format", "graphml"],
        ["run", "gan", "--set", "lr"],
        ["runs", "--cancel"],
        ["runs", "--export", "mlflow"],
        ["ledger", "--verdict", "splendid"],
        ["ledger", "--preset", "huge"],
        ["help", "nonsense"],
        ["nonsense"],
        ["serch", "x"],
    ):
        answer = small(*words)
        assert (answer.code, answer.out) == (2, ""), words
        assert answer.err.startswith("kb: ")
        assert answer.err.count("\n") == 1, words


def test_two_forms_at_once_are_refused(small: Kb) -> None:
    answer = small("stats", "--json", "--csv")

    assert (answer.code, answer.error["message"]) == (2, "choose one of --json and --csv")


def test_a_misspelt_command_comes_with_its_neighbour(small: Kb) -> None:
    assert "Did you mean 'search'" in small("serch", "x").err


@pytest.mark.parametrize(
    "name",
    ["search", "show", "links", "lineage", "path", "mainpath", "timeline", "lesson", "export", "stats"],
)
def test_broken_facts_are_exit_5_with_every_problem(
    name: str, kb: Kb, edit: Callable[[str, str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("links.yaml", "object: oil-lamp", "object: oil-lmp")
    monkeypatch.setenv("KB_DATA", str(edit("papers.yaml", "topic: theory", "topic: theorie")))
    call = CALLS.get(name, ["export"])

    plain = kb(*call)
    assert (plain.code, plain.out) == (5, "")
    assert "papers.yaml:4: tallow-candle.topic" in plain.err
    assert "did you mean oil-lamp?" in plain.err
    if name != "export":
        problems = kb(*call, "--json").error["problems"]
        assert [(p["file"], p["value"]) for p in problems] == [
            ("links.yaml", "oil-lmp"),
            ("papers.yaml", "'theorie'"),
        ]


def test_chinese_texts_and_reasons_on_demand(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    assert small("search", "Brass", "--lang", "zh").rows[1][2:5] == ["黄铜灯", "2005", "别名的开头"]
    monkeypatch.setenv("KB_LANG", "zh")
    assert small("links", "brass-lamp", "--fields", "says").rows[1] == ["如此写道"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_real_card_is_drawn_in_both_languages(real: KnowledgeBase, language: str) -> None:
    from rich.console import Console

    from kb.cards import all_cards
    from kb.cli.card_view import draw_card

    for card in all_cards(real):
        console = Console(file=io.StringIO(), width=90)
        draw_card(console, card, language)
        drawn = console.file.getvalue()  # type: ignore[attr-defined]
        assert card["id"] in drawn
        assert "None" not in drawn.replace("None of", "")
