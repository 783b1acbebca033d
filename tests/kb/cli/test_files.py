"""What commands write to files in formats of other programs: chosen by the ending, told by the help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import formats

Kb = Callable[..., Any]


@pytest.mark.parametrize("name", formats.names())
def test_the_ending_of_a_file_chooses_the_format(name: str, small: Kb, tmp_path: Path) -> None:
    file = tmp_path / f"lamps{formats.find(name).EXTENSION}"

    answer = small("export", "-o", str(file))

    assert (answer.code, answer.out) == (0, "")
    assert file.read_text(encoding="utf-8") == small("export", "--format", name).out


def test_the_help_names_every_format_there_is(small: Kb) -> None:
    told = " ".join(small("export", "--help").out.split())

    assert all(name in told for name in formats.names())


@pytest.mark.parametrize(
    ("ending", "start"), [(".svg", "<svg"), (".mmd", "flowchart BT"), (".dot", "digraph")]
)
def test_a_lineage_is_drawn_for_the_ending_of_its_file(
    ending: str, start: str, small: Kb, tmp_path: Path
) -> None:
    files = [tmp_path / f"{n}{ending}" for n in (1, 2)]

    for file in files:
        assert small("lineage", "brass-lamp", "-o", str(file)).code == 0

    assert files[0].read_text(encoding="utf-8").startswith(start)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_lineage_for_mermaid_speaks_chinese(small: Kb, tmp_path: Path) -> None:
    small("lineage", "brass-lamp", "--lang", "zh", "-o", str(tmp_path / "x.mmd"))

    assert '["黄铜灯 (2005)"]' in (tmp_path / "x.mmd").read_text(encoding="utf-8")


def test_what_was_exported_is_imported_whole(small: Kb, tmp_path: Path) -> None:
    for name in sorted({*formats.importable()} & {*formats.names()}):
        file = tmp_path / f"{name}-list{formats.find(name).EXTENSION}"
        small("export", "-o", str(file))
        rows = small("import", str(file), "--fields", "what,id").rows[1:]
        assert {what for what, _ in rows} == {"matched", "builds_on"}
        assert len([what for what, _ in rows if what == "matched"]) == 6
