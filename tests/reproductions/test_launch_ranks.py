"""Seeds shared among the processes of torchrun: what two measure together is what one measures alone."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reproductions import catalog, launch, rundir
from reproductions.errors import RunRefused
from reproductions.harness.execution import execute
from reproductions.places_to_run import ranks
from reproductions.rundir import Run

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
TINY = {"seeds": "4", "epochs": "3", "samples": "100", "early_updates": "4", "max_seconds": "0"}


def torchrun(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "reproductions"]
    return subprocess.run(
        [sys.executable, *launcher, *words],
        capture_output=True,
        text=True,
        timeout=200,
        env={**os.environ, **environment},
    )


def settings(tiny: dict[str, str]) -> list[str]:
    return [word for name, value in tiny.items() for word in ("--set", f"{name}={value}")]


def test_two_ranks_measure_what_one_process_measures(tmp_path):
    done = torchrun("gan", *settings(TINY), "--run-dir", str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    execute(launch.prepare("gan", "smoke", catalog.configure("gan", "smoke", TINY), "cpu", tmp_path / "one"))
    two, one = Run.read(tmp_path / "two"), Run.read(tmp_path / "one")
    assert (two.status, two.record["ranks"], two.record["seeds"]) == ("done", 2, [0, 1, 2, 3])
    assert [Run.read(two.path / "ranks" / k).record["seeds"] for k in "01"] == [[0, 1], [2, 3]]
    events = [[event for event in run.metrics()[0] if "values" in event] for run in (two, one)]
    assert [event["step"] for event in events[0]] == [event["step"] for event in events[1]]
    for mine, theirs in zip(*events, strict=True):
        assert mine["values"].keys() == theirs["values"].keys()
        for name, values in mine["values"].items():
            assert values == pytest.approx(theirs["values"][name], abs=1e-5), (mine["step"], name)
    together, alone = two.measurements()["measures"], one.measurements()["measures"]
    for name, measured in together.items():
        assert len(measured["per_seed"]) == len(alone[name]["per_seed"])
        assert measured["per_seed"] == pytest.approx(alone[name]["per_seed"], rel=1e-3, abs=1e-3), name
    assert two.artefacts()
    assert done.stdout.count("GAN-1\t") == 1  # rank 0 alone speaks


def test_what_cannot_be_shared_is_refused_in_one_line(tmp_path, monkeypatch):
    path = launch.prepare("gan", "smoke", {"seeds": 2}, "cpu", tmp_path / "run")
    ranks.refuse(path, 2)
    with pytest.raises(RunRefused, match=r"3 ranks cannot share 2 seed\(s\)"):
        ranks.refuse(path, 3)
    rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), "ranks": 1})
    with pytest.raises(RunRefused, match=r"begun on 1 rank\(s\)"):
        ranks.refuse(path, 2)
    monkeypatch.setattr(ranks.catalog, "find", lambda paper: SimpleNamespace(id=paper, folder=tmp_path))
    with pytest.raises(RunRefused, match=r"gan trains in one process: it has no merging\.py"):
        ranks.refuse(path, 2)


def test_shares_are_neighbours_and_even():
    for seeds, world in ((4, 2), (5, 3), (10, 4), (3, 3)):
        shares = [ranks.share({"seed": 7, "seeds": seeds}, rank, world) for rank in range(world)]
        assert [share["seed"] + s for share in shares for s in range(share["seeds"])] == [
            7 + s for s in range(seeds)
        ]
        assert max(share["seeds"] for share in shares) - min(share["seeds"] for share in shares) <= 1


def test_events_are_merged_where_every_rank_has_them():
    first = [
        {"step": 0, "t": 0.0, "rate": None, "values": {"loss": [1.0, 2.0], "lr": 0.5}},
        {"step": 5, "t": 1.0, "rate": 10.0, "values": {"loss": [0.5, 0.6], "lr": 0.4}},
        {"step": 6, "t": 2.0, "rate": 10.0, "values": {"loss": [0.1, 0.1], "lr": 0.3}},
        {"step": 6, "t": 2.0, "event": "evaluating"},
    ]
    second = [
        {"step": 0, "t": 0.1, "rate": None, "values": {"loss": [3.0], "lr": 0.5}},
        {"step": 5, "t": 1.5, "rate": 7.0, "values": {"loss": [math.pi], "lr": 0.4, "more": [1.0]}},
    ]
    assert ranks.merged_events([first, second]) == [
        {"step": 0, "t": 0.1, "rate": None, "values": {"loss": [1.0, 2.0, 3.0], "lr": 0.5}},
        {"step": 5, "t": 1.5, "rate": 17.0, "values": {"loss": [0.5, 0.6, math.pi], "lr": 0.4}},
    ]


def test_one_process_does_not_go_on_with_a_shared_training(home: Path):
    path = launch.prepare("gan", "smoke", {}, "cpu")
    record = rundir.read_json(path / "run.json")
    rundir.write_json(path / "run.json", {**record, "status": "cancelled", "ranks": 2})
    with pytest.raises(RunRefused, match="resume it with torchrun --nproc-per-node 2 -m reproductions"):
        launch.resume(path.name)
    (path / "checkpoints" / "last.pt").touch()  # all shares are trained: one process can measure them
    launch.refuse_alone(launch.load(path.name))
