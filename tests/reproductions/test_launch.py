"""Runs as processes of their own: start, watch, cancel, kill, resume, and what is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reproductions import launch, rundir
from reproductions.errors import BadOverride, DataCorrupt, RunRefused, UnknownPreset, UnknownRun
from reproductions.rundir import Run

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
LONG = {"epochs": "10000", "max_seconds": "0", "early_updates": "2", "samples": "100", "test_images": "50"}


def wait(run: Run, until: Callable[[Run], bool], seconds: float = 200) -> Run:
    """The run as soon as `until` holds; fails with its log after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = run.refresh()
        if until(run):
            return run
        time.sleep(0.05)
    raise AssertionError(f"{run.status}: {run.problem}; {run.log_tail()}")


def trains(run: Run) -> bool:
    return len(run.metrics()[0]) > 0


@pytest.fixture
def ended() -> Iterator[list[Run]]:
    """Runs to be ended when the test is over, whatever happened in it."""
    started: list[Run] = []
    yield started
    for run in started:
        pid = rundir.process_of(run.path, run.refresh().record)
        if pid:
            os.kill(pid, signal.SIGKILL)
            wait(run, lambda run: not run.active)
    launch.runs()  # collects the children


def test_a_run_starts_in_its_own_process_is_watched_cancelled_and_resumed(ended):
    run = launch.start("gan", overrides=LONG)
    ended.append(run)
    assert run.status in ("starting", "running")
    with pytest.raises(RunRefused, match="KB_MAX_RUNS is 1") as refused:
        launch.start("gan")
    assert refused.value.candidates == [run.id]
    with pytest.raises(RunRefused, match=r"running|starting"):
        launch.resume(run.id)

    run = wait(run, lambda run: trains(run) and run.progress().rate and len(run.artefacts()) >= 2)
    assert [found.id for found in launch.runs("gan")] == [run.id]
    assert launch.runs("ntm") == []
    assert run.dataset == "digits"
    assert run.progress().rate > 0
    assert os.getsid(run.record["pid"]) == run.record["pid"]  # it outlives us

    launch.cancel(run.id)
    run = wait(run, lambda run: run.status == "cancelled")
    assert (run.path / "checkpoints" / "last.pt").exists()
    reached = run.progress().step
    run = launch.resume(run.id)
    wait(run, lambda run: run.status == "running" and run.progress().step > reached)


def test_a_killed_run_is_lost_and_goes_on_from_its_checkpoint(ended, monkeypatch):
    run = launch.start("gan", overrides=LONG)
    ended.append(run)
    run = wait(run, trains)
    os.kill(run.record["pid"], signal.SIGKILL)
    run = wait(run, lambda run: run.status == "lost")
    assert "can be resumed" in run.problem
    resumed = launch.resume(run.id)
    wait(resumed, lambda run: run.status == "running" and trains(run))
    assert [found.id for found in launch.runs()] == [run.id]


def test_a_dead_or_reused_process_number_is_not_taken_for_the_run(home):
    path = launch.prepare("gan", "smoke", {}, "cpu")
    record = {**rundir.read_json(path / "run.json"), "status": "running", "pid": os.getpid()}
    for began, status in ((rundir.process_start(os.getpid()), "running"), ("1", "lost")):
        rundir.write_json(path / "run.json", {**record, "process_start": began})
        assert launch.load(path.name).status == status


def test_a_zombie_counts_as_ended():
    child = subprocess.Popen([sys.executable, "-c", ""])
    end = time.monotonic() + 200
    while rundir.process_start(child.pid) is not None and time.monotonic() < end:
        time.sleep(0.02)
    assert rundir.process_start(child.pid) is None  # it has not been waited for yet
    child.wait()


def test_damaged_folders_are_listed_with_their_problem(home):
    for name, text in (("gan-a", "{"), ("gan-b", '{"format": 99}'), ("gan-c", "[]")):
        (launch.runs_home() / name).mkdir(parents=True)
        (launch.runs_home() / name / "run.json").write_text(text)
    (launch.runs_home() / "gan-d").mkdir()
    found = {run.id: run for run in launch.runs()}
    assert {name: run.status for name, run in found.items()} == {
        "gan-a": "unreadable",
        "gan-b": "other version",
        "gan-c": "unreadable",
        "gan-d": "unreadable",
    }
    assert all(run.problem and run.metrics() == ([], 0) and run.progress() is None for run in found.values())
    with pytest.raises(launch.OtherVersion, match="this version reads 1"):
        launch.resume("gan-b")


def test_an_unknown_run_comes_with_the_nearest_ones(home):
    path = launch.prepare("gan", "smoke", {}, "cpu")
    with pytest.raises(UnknownRun) as caught:
        launch.load(path.name[:-1])
    assert caught.value.candidates == [path.name]
    for name in ("", "..", "a/b", "../runs"):
        with pytest.raises(UnknownRun):
            launch.load(name)


def test_what_cannot_run_is_refused_before_a_folder_is_made(home, tmp_path, monkeypatch):
    with pytest.raises(UnknownPreset):
        launch.start("gan", "tiny")
    with pytest.raises(BadOverride):
        launch.start("gan", overrides={"lr": "fast"})
    with pytest.raises(RunRefused, match="device 'tpu'"):
        launch.start("gan", device="tpu")
    assert not launch.runs_home().exists()


def test_the_estimate_names_the_stand_in_before_the_run(tmp_path, monkeypatch):
    told = launch.estimate("gan", "cpu", "cpu")
    assert (told.dataset, told.dataset_present, told.substitute) == ("mnist", False, "digits")
    assert "digits stands in" in told.note
    assert launch.estimate("gan", "smoke", "cpu").substitute is None
    (tmp_path / "mirror" / "mnist").mkdir(parents=True)
    for name in ("train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"):
        (tmp_path / "mirror" / "mnist" / name).write_bytes(b"short")
    monkeypatch.setenv("KB_DATASETS", str(tmp_path / "mirror"))
    with pytest.raises(DataCorrupt, match="bytes, got 5"):
        launch.estimate("gan", "cpu", "cpu")


def test_runs_live_in_the_home_of_the_user(home: Path, monkeypatch):
    assert launch.runs_home() == home / "runs"
    monkeypatch.delenv("KB_HOME")
    assert launch.runs_home().parts[-2:] == ("timetested", "runs")


def test_devices_never_promise_a_gpu_that_is_not_there():
    import torch

    assert launch.devices()[0] == "cpu"
    assert ("cuda" in launch.devices()) <= torch.cuda.is_available()
