"""Writing: whole or not at all, never cut off, quiet when nobody reads on."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path

import pytest

from kb.cli.following import duration, measured_rows
from kb.cli.forms import cell
from kb.cli.output import Output
from kb.cli.reporting import exit_code, report
from kb.cli.writing import write_file
from kb.errors import CannotRun, SourceError, UnknownId


def test_tab_newline_and_backslash_survive_tsv(capsys: pytest.CaptureFixture[str]) -> None:
    Output().listing([{"a": "x\ty\nz\\", "b": None, "c": [1, "two"], "d": {"id": "i", "label": "L"}}], "abcd")

    assert capsys.readouterr().out == "a\tb\tc\td\nx\\ty\\nz\\\\\t\t1|two\ti\n"


def test_a_long_value_is_never_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    Output().listing([{"a": "x" * 5000, "b": True}], "ab")

    assert capsys.readouterr().out.splitlines()[1] == "x" * 5000 + "\ttrue"


def test_cells_of_deeper_things_are_json() -> None:
    assert cell({"en": "a"}) == '{"en": "a"}'
    assert cell(False) == "false"
    assert cell(None) == ""


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "x.txt"
    place.write_text("old", encoding="utf-8")
    place.chmod(0o640)

    write_file(place, "新\n")

    assert place.read_text(encoding="utf-8") == "新\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")

    write_file(tmp_path / "link.txt", "new")

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_a_source_error() -> None:
    with pytest.raises(SourceError, match="No space left"):
        write_file(Path("/dev/full"), "x" * 100_000)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.txt"
    place.write_text("old", encoding="utf-8")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SourceError, match="No space left"):
        write_file(place, "new")

    assert place.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_errors_end_with_their_own_code(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(error: BaseException) -> int:
        def run() -> None:
            raise error

        return exit_code(run, as_json=False)

    assert fails(UnknownId("x")) == 4
    assert fails(CannotRun("no torch")) == 6
    assert fails(KeyboardInterrupt()) == 130
    assert fails(BrokenPipeError()) == 0
    assert fails(PermissionError(13, "Permission denied", "/x")) == 3
    assert capsys.readouterr().err.splitlines() == [
        "kb: no object is called 'x'", "kb: no torch", "kb: /x: Permission denied"
    ]  # fmt: skip


def test_a_bug_is_not_hidden() -> None:
    def run() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        exit_code(run, as_json=True)


def test_an_error_as_json_has_code_type_message_and_candidates() -> None:
    stream = io.StringIO()

    code = report(UnknownId("x"), True, stream)

    assert code == 4
    assert stream.getvalue() == (
        '{"schema_version": "1", "error": {"code": 4, "type": "UnknownId", '
        '"message": "no object is called \'x\'", "name": "x", "candidates": []}}\n'
    )


def test_a_table_folds_and_speaks_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    Output(language="zh").listing(
        [{"id": "gan", "type": "improves", "says": "long " * 30}], ("id", "type", "says")
    )
    Output(language="zh").listing([], ("id",))

    printed = capsys.readouterr().out
    assert "编号" in printed
    assert "改进" in printed
    assert printed.count("long") == 30
    assert "没有结果" in printed
    assert "\x1b[3" not in printed


def test_seconds_as_people_say_them() -> None:
    assert [duration(s) for s in (0.4, 89, 90, 5400, 86400)] == [
        "0 s",
        "89 s",
        "2 min",
        "1 h 30 min",
        "24 h 0 min",
    ]


def test_measurements_and_verdicts_are_rows() -> None:
    found = {
        "measures": {"parzen": {"mean": 100.5, "interval": [99.0, 102.0], "unit": "nats", "about": "a"}},
        "claims": {"GAN-1": {"verdict": "reproduced", "because": "b", "control": "c"}},
    }

    assert measured_rows(found) == [
        {
            "kind": "measure",
            "name": "parzen",
            "value": 100.5,
            "low": 99.0,
            "high": 102.0,
            "unit": "nats",
            "about": "a",
        },
        {"kind": "claim", "name": "GAN-1", "value": "reproduced", "about": "b; control: c"},
    ]
    assert measured_rows(None) == []
