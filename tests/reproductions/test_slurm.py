"""A real Slurm of one node: submitted, queued, warned, requeued, cancelled and killed runs.

Runs only when asked (KB_SLURM_TEST=1) and as root, because it installs Debian's packages of Slurm, into an
overlay of the root file system: nothing is written outside of pytest's scratch folder, and every process of
it ends with the test (`one_node_slurm.sh` says how).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
KB = Path(sys.executable).parent / "kb"
LONG = ("epochs=10000", "max_seconds=0", "early_updates=2", "samples=100", "test_images=50")


def reason_to_skip() -> str:
    """Why this machine cannot have a Slurm of its own, or ""."""
    if os.environ.get("KB_SLURM_TEST") != "1":
        return "set KB_SLURM_TEST=1 to install and start a real Slurm in a scratch folder (about a minute)"
    if sys.platform != "linux" or os.geteuid() != 0:
        return "an overlay of the root file system needs root on Linux"
    tools = [name for name in ("unshare", "nsenter", "apt-get", "setpriv") if shutil.which(name) is None]
    return f"{tools[0]} is not here" if tools else ""


pytestmark = [
    pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip() or "it can run"),
    pytest.mark.timeout(600),
]


class Node:
    """The one node: runs commands inside its root."""

    def __init__(self, scratch: Path) -> None:
        script = ["bash", str(HERE / "one_node_slurm.sh"), str(scratch)]
        self.root = scratch / "root"
        self.holder = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", *script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        for line in self.holder.stdout:
            self.said.append(line.strip())
            if line == "ready\n":
                break

    def __call__(self, *command: str) -> str:
        children = Path(f"/proc/{self.holder.pid}/task/{self.holder.pid}/children").read_text()
        enter = ["nsenter", f"--target={children.split()[0]}", "--mount", "--pid", "chroot", str(self.root)]
        surroundings = ["env", "KB_HOME=/srv/timetested", "KB_OFFLINE=1", "OMP_NUM_THREADS=1"]
        done = subprocess.run([*enter, *surroundings, *command], capture_output=True, text=True, timeout=240)
        if done.returncode:
            raise AssertionError(f"{command}: {done.stdout} {done.stderr}")
        return done.stdout

    def kb(self, *words: str) -> Any:
        """The data of a JSON answer of `kb`."""
        return json.loads(self(str(KB), *words, "--json"))["data"]

    def start(self, *options: str) -> str:
        """A long run, handed in and left; its id."""
        settings = [word for pair in LONG for word in ("--set", pair)]
        return self.kb("run", "gan", *settings, "--on", "slurm", *options, "--yes", "--detach")["id"]

    def wait(self, run: str, until: Callable[[dict[str, Any]], bool], seconds: float = 120) -> dict[str, Any]:
        """The run as soon as `until` holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            row = self.kb("runs", run)
            if until(row):
                return row
            time.sleep(0.5)
        raise AssertionError((row, self("squeue", "--states=all", "--Format=JobID,State,Reason:40")))

    def record(self, run: str) -> dict[str, Any]:
        return json.loads(self("cat", f"/srv/timetested/runs/{run}/run.json"))

    def step(self, run: str) -> int:
        lines = self("tail", "-n", "1", f"/srv/timetested/runs/{run}/metrics.jsonl").splitlines()
        return int(json.loads(lines[-1])["step"])


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A Slurm that is up, or a skip with the reason why it is not."""
    node = Node(tmp_path_factory.mktemp("slurm"))
    try:
        if node.said[-1:] != ["ready"]:
            pytest.skip(f"no Slurm on this machine: {'; '.join(node.said[-2:])}")
        yield node
    finally:
        node.holder.stdin.close()
        node.holder.wait(30)
        node.holder.stdout.close()


def is_(status: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row["status"] == status


def test_a_run_is_followed_from_the_queue_to_its_measurements(node):
    answer = node.kb("run", "gan", "--set", "epochs=2", "--on", "slurm", "--slurm", "cpus=1", "--yes")
    assert answer["status"] == "done"
    assert {"GAN-1", "GAN-2", "GAN-3", "GAN-4"} <= set(answer["measurements"]["claims"])
    scheduler = node.record(answer["id"])["scheduler"]
    assert (scheduler["name"], scheduler["options"]) == ("slurm", {"time": 10, "cpus": 1})
    node(
        "sh",
        "-c",
        f"until squeue --states=all -ho %T -j {scheduler['job']} | grep COMPLETED; do sleep 1; done",
    )


def test_a_warned_run_is_requeued_and_goes_on_while_another_waits_and_is_cancelled(node):
    every = str(os.cpu_count())
    first = node.start("--slurm", f"cpus={every}")
    node.wait(first, lambda row: row["status"] == "running" and row["progress"])
    second = node.start("--slurm", f"cpus={every}")
    assert node.wait(second, is_("queued"))
    assert {row["id"]: row["status"] for row in node.kb("runs")}.items() >= {
        (first, "running"),
        (second, "queued"),
    }
    node.kb("runs", second, "--cancel")
    assert node.kb("runs", second)["status"] == "cancelled"

    job = node.record(first)["scheduler"]["job"]
    node("scancel", "--signal=USR2", job)  # what Slurm sends ninety seconds before the time is up
    node.wait(first, is_("queued"))
    reached = node.step(first)
    node("scontrol", "update", f"JobId={job}", "StartTime=now")  # Slurm lets a requeued job rest for a while
    node.wait(first, lambda row: row["status"] == "running" and node.step(first) > reached)
    assert "Restarts=1" in node("scontrol", "show", "job", job)

    node.kb("runs", first, "--cancel")
    node.wait(first, is_("cancelled"))
    reached = node.step(first)
    node.kb("runs", first, "--resume")
    node.wait(first, lambda row: row["status"] == "running" and node.step(first) > reached)
    assert node.record(first)["scheduler"]["job"] != job

    node("kill", "-9", str(node.record(first)["pid"]))
    row = node.wait(first, is_("lost"))
    assert "FAILED" in row["problem"]


def test_a_preempted_run_waits_and_then_goes_on(node):
    every = str(os.cpu_count())
    run = node.start("--slurm", f"cpus={every}")
    node.wait(run, lambda row: row["status"] == "running" and row["progress"])
    job = node.record(run)["scheduler"]["job"]
    urgent = node(
        "sbatch", "--parsable", "--partition=urgent", f"-c{every}", "--wrap=sleep 600", "-o/dev/null"
    )
    node.wait(run, is_("queued"))
    assert node("ls", f"/srv/timetested/runs/{run}/checkpoints").split() == ["last.pt"]
    reached = node.step(run)
    node("scancel", urgent.strip())
    node("scontrol", "update", f"JobId={job}", "StartTime=now")
    node.wait(run, lambda row: row["status"] == "running" and node.step(run) > reached)
    node.kb("runs", run, "--cancel")
    node.wait(run, is_("cancelled"))


def test_a_run_that_slurm_was_told_to_cancel_is_cancelled_with_its_checkpoint(node):
    run = node.start("--slurm", "cpus=1")
    node.wait(run, lambda row: row["status"] == "running" and row["progress"])
    node("scancel", node.record(run)["scheduler"]["job"])
    node.wait(run, is_("cancelled"))
    assert node("ls", f"/srv/timetested/runs/{run}/checkpoints").split() == ["last.pt"]


def test_ranks_of_one_job_share_the_seeds(node):
    asked = ("--slurm", "ranks=2", "--slurm", "cpus=1", "--set", "seeds=2", "--set", "epochs=2")
    answer = node.kb("run", "gan", *asked, "--on", "slurm", "--yes")
    assert answer["status"] == "done"
    assert node.record(answer["id"])["ranks"] == 2
    assert any(len(measured["per_seed"]) == 2 for measured in answer["measurements"]["measures"].values())


def test_what_slurm_refuses_is_one_line(node):
    with pytest.raises(AssertionError, match="not take the job: invalid partition specified: nowhere"):
        node.start("--slurm", "partition=nowhere")
    assert "nowhere" not in json.dumps(node.kb("runs"))
