"""What a text of somebody else holds besides letters reaches no terminal, whatever the form of an answer."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kb.cli.console import PlainConsole
from kb.cli.output import Output
from kb.cli.reporting import report
from kb.errors import SourceError, UnknownId

#: Clears the screen, sets the title, a link, a control of eight bits, text from right to left, a null.
EVIL = "A\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil\x1b\\B\x9b31mC\u202eD\u2067\x00E\u2028F"
STEERING = set("\x1b\x07\x9b\u202e\u2067\x00\u2028")


@pytest.mark.parametrize("form", ["tsv", "csv", "md", "json", "jsonl"])
def test_no_captured_form_lets_it_through(form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Output(form=form).listing(
        [{"id": "x", "title": EVIL, "more": [EVIL, {"deep": EVIL}]}], ("id", "title", "more")
    )

    out = capsys.readouterr().out
    assert "".join(letter for letter in "ABCDEF" if letter in out) == "ABCDEF"
    assert not STEERING & set(out)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_still_holds_the_text_itself(form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Output(form=form).listing([{"title": EVIL}], ("title",))

    read = json.loads(capsys.readouterr().out)
    assert (read["data"][0] if form == "json" else read)["title"] == EVIL


@pytest.mark.parametrize(
    "drawn", [EVIL, Text(EVIL, style="bold"), Panel(Text(EVIL), title=Text(EVIL)), [EVIL], {"a": EVIL}]
)
def test_nothing_that_is_drawn_lets_it_through(drawn: Any) -> None:
    stream = io.StringIO()
    table = Table(EVIL)
    table.add_row(Text(EVIL))

    PlainConsole(stream).print(drawn, table, markup=False)

    assert r"\x1b[2J" in stream.getvalue()
    assert not STEERING & set(stream.getvalue())


@pytest.mark.parametrize("error", [SourceError(EVIL), UnknownId(EVIL)])
@pytest.mark.parametrize("as_json", [True, False])
def test_no_error_lets_it_through(error: SourceError | UnknownId, as_json: bool) -> None:
    stream = io.StringIO()

    report(error, as_json, stream)

    assert not STEERING & set(stream.getvalue())


def test_a_bibliography_of_a_stranger_cannot_steer_the_terminal(
    kb: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    (tmp_path / "evil.bib").write_text(
        f"@misc{{a, title={{{EVIL}}}, author={{{EVIL}}}, year={{2014}}}}\n", "utf-8"
    )

    for words in (
        ("import", str(tmp_path / "evil.bib")),
        ("import", "evil"),
        ("import", str(tmp_path / EVIL[:9])),
    ):
        answer = kb(*words)
        assert not STEERING & set(answer.out + answer.err), words
    assert sys.stdout.encoding
