"""Statistics, verdicts, pictures, checkpoints, and the record of a run."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import subprocess
import zlib

import numpy as np
import pytest
import torch

from reproductions import rundir
from reproductions.errors import DataCorrupt, DiskFull
from reproductions.harness import checkpoint
from reproductions.harness.recorder import Recorder
from reproductions.harness.statistics import interval_over_seeds, measure, standard_error
from reproductions.harness.verdicts import NOT_TESTABLE, REPRODUCED, verdict
from reproductions.pictures import png


def test_the_interval_covers_the_mean_and_comes_out_the_same_each_time():
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    low, high = interval_over_seeds(values)
    # the bootstrap distribution of this mean: standard deviation sqrt(2 / 5)
    assert low == pytest.approx(3 - 1.96 * math.sqrt(2 / 5), abs=0.2)
    assert high == pytest.approx(3 + 1.96 * math.sqrt(2 / 5), abs=0.2)
    assert interval_over_seeds(values) == (low, high)


def test_one_seed_or_a_nan_has_no_interval():
    assert interval_over_seeds([3.0]) is None
    assert interval_over_seeds([3.0, math.nan]) is None
    assert measure([3.0], "nats", "x")["interval"] is None


def test_standard_error_is_the_deviation_over_the_root_of_n():
    assert standard_error(np.array([0.0, 2.0, 0.0, 2.0])) == 0.5


def test_a_control_that_meets_the_claim_takes_the_verdict_away():
    assert verdict(REPRODUCED, "so", control="c", control_fails=True)["verdict"] == REPRODUCED
    assert verdict(REPRODUCED, "so", control="c", control_fails=False)["verdict"] == NOT_TESTABLE
    with pytest.raises(ValueError, match="got 'good'"):
        verdict("good", "so")


def test_a_png_holds_the_picture_that_was_written():
    picture = np.array([[0, 128], [255, 7], [1, 2]], np.uint8)
    data = png.encode(picture)
    start = data.index(b"IDAT") + 4
    size = int.from_bytes(data[start - 8 : start - 4], "big")
    lines = zlib.decompress(data[start : start + size])
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert data[16:24] == (2).to_bytes(4, "big") + (3).to_bytes(4, "big")
    assert lines == bytes([0, 0, 128, 0, 255, 7, 0, 1, 2])


def test_another_reader_sees_the_same_png(tmp_path):
    image = pytest.importorskip("PIL.Image")
    picture = np.arange(35, dtype=np.uint8).reshape(5, 7)
    png.write(tmp_path / "a.png", picture)
    with image.open(tmp_path / "a.png") as read:
        assert np.array_equal(np.asarray(read), picture)


def test_tiles_stand_in_reading_order_with_a_gap():
    sheet = png.tile(np.stack([np.full((2, 2), k / 2) for k in range(3)]), columns=2, gap=1)
    assert sheet.shape == (7, 7)
    assert (sheet[1, 1], sheet[1, 4], sheet[4, 1], sheet[4, 4]) == (0, 128, 255, 128)


def test_a_checkpoint_comes_back_and_a_cut_one_is_named(tmp_path):
    path = tmp_path / "last.pt"
    checkpoint.save(path, {"step": 3, "w": [torch.arange(4.0)]})
    assert checkpoint.load(tmp_path / "none.pt") is None
    assert checkpoint.load(path)["w"][0].tolist() == [0, 1, 2, 3]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DataCorrupt, match=r"last\.pt: not a whole checkpoint"):
        checkpoint.load(path)


def recorder(path, **given) -> Recorder:
    (path / "artefacts").mkdir(exist_ok=True)
    (path / "checkpoints").mkdir(exist_ok=True)
    if not (path / "run.json").exists():
        rundir.write_json(
            path / "run.json", {"format": rundir.FORMAT, "id": "r", "status": "done", "paper": "gan"}
        )
    made = Recorder(path)
    made.begin(**{"steps": 10, "per_step": 5, "budget": 0, "unit": "images", **given})
    return made


def test_events_are_readable_at_once_and_from_an_offset(tmp_path):
    record = recorder(tmp_path)
    run = rundir.Run.read(tmp_path)
    record.log(1, loss=torch.tensor([0.5, float("nan")]))
    events, offset = run.metrics()
    assert [event["values"] for event in events] == [{"loss": [0.5, None]}]
    record.log(2, loss=[1.0, 2.0])
    later, _ = run.metrics(offset)
    assert [event["step"] for event in later] == [2]
    record.close()


def test_a_line_half_written_waits_for_its_end(tmp_path):
    recorder(tmp_path).close()
    (tmp_path / "metrics.jsonl").write_text('{"step": 1}\n{"step": 2', "utf-8")
    events, offset = rundir.Run.read(tmp_path).metrics()
    assert ([event["step"] for event in events], offset) == ([1], 12)


def test_a_resumed_record_drops_what_came_after_the_checkpoint(tmp_path):
    first = recorder(tmp_path)
    for step in (1, 2, 3):
        first.log(step, loss=[0.0])
        if step == 2:
            first.checkpoint(step, dict)
    first.close()
    with (tmp_path / "metrics.jsonl").open("a") as file:
        file.write('{"step": 4, "va')  # the kill came here
    second = recorder(tmp_path)
    second.log(3, loss=[9.0])
    second.close()
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    assert [(line["step"], line["values"]["loss"]) for line in lines] == [(1, [0]), (2, [0]), (3, [9])]


def test_a_run_killed_before_its_first_checkpoint_begins_its_record_anew(tmp_path):
    for _ in range(2):
        record = recorder(tmp_path)
        record.log(0, loss=[1.0])
        record.log(1, loss=[0.5])
        record.close()  # a kill leaves the same file
    events, _ = rundir.Run.read(tmp_path).metrics()
    assert [event["step"] for event in events] == [0, 1]


def test_a_checkpoint_of_step_0_keeps_the_event_of_step_0(tmp_path):
    first = recorder(tmp_path)
    first.log(0, loss=[1.0])
    first.checkpoint(0, dict)
    first.close()
    recorder(tmp_path).close()
    assert [event["step"] for event in rundir.Run.read(tmp_path).metrics()[0]] == [0]


def seconds_pass(monkeypatch) -> None:
    """Two seconds at each look at the clock."""
    clock = iter(range(100, 2000, 2))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))


def test_the_time_limit_is_told_with_how_far_the_training_came(tmp_path, monkeypatch):
    seconds_pass(monkeypatch)
    record = recorder(tmp_path, budget=4, length=(50, "epochs"))
    record.log(5, loss=[1.0])
    record.checkpoint(6, dict)
    assert record.out_of_time()
    record.trained()
    record.close()
    run, told = rundir.Run.read(tmp_path), "stopped at 30 of 50 epochs by the time limit (max_seconds=4)"
    assert run.stopped() == told
    assert run.record["stopped"] == {
        "done": 30, "whole": 50, "unit": "epochs", "max_seconds": 4, "about": told
    }  # fmt: skip
    assert run.metrics()[0][-1]["event"] == told
    assert run.progress().fraction == 0.6, "done, and yet not the whole of it"


@pytest.mark.parametrize(("reached", "budget"), [(10, 4), (10, 0), (6, 0), (6, 10_000)])
def test_a_training_that_ended_otherwise_does_not_blame_the_limit(tmp_path, monkeypatch, reached, budget):
    seconds_pass(monkeypatch)
    record = recorder(tmp_path, budget=budget)
    record.checkpoint(reached, dict)
    record.trained()
    record.close()
    assert rundir.Run.read(tmp_path).record["stopped"] is None
    assert rundir.Run.read(tmp_path).stopped() is None


@pytest.mark.parametrize(("step", "told"), [(7, "stopped at 7 of 10 steps"), (10, None)])
def test_a_run_of_an_older_version_is_told_by_its_last_event(tmp_path, step, told):
    recorder(tmp_path).close()
    record = rundir.read_json(tmp_path / "run.json")
    rundir.write_json(tmp_path / "run.json", {**record, "config": {"max_seconds": 5.0}})
    (tmp_path / "metrics.jsonl").write_text(f'{{"step": {step}, "t": 5.1, "fraction": 1.0}}\n', "utf-8")
    stopped = rundir.Run.read(tmp_path).stopped()
    assert (stopped or "").startswith(told or "")
    assert (stopped is None) is (told is None)


def test_the_signals_are_again_what_they_were_when_a_run_has_ended(tmp_path):
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    record = recorder(tmp_path)
    record.listen()
    signal.raise_signal(signal.SIGINT)
    assert record.cancelled
    record.close()
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_full_disk_under_a_checkpoint_is_the_systems_error(tmp_path, monkeypatch):
    def full(_state, _file):
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise RuntimeError("[enforce fail at inline_container.cc] unexpected pos") from error

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(DiskFull, match="no space left"), rundir.full_disk(tmp_path):
        checkpoint.save(tmp_path / "last.pt", {"step": 1})
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(torch, "save", lambda _state, _file: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        checkpoint.save(tmp_path / "last.pt", {"step": 1})


def test_a_picture_is_listed_with_its_data(tmp_path):
    record = recorder(tmp_path)
    for title in ("old", "new"):
        record.image("grid", np.zeros((4, 8, 8), np.float32), 2, title, step=7)
    found = rundir.Run.read(tmp_path).artefacts()
    assert [(item.name, item.kind, item.title, item.step) for item in found] == [
        ("grid", "image", "new", 7),
        ("grid-data", "data", "new", 7),
    ]
    assert all(item.path.stat().st_size > 0 for item in found)
    record.close()


def test_progress_tells_rate_and_time_to_go(tmp_path, monkeypatch):
    seconds_pass(monkeypatch)
    record = recorder(tmp_path)
    record.log(4, loss=[0.0])
    progress = rundir.Run.read(tmp_path).progress()
    assert (progress.step, progress.steps, progress.unit) == (4, 10, "images")
    assert progress.rate == pytest.approx(4 * 5 / 2)
    record.close()


def test_parts_of_files_that_a_kill_left_are_swept_when_the_run_goes_on(tmp_path):
    (tmp_path / "artefacts").mkdir()
    gone = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True).stdout.strip()
    left = [f".run.json.{gone}.part", ".metrics.jsonl.part", "artefacts/.samples.part.npz"]
    kept = [f".process.json.{os.getppid()}.part", "run.json", "artefacts/samples.png", ".keep"]
    for name in (*left, *kept):
        (tmp_path / name).touch()
    rundir.sweep(tmp_path)
    assert sorted(
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()
    ) == sorted(kept)
