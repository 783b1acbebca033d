"""Runs as jobs of a cluster: the same road through submitit, with its local executor in Slurm's place; and
how runs stand of which only Slurm, or another machine, knows more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reproductions import launch, rundir
from reproductions.errors import BadOverride, RunRefused
from reproductions.places_to_run import job, slurm, slurm_queue
from reproductions.rundir import Run

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
LONG = {"epochs": "10000", "max_seconds": "0", "early_updates": "2", "samples": "100", "test_images": "50"}
SHORT = {**LONG, "epochs": "2", "watch_every": "20"}


def wait(run: Run, until: Callable[[Run], bool], seconds: float = 90) -> Run:
    """The run as soon as `until` holds; fails with what the job printed after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = run.refresh()
        if until(run):
            return run
        time.sleep(0.05)
    logs = [file.read_text() for file in (run.path / "job").glob("*.out")]
    raise AssertionError(f"{run.status}: {run.problem}; {run.log_tail()}; {logs}")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Run]]:
    """submitit's local executor in Slurm's place; the runs put into the list are ended with the test."""
    pytest.importorskip("submitit", reason="jobs are handed in through submitit")
    monkeypatch.setenv("KB_SLURM_CLUSTER", "local")
    started: list[Run] = []
    yield started
    for run in started:
        end = time.monotonic() + 200
        while (pid := rundir.process_of(run.path, run.refresh().record)) and time.monotonic() < end:
            os.kill(pid, signal.SIGKILL)
            launch.runs()
            time.sleep(0.05)


def test_a_job_does_what_a_local_run_does(stand_in):
    sent = launch.start("gan", overrides=SHORT, on="slurm", slurm_options={"cpus": "1"})
    stand_in.append(sent)
    assert sent.status in ("queued", "starting", "running")
    sent = wait(sent, lambda run: run.status == "done")
    here = wait(launch.start("gan", overrides=SHORT, device="cpu"), lambda run: run.status == "done")
    assert sent.record["config"] == here.record["config"]
    assert sent.measurements() == here.measurements()
    assert [event["values"] for event in sent.metrics()[0] if "values" in event] == [
        event["values"] for event in here.metrics()[0] if "values" in event
    ]
    scheduler = sent.record["scheduler"]
    assert (scheduler["name"], scheduler["options"]) == ("local", {"time": 10, "cpus": 1})
    assert scheduler["job"].isdecimal()


def test_a_warned_job_goes_back_into_the_queue_and_on_from_its_checkpoint(stand_in):
    run = launch.start("gan", overrides=LONG, on="slurm")
    stand_in.append(run)
    run = wait(run, lambda run: run.status == "running" and len(run.metrics()[0]) > 3)
    first = run.record["pid"]
    os.kill(first, signal.SIGUSR2)  # what Slurm sends ninety seconds before the end
    run = wait(run, lambda run: run.record["status"] == "queued")
    assert run.active
    assert (run.path / "checkpoints" / "last.pt").exists()
    reached = run.progress().step
    run = wait(run, lambda run: run.status == "running" and run.progress().step > reached)
    assert run.record["pid"] != first

    launch.cancel(run.id)
    run = wait(run, lambda run: run.status == "cancelled")
    wait(run, lambda run: rundir.process_of(run.path, run.record) is None)
    reached = run.progress().step
    run = launch.resume(run.id)
    assert run.record["scheduler"]["name"] == "local"
    wait(run, lambda run: run.status == "running" and run.progress().step > reached)


def test_a_step_that_takes_too_long_after_the_warning_is_cut_off_and_the_job_requeued(home, monkeypatch):
    submitit = pytest.importorskip("submitit", reason="jobs are handed in through submitit")
    path = launch.prepare("gan", "smoke", {}, "cpu")
    rundir.write_json(
        path / "run.json", {**rundir.read_json(path / "run.json"), "scheduler": {"name": "local"}}
    )
    surroundings = SimpleNamespace(num_tasks=1, global_rank=0, job_id="7")
    monkeypatch.setattr(submitit, "JobEnvironment", lambda: surroundings)
    monkeypatch.setattr(job, "PATIENCE", 1)

    def long_step(_arguments: list[str]) -> int:
        os.kill(os.getpid(), signal.SIGUSR2)
        time.sleep(30)
        return 0

    monkeypatch.setattr("reproductions.__main__.main", long_step)
    requeued: list[int] = []
    before = {
        signal.SIGUSR2: signal.signal(signal.SIGUSR2, lambda number, _frame: requeued.append(number)),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: None),
        signal.SIGALRM: signal.getsignal(signal.SIGALRM),
    }
    try:
        job.Job(str(path), "gan")()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert requeued == [signal.SIGUSR2]
    assert rundir.read_json(path / "run.json")["status"] == "queued"
    assert rundir.read_json(path / "run.json")["scheduler"]["job"] == "7"


