"""What is written beside its place: whole or nothing, and no litter of killed commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.beside import beside


@pytest.fixture
def gone() -> int:
    """The number of a process that is gone."""
    return int(
        subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout
    )


def litter(target: Path, process: int, folder: bool = False) -> Path:
    """What a process leaves that is killed while it writes."""
    with beside(target) as part:
        name = part.name.replace(f".{os.getpid()}.", f".{process}.")
    left = part.with_name(name)
    if folder:
        (left / "new").mkdir(parents=True)
        (left / "new" / "index.html").touch()
    else:
        left.touch()
    return left


@pytest.mark.parametrize("folder", [False, True])
def test_what_a_process_left_that_is_gone_is_swept_and_nothing_else(
    tmp_path: Path, gone: int, folder: bool
) -> None:
    target = tmp_path / "gan.svg"
    dead = litter(target, gone, folder)
    alive = litter(target, os.getppid(), folder)
    others = [litter(tmp_path / "other.svg", gone), tmp_path / ".gan.svg.part", tmp_path / ".gan.svg.1.part"]
    for other in others:
        other.touch()

    with beside(target) as part:
        part.write_text("<svg/>")
        part.replace(target)

    assert not dead.exists()
    assert {*tmp_path.iterdir()} == {target, alive, *others}


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    for make in (Path.touch, Path.mkdir):
        with pytest.raises(ZeroDivisionError), beside(tmp_path / "x") as part:
            make(part)
            raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_two_writers_of_one_process_do_not_meet(tmp_path: Path) -> None:
    with beside(tmp_path / "x") as one, beside(tmp_path / "x") as two:
        assert one != two


def test_a_long_name_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with beside(tmp_path / ("x" * 250)) as part:
        part.touch()
        assert part.parent == tmp_path and len(part.name) <= 255
    assert not part.exists()
    with beside(tmp_path / "nowhere" / "x") as part:
        assert part.parent == tmp_path / "nowhere"


def test_every_command_that_writes_sweeps(
    small: Callable[..., Any], tmp_path: Path, home: Path, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "overlays").mkdir(parents=True)
    (tmp_path / "mine.bib").write_text("@misc{a, title={Oil lamp}, year={1784}}")
    small("show", "oil-lamp")
    cache = next((home / "cache").glob("facts-*"))
    cache.unlink()
    for target, words in (
        (cache, ("show", "oil-lamp")),
        (tmp_path / "out.json", ("show", "oil-lamp", "-o", str(tmp_path / "out.json"))),
        (tmp_path / "site", ("site", "-o", str(tmp_path / "site"))),
        (home / "overlays" / "mine.json", ("import", str(tmp_path / "mine.bib"))),
    ):
        left = litter(target, gone)
        assert small(*words).code == 0, words
        assert not left.exists(), words
        assert not list(target.parent.glob(".*.part*")), words


def test_no_module_makes_parts_of_its_own() -> None:
    """One place knows whose a part is, and sweeps; a second would leave litter again."""
    kb = Path(__file__).resolve().parents[2] / "kb"
    own = re.compile(r"mkstemp|mkdtemp|NamedTemporaryFile|with_suffix\(\"\.part|TemporaryDirectory\(prefix")
    found = {str(file.relative_to(kb)) for file in kb.rglob("*.py") if own.search(file.read_text("utf-8"))}
    assert found == set()
