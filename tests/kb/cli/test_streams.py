"""Closed standard streams, Ctrl-C before a command begins, and names that no file system takes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kb.cli
from kb.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
CALLS = {"show": ["show", "oil-lamp"], "export": ["export", "--format", "bibtex"]}
#: They go on until they are stopped, or do a long piece of work.
LONG = {"serve", "mcp", "site", "bench"}


@pytest.mark.parametrize("name", sorted({*COMMANDS} - LONG))
def test_no_command_minds_closed_streams(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_DATA", str(ROOT / "tests" / "miniature"))
    monkeypatch.setattr(sys, "argv", ["kb", *CALLS.get(name, [name])])
    opened: list[int] = []
    really = os.open
    monkeypatch.setattr(
        os, "open", lambda *given, **more: opened.append(really(*given, **more)) or opened[-1]
    )
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    with pytest.raises(SystemExit) as ended:
        kb.cli.main()
    assert ended.value.code in range(7)
    for number in opened[:3]:
        os.close(number)


def test_a_process_that_was_given_no_streams_at_all_ends_well() -> None:
    command = f"{sys.executable} -X dev -W error -c 'from kb.cli import main; main()' stats <&- >&- 2>&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(["sh", "-c", command], env=environment).returncode == 0


def test_ctrl_c_while_a_command_is_imported_is_130_in_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("kb.cli.quick.quick", interrupt)
    with pytest.raises(SystemExit) as ended:
        kb.cli.main()
    assert (ended.value.code, capsys.readouterr().err) == (130, "")


@pytest.mark.parametrize("name", ["a" * 300, "长" * 100, "a\0b", "\ud800", "..", ".", "a/../b", "~", " "])
@pytest.mark.parametrize(
    "words",
    [
        ["runs"],
        ["runs", "--cancel"],
        ["runs", "--follow"],
        ["runs", "--resume"],
        ["resume"],
        ["compare", "x"],
    ],
    ids=" ".join,
)
def test_a_run_of_an_impossible_name_is_no_such_run(
    small: Callable[..., Any], home: Path, words: list[str], name: str
) -> None:
    (home / "runs").mkdir(parents=True)
    answer = small(words[0], name, *words[1:])
    assert answer.code == 4
    assert "no run" in answer.err or "no run" in answer.out or words[0] == "compare", answer.err