def test_without_submitit_or_slurm_one_line_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RunRefused, match="sbatch is not on the path: call this on a login node") as refused:
        launch.start("gan", on="slurm")
    assert refused.value.code == 6
    monkeypatch.setitem(sys.modules, "submitit", None)
    monkeypatch.setattr(slurm.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunRefused, match=r"pip install 'timetested\[slurm\]'"):
        slurm.check()
    assert not launch.runs_home().exists()


def test_the_command_line_says_what_does_not_go_together_and_what_is_missing(tmp_path):
    kb = Path(sys.executable).parent / "kb"
    environment = {**os.environ, "PATH": str(tmp_path)}
    codes, said = [], ""
    for words in (["--slurm", "gpus=1"], ["--on", "slurm", "--slurm", "gpus"], ["--on", "slurm"]):
        command = [sys.executable, str(kb), "run", "gan", "--yes", *words]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200)
        codes.append(done.returncode)
        said += done.stderr
    assert codes == [2, 2, 6]
    for sentence in ("--slurm goes with --on slurm", "as in --slurm gpus=1", "sbatch is not on the path"):
        assert sentence in said


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"ranks": "0"}, "whole number from 1"),
        ({"time": "5"}, "whole number from 10 on .Slurm warns a job 90 s before"),
        ({"gpus": "two"}, "whole number from 0"),
        ({"Partition!": "x"}, "small letters"),
    ],
)
def test_options_that_cannot_be_are_refused(given, complaint):
    with pytest.raises(BadOverride, match=complaint):
        slurm.options(given, "gan", "cpu")


def test_a_job_gets_three_times_its_budget_unless_told_otherwise():
    assert slurm.options({}, "gan", "cpu")["time"] == 60  # the preset's budget is 20 minutes
    assert slurm.options({"time": "25", "partition": "p"}, "gan", "cpu") == {"time": 25, "partition": "p"}
    assert slurm.options({}, "gan", "paper")["time"] == 24 * 60  # no budget


def test_the_device_of_a_job_follows_what_it_asks_for_and_not_what_is_here():
    asked = [({}, None), ({"gpus": "1"}, None), ({"gpus": "0"}, None), ({"gpus": "1"}, "cpu"), ({}, "cuda")]
    told = [
        launch.estimate("gan", "smoke", device, on="slurm", slurm_options=o).device for o, device in asked
    ]
    assert told == ["cpu", "cuda", "cpu", "cpu", "cuda"]
    with pytest.raises(RunRefused, match="options for Slurm go with slurm"):
        launch.start("gan", slurm_options={"gpus": "1"})


@pytest.fixture
def fake_slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Slurm's commands as small scripts that say what the files beside them hold, and note their calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sbatch", "srun", "squeue", "sacct", "scancel"):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\necho {name} "$@" >> {folder}/calls\n'
            f"cd {folder}\ncat {name}.err >&2 2>/dev/null && exit 1\ncat {name}.out 2>/dev/null || true\n"
        )
        script.chmod(0o755)
    (folder / "sbatch.out").write_text("Submitted batch job 42\n")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(slurm_queue, "REMEMBERED", 0.0)
    return folder


def says(folder: Path, squeue: str = "", sacct: str = "", error: str = "") -> None:
    """Set the answers of the fake Slurm."""
    (folder / "squeue.out").write_text(squeue)
    (folder / "sacct.out").write_text(sacct)
    (folder / "squeue.err").unlink(missing_ok=True)
    if error:
        (folder / "squeue.err").write_text(error)


def standing(run: Run, **recorded: object) -> tuple[str, str | None]:
    rundir.write_json(run.path / "run.json", {**rundir.read_json(run.path / "run.json"), **recorded})
    run = run.refresh()
    return run.status, run.problem


@pytest.fixture
def submitted(fake_slurm: Path) -> Run:
    """A run handed in to the fake Slurm as job 42."""
    pytest.importorskip("submitit", reason="jobs are handed in through submitit")
    says(fake_slurm, "PENDING\n")
    options = {"partition": "long", "gpus": "1", "time": "30"}
    return launch.start("gan", overrides=SHORT, on="slurm", slurm_options=options)


def test_the_batch_script_asks_for_what_was_asked(submitted, fake_slurm):
    assert (submitted.status, submitted.device) == ("queued", "cuda")
    assert rundir.job_of(submitted.path, submitted.record) == "42"
    script = (submitted.path / "job" / "42_submission.sh").read_text()
    wanted = ("--partition=long", "--gpus-per-node=1", "--time=30", "--signal=USR2@90", "--requeue")
    assert [line for line in wanted if f"#SBATCH {line}" not in script] == []
    assert f"--output={submitted.path / 'log.txt'}" in script
    assert "export KB_HOME=" in script


