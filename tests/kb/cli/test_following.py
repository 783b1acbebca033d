"""Following a run: the line it shows, how it ends, and what Ctrl-C does."""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import typer

from kb.cli.following import follow, progress_line, reproduction_errors, summary
from kb.cli.output import Output
from kb.cli.run import finish
from kb.errors import KnowledgeBaseError


@dataclass(frozen=True)
class Progress:
    """As reproductions tell it."""

    step: int = 50
    steps: int = 200
    rate: float | None = 1234.0
    unit: str = "images"
    eta_seconds: float | None = 120.0
    fraction: float = 0.25
    phase: str = "training"


@dataclass(frozen=True)
class FakeRun:
    """A run that goes through a list of states, one at each refresh."""

    states: tuple[str, ...] = ("running", "done")
    id: str = "gan-smoke-1"
    paper: str = "gan"
    preset: str = "smoke"
    device: str = "cpu"
    dataset: str = "digits"
    started: str = "2026-01-01T00:00:00Z"
    problem: str | None = None
    path: Path = Path("/runs/gan-smoke-1")
    measured: dict[str, Any] = field(default_factory=lambda: {"measures": {"p": {"mean": 1.0}}, "claims": {}})

    @property
    def status(self) -> str:
        return self.states[0]

    @property
    def active(self) -> bool:
        return self.status in ("starting", "running")

    def refresh(self) -> FakeRun:
        return replace(self, states=self.states[1:] or self.states)

    def progress(self) -> Progress | None:
        return None if self.status == "starting" else Progress()

    def stopped(self) -> str | None:
        return self.measured.get("stopped")

    def log_tail(self, n: int) -> list[str]:
        return ["the last line of the log"][:n]

    def measurements(self) -> dict[str, Any]:
        return self.measured


class InterruptedRun(FakeRun):
    """Ctrl-C comes while it is looked at for the first time, once."""

    def refresh(self) -> FakeRun:
        if "interrupted" not in self.measured:
            self.measured["interrupted"] = True
            raise KeyboardInterrupt
        return super().refresh()


def test_the_line_says_how_far_how_fast_and_until_when() -> None:
    line = progress_line(FakeRun())  # type: ignore[arg-type]

    assert line.startswith("gan-smoke-1:  25%  step 50/200  1,234 images/s  2 min to go, until ")
    assert line.endswith("training")
    assert progress_line(FakeRun(states=("starting",))) == "gan-smoke-1: starting"  # type: ignore[arg-type]


def test_a_run_is_followed_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    ended = follow(FakeRun(states=("starting", "running", "running", "done")), Output())  # type: ignore[arg-type]

    assert ended.status == "done"
    assert "gan-smoke-1: starting" in capsys.readouterr().err


def test_ctrl_c_cancels_the_run_and_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reproductions import launch

    cancelled: list[str] = []
    monkeypatch.setattr(launch, "cancel", cancelled.append)

    with pytest.raises(KeyboardInterrupt):
        follow(InterruptedRun(states=("running", "cancelled")), Output())  # type: ignore[arg-type]

    assert cancelled == ["gan-smoke-1"]
    assert capsys.readouterr().err.endswith("gan-smoke-1: cancelled; `kb resume gan-smoke-1` goes on\n")


class ImpatientRun(FakeRun):
    """Ctrl-C comes at the first two looks: while it is followed, and while it ends."""

    def refresh(self) -> FakeRun:
        times = self.measured["interrupts"] = self.measured.get("interrupts", 0) + 1
        if times <= 2:
            raise KeyboardInterrupt
        return self


def test_a_second_ctrl_c_leaves_and_says_that_the_run_ends_by_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reproductions import launch

    monkeypatch.setattr(launch, "cancel", lambda _: None)
    handler = signal.getsignal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        follow(ImpatientRun(states=("running",)), Output())  # type: ignore[arg-type]

    last = capsys.readouterr().err.splitlines()[-1]
    assert "gan-smoke-1 goes on to its checkpoint and stops by itself" in last
    assert last.endswith("after that `kb resume gan-smoke-1` goes on")
    assert signal.getsignal(signal.SIGINT) is handler


def test_ctrl_c_on_a_run_that_is_only_watched_lets_it_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reproductions import launch

    monkeypatch.setattr(launch, "cancel", pytest.fail)

    with pytest.raises(KeyboardInterrupt):
        follow(InterruptedRun(states=("running", "x")), Output(), cancels=False)  # type: ignore[arg-type]

    assert "goes on" in capsys.readouterr().err


def test_a_run_that_failed_is_an_error_with_its_reason_and_log() -> None:
    with pytest.raises(KnowledgeBaseError, match=r"failed: out of memory .*log\.txt") as caught:
        finish(FakeRun(states=("failed",), problem="out of memory"), Output())  # type: ignore[arg-type]

    assert caught.value.code == 1
    with pytest.raises(KnowledgeBaseError, match="the last line of the log"):
        finish(FakeRun(states=("lost",)), Output())  # type: ignore[arg-type]


def test_a_run_that_was_cancelled_ends_with_130() -> None:
    with pytest.raises(typer.Exit) as caught:
        finish(FakeRun(states=("cancelled",)), Output())  # type: ignore[arg-type]

    assert caught.value.exit_code == 130


def test_a_run_that_is_done_prints_its_measurements(capsys: pytest.CaptureFixture[str]) -> None:
    finish(FakeRun(states=("done",)), Output())  # type: ignore[arg-type]

    assert capsys.readouterr().out.splitlines()[1] == "measure\tp\t1\t\t\t\t\t"
    assert summary(FakeRun())["progress"] == "25%"  # type: ignore[arg-type]


def test_a_run_that_its_time_limit_ended_is_told_last_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = "stopped at 26 of 50 epochs by the time limit (max_seconds=840)"
    run = FakeRun(states=("done",), measured={"stopped": told})

    finish(run, Output())  # type: ignore[arg-type]
    assert told in capsys.readouterr().err.splitlines()[-1]
    finish(run, Output(form="json"))  # type: ignore[arg-type]
    answer = json.loads(capsys.readouterr().out)
    assert told in answer["warnings"][0]
    assert answer["data"]["problem"] == told
    assert told in progress_line(run)  # type: ignore[arg-type]


def test_an_error_of_reproductions_keeps_its_name_and_code() -> None:
    from reproductions.errors import RunRefused

    with pytest.raises(KnowledgeBaseError, match="one run at a time") as caught, reproduction_errors():
        raise RunRefused("one run at a time", ["gan-1"])

    assert (caught.value.code, caught.value.type) == (6, "RunRefused")  # type: ignore[attr-defined]
    assert caught.value.details == {"candidates": [{"id": "gan-1"}]}
