"""`kb import`: what is kept, what is answered, what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kb.cli.output import Output
from kb.cli.watching import watched

Kb = Callable[..., Any]
LAMPS = """@article{one, title = {Brass Lamps See Further}, year = 2006}
@article{two, title = {Oil Lamps: a Steady Flame}, year = 2000}
@article{three, title = {Lamp}}
@article{four, title = {A treatise on moths}}
"""


@pytest.fixture
def lamps(tmp_path: Path) -> str:
    file = tmp_path / "My lamps.bib"
    file.write_text(LAMPS, encoding="utf-8")
    return str(file)


def test_an_answer_says_what_is_there_and_what_is_lacking(small: Kb, lamps: str) -> None:
    answer = small("import", lamps, "--fields", "what,entry,id,candidates,mine")

    assert answer.rows[1:] == [
        ["matched", "one", "brass-lamp", "", ""],
        ["matched", "two", "oil-lamp", "", ""],
        ["ambiguous", "three", "", "oil-lamp|brass-lamp", ""],
        ["unmatched", "four", "", "", ""],
        ["builds_on", "", "tallow-candle", "", "oil-lamp"],
        ["builds_on", "", "oil-lamp", "", "brass-lamp"],
        ["missing", "", "tallow-candle", "", "brass-lamp|oil-lamp"],
    ]
    assert "kept as my-lamps" in answer.err


def test_json_holds_entries_grounds_and_problems(small: Kb, lamps: str) -> None:
    data = small("import", lamps, "--json").json["data"]

    assert list(data) == ["name", "source", "imported", "entries", "builds_on", "missing", "problems"]
    assert data["entries"][0]["work"]["id"] == "brass-lamp"
    assert [c["id"] for c in data["entries"][2]["candidates"]] == ["oil-lamp", "brass-lamp"]
    assert [(g["id"], len(g["mine"])) for g in data["missing"]] == [("tallow-candle", 2)]
    assert data["builds_on"][0]["links"] == ["oil-lamp-improves-tallow-candle"]


def test_a_kept_list_is_shown_listed_and_forgotten(small: Kb, lamps: str, home: Path) -> None:
    first = small("import", lamps)

    assert small("import", "--name", "my-lamps").out == first.out
    assert small("import", "--list", "--fields", "name,entries,problems").rows[1:] == [["my-lamps", "4", "0"]]
    assert [file.name for file in (home / "overlays").iterdir()] == ["my-lamps.json"]
    assert small("import", "--forget", "my-lamps").code == 0
    assert small("import", "--list").rows[1:] == []
    gone = small("import", "--name", "my-lamps")
    assert (gone.code, gone.out) == (4, "")


def test_stdin_is_a_list_too(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("0503.01234v2\n油灯\n"))

    answer = small("import", "-", "--fields", "what,id")

    assert answer.rows[1:3] == [["matched", "brass-lamp"], ["matched", "oil-lamp"]]
    assert "kept as stdin" in answer.err


def test_a_list_of_the_same_name_from_elsewhere_is_kept_by_its_folder_too(
    small: Kb, lamps: str, tmp_path: Path
) -> None:
    small("import", lamps)
    others = [tmp_path / way / "elsewhere" / "my-lamps.txt" for way in ("one", "two")]
    for other in others:
        other.parent.mkdir(parents=True)
        other.write_text("lamp\n")

    assert "kept as elsewhere-my-lamps" in small("import", str(others[0])).err
    refused = small("import", str(others[1]))

    assert (refused.code, refused.out) == (2, "")
    assert "add --name" in refused.err
    assert small("import", str(others[1]), "--name", "others").code == 0
    assert small("import", lamps).code == 0  # the same file again replaces its own list
    assert small("import", "--list", "--fields", "name").rows[1:] == [
        ["elsewhere-my-lamps"],
        ["my-lamps"],
        ["others"],
    ]


def test_a_missing_file_is_missing_whatever_lists_are_kept(small: Kb, lamps: str, tmp_path: Path) -> None:
    shown = small("import", lamps)

    for path in ("my-lamps.docx", "./my-lamps", str(tmp_path / "my-lamps.bib")):
        answer = small("import", path)
        assert (answer.code, answer.out) == (3, "")
        assert "No such file" in answer.err
    assert small("import", "my-lamps").out == shown.out  # no path and no file: the kept list of that name


def test_entries_of_one_work_are_told_to_be_the_same(small: Kb, tmp_path: Path) -> None:
    file = tmp_path / "twice.bib"
    file.write_text(
        "@misc{a, title={Brass Lamps See Further}}\n@misc{b, eprint={0503.01234}}\n@misc{c, title={Moths}}"
    )

    rows = small("import", str(file), "--fields", "entry,reason").rows[1:4]
    entries = small("import", str(file), "--json").json["data"]["entries"]

    assert [row[1] for row in rows] == [
        "title or alias; the same work as b (line 2)",
        "0503.01234; the same work as a (line 1)",
        "no work is called so",
    ]
    assert [entry["same_as"] for entry in entries] == [
        [{"line": 2, "key": "b"}],
        [{"line": 1, "key": "a"}],
        [],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " =", "|", "%"])
def test_no_spreadsheet_takes_a_text_of_somebody_for_a_formula(small: Kb, tmp_path: Path, start: str) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([{"id": start + "1+1", "title": "Moths"}]))

    (row,) = list(csv.DictReader(io.StringIO(small("import", str(file), "--csv").out)))

    assert row["entry"].startswith("'" + start)


def test_a_carriage_return_begins_no_row_and_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    Output(form="csv").listing([{"a": "\r=1+1", "b": "x\r=2"}, {"a": "\r\n=3", "b": ""}], ("a", "b"))

    written = capsys.readouterr().out
    assert "\r" not in written
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["a", "b"], ["'\n=1+1", "x\n=2"], ["'\n=3", ""]
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n \n", "[]", "% only a remark\n"])
@pytest.mark.parametrize("ending", ["bib", "txt", "ris", "csl.json"])
def test_a_file_without_a_reference_is_refused(
    small: Kb, tmp_path: Path, home: Path, text: str, ending: str
) -> None:
    file = tmp_path / f"empty.{ending}"
    file.write_text(text)

    answer = small("import", str(file))

    assert (answer.code in (2, 5), answer.out) == (True, "") or (ending, text[:1]) == ("txt", "%")
    assert not (home / "overlays").exists() or (ending, text[:1]) == ("txt", "%")


def test_a_long_list_tells_at_a_terminal_how_far_it_has_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    assert list(watched(range(1500))) == list(range(1500))
    assert "1500/1500" in capsys.readouterr().err
    assert list(watched(range(1000))) == list(range(1000))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["--list", "--forget", "x"], 2),
        (["FILE", "--list"], 2),
        (["FILE", "--name", "../x"], 2),
        (["FILE", "--format", "graphml"], 2),
        (["/no/such/file.bib"], 3),
        (["--forget", "x"], 4),
        (["--name", "x"], 4),
        (["FILE", "--format", "csl"], 5),
    ],
)
def test_what_does_not_fit_is_one_line_and_keeps_nothing(
    words: list[str], code: int, small: Kb, lamps: str, home: Path
) -> None:
    answer = small("import", *(lamps if word == "FILE" else word for word in words))

    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == (2 if code == 5 else 1)
    assert not (home / "overlays").exists()


def test_without_the_reader_it_is_exit_6_and_says_what_to_install(
    small: Kb, lamps: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> Any:
        if name.startswith("bibtexparser"):
            raise ModuleNotFoundError(name)
        return import_module(name)

    monkeypatch.setattr("kb.formats.import_module", absent)

    answer = small("import", lamps)

    assert (answer.code, answer.out) == (6, "")
    assert answer.err == "kb: reading this format needs bibtexparser: pip install bibtexparser\n"


def test_on_a_terminal_it_is_told_in_sections(small: Kb, lamps: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")

    shown = re.sub(r"\x1b\[[\d;]*m", "", small("import", lamps).out)

    assert "in the base (2)" in shown
    assert "shared ancestors that you lack (1)\n  Tallow (1990)  2 of mine: BrassLamp, Oil Lamp" in shown
    assert "None" not in shown


def test_the_facts_are_never_touched(
    kb: Kb, facts: Path, lamps: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_DATA", str(facts))
    before = {file.name: file.read_bytes() for file in facts.iterdir()}

    assert kb("import", lamps).code == 0

    assert {file.name: file.read_bytes() for file in facts.iterdir()} == before