def test_slurm_tells_how_a_job_stands_and_a_job_of_another_node_is_not_lost(submitted, fake_slurm):
    assert standing(submitted, host="node7", pid=1, process_start="1") == ("queued", None)
    says(fake_slurm, "RUNNING\n")
    assert standing(submitted) == ("starting", None)
    assert standing(submitted, status="running") == ("running", None)
    says(fake_slurm, "PENDING\n")  # preempted
    assert standing(submitted) == ("queued", None)
    says(fake_slurm, "TIMEOUT\n")
    assert standing(submitted) == ("lost", "Slurm job 42 is gone (TIMEOUT); it can be resumed")
    says(fake_slurm, "CANCELLED\n")
    assert standing(submitted)[0] == "cancelled"
    says(fake_slurm, error="slurm_load_jobs error: Invalid job id specified\n", sacct="NODE_FAIL\n")
    assert standing(submitted) == ("lost", "Slurm job 42 is gone (NODE_FAIL); it can be resumed")
    says(fake_slurm, error="slurm_load_jobs error: Invalid job id specified\n")  # and nobody keeps accounts
    assert "no longer known" in standing(submitted)[1]
    assert standing(submitted, status="done") == ("done", None)


def test_where_slurm_does_not_answer_a_run_stands_as_it_last_said(submitted, fake_slurm, monkeypatch):
    says(fake_slurm, error="slurm_load_jobs error: Unable to contact slurm controller\n")
    assert standing(submitted, status="running") == ("running", "Slurm does not answer here about job 42")
    long_ago = time.time() - 3600
    for file in submitted.path.glob("*"):
        os.utime(file, (long_ago, long_ago))
    assert submitted.refresh().status == "lost"
    assert standing(submitted, status="queued")[0] == "queued"  # a queue may be longer than that
    monkeypatch.setenv("PATH", "/nonexistent")
    assert submitted.refresh().status == "queued"


def test_a_waiting_job_is_taken_out_of_the_queue_at_once(submitted, fake_slurm, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(
            slurm_queue, "_ask", lambda job: "CANCELLED" if called(fake_slurm, "scancel") else "PENDING"
        )
        launch.cancel(submitted.id)
    assert called(fake_slurm, "scancel") == ["scancel --state=PENDING 42"]
    assert submitted.refresh().status == "cancelled"
    says(fake_slurm, "PENDING\n")
    (fake_slurm / "sbatch.out").write_text("Submitted batch job 43\n")
    again = launch.resume(submitted.id)
    assert (again.status, rundir.job_of(again.path, again.record)) == ("queued", "43")
    assert again.record["scheduler"]["options"]["partition"] == "long"
    assert not (again.path / "cancel").exists()


def test_a_job_that_does_not_listen_is_cancelled_through_slurm(submitted, fake_slurm, monkeypatch):
    says(fake_slurm, "RUNNING\n")
    assert standing(submitted, status="running")[0] == "running"
    launch.cancel(submitted.id)
    assert called(fake_slurm, "scancel") == []  # it sees the file by itself
    monkeypatch.setattr(launch, "GRACE", -1.0)
    launch.runs()
    assert called(fake_slurm, "scancel") == ["scancel 42"]
    says(fake_slurm, error="slurm_load_jobs error: Invalid job id specified\n")
    assert submitted.refresh().status == "cancelled"


def called(folder: Path, name: str) -> list[str]:
    lines = (folder / "calls").read_text().splitlines()
    return [line for line in lines if line.startswith(name + " ")]


def test_what_sbatch_refuses_leaves_no_run_behind(fake_slurm):
    pytest.importorskip("submitit", reason="jobs are handed in through submitit")
    (fake_slurm / "sbatch.err").write_text("sbatch: error: invalid partition specified: nowhere\n")
    with pytest.raises(RunRefused, match=r"did not take the job: .*invalid partition specified: nowhere"):
        launch.start("gan", on="slurm", slurm_options={"partition": "nowhere"})
    assert launch.runs() == []


def test_jobs_do_not_count_against_the_limit_of_this_machine(submitted, fake_slurm):
    says(fake_slurm, "RUNNING\n")
    assert launch.load(submitted.id).active
    launch._refuse_beyond_limit()


def test_a_process_of_another_machine_is_believed_until_it_has_been_silent_for_long(home):
    path = launch.prepare("gan", "smoke", {}, "cpu")
    record = {**rundir.read_json(path / "run.json"), "status": "running", "pid": 1, "process_start": "1"}
    rundir.write_json(path / "run.json", {**record, "host": "another-machine"})
    assert launch.load(path.name).status == "running"
    launch._refuse_beyond_limit()  # and leaves room here
    long_ago = time.time() - 3600
    os.utime(path / "run.json", (long_ago, long_ago))
    run = launch.load(path.name)
    assert run.status == "lost"
    assert "another-machine" in run.problem
