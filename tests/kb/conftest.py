"""Bases to ask, and `kb` to run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def miniature() -> KnowledgeBase:
    """The invented base."""
    return KnowledgeBase.read(ROOT / "tests" / "miniature")


@pytest.fixture(scope="session")
def real() -> KnowledgeBase:
    """The project's own facts."""
    return KnowledgeBase.read(ROOT / "data")


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        import json

        return json.loads(self.out)

    @property
    def error(self) -> Any:
        import json

        return json.loads(self.err)["error"]

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


@pytest.fixture
def kb(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run one command line through the option parser, in this process."""
    from kb.cli.app import build

    def run(*words: str) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            build().main(list(words), prog_name="kb")
        printed = capsys.readouterr()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else 0, printed.out, printed.err)

    return run


@pytest.fixture
def small(kb: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """`kb` on the invented base."""
    monkeypatch.setenv("KB_DATA", str(ROOT / "tests" / "miniature"))
    return kb


@pytest.fixture
def large(
    kb: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch, compiled_home: Path
) -> Callable[..., Answer]:
    """`kb` on the project's own facts, compiled once for all tests."""
    monkeypatch.setenv("KB_HOME", str(compiled_home))
    return kb
