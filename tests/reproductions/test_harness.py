"""Statistics, verdicts, pictures, checkpoints, and the record of a run."""

from __future__ import annotations

import json
import math
import zlib

import numpy as np
import pytest
import torch

from reproductions import rundir
from reproductions.errors import DataCorrupt
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


def recorder(path) -> Recorder:
    (path / "artefacts").mkdir(exist_ok=True)
    (path / "checkpoints").mkdir(exist_ok=True)
    if not (path / "run.json").exists():
        rundir.write_json(
            path / "run.json", {"format": rundir.FORMAT, "id": "r", "status": "done", "paper": "gan"}
        )
    made = Recorder(path)
    made.begin(steps=10, per_step=5, budget=0, unit="images")
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
    clock = iter(range(100, 200, 2))  # two seconds at each look
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    record = recorder(tmp_path)
    record.log(4, loss=[0.0])
    progress = rundir.Run.read(tmp_path).progress()
    assert (progress.step, progress.steps, progress.unit) == (4, 10, "images")
    assert progress.rate == pytest.approx(4 * 5 / 2)
    record.close()
