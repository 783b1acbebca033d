"""The Reproduce page shows runs as they stand on disk; it starts and cancels as the launcher says."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from reproductions import launch, rundir, standing


def make_run(home: Path, status: str, **more: object) -> Path:
    """A run folder as a run leaves it behind."""
    folder = home / "runs" / f"gan-smoke-20260101-000000-{status[:4]}"
    (folder / "artefacts").mkdir(parents=True)
    record = {
        "format": rundir.FORMAT, "id": folder.name, "paper": "gan", "preset": "smoke", "status": status,
        "device": "cpu", "created": "2026-01-01T00:00:00Z", "started": "2026-01-01T00:00:01Z", "steps": 100,
        "unit": "images", "seeds": [0, 1], "config": {"dataset": "digits"}, **more,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    events = [{"step": s, "t": s / 10, "rate": 50.0, "values": {"d_loss": [1.0, 0.5]}} for s in (10, 20)]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(e) + "\n" for e in events), "utf-8")
    (folder / "log.txt").write_text("reading digits\n<b>not bold</b>\n", "utf-8")
    return folder


def test_the_overview_says_what_can_be_run(open_page) -> None:
    page = open_page("reproduce")
    assert "reproduce?paper=gan" in page.links
    assert "No runs on this machine yet." in page.text


def test_a_recipe_says_what_a_run_needs_before_it_starts(open_page) -> None:
    page = open_page("reproduce", paper="gan")
    for told in ("Time", "Device", "Data", "cpu", "digits", "What counts as reproduced", "GAN-1"):
        assert told in page.text, told
    assert [button.label for button in page.test.button] == ["Start"]


def test_a_stand_in_for_data_is_told_before_the_start(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    told = launch.Estimate("cpu", 600.0, "mnist", False, "digits", "mnist is not here")
    monkeypatch.setattr(launch, "estimate", lambda *_: told)
    page = open_page("reproduce", paper="gan")
    assert "mnist is not on this machine; digits stands in for it" in page.text
    assert "About 10 min here" in page.text


def test_start_starts_the_chosen_preset_and_shows_its_run(
    open_page, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def start(paper, preset, *, device, seed):
        asked.append((paper, preset, device, seed))
        return launch.Run.read(make_run(home, "done", seconds=9.0))

    monkeypatch.setattr(launch, "start", start)
    test = open_page("reproduce", paper="gan", lang="zh").test
    test.number_input[0].set_value(7).run()
    test.button[0].click().run()
    assert asked == [("gan", "smoke", "cpu", 7)]
    assert test.query_params["run"] == "gan-smoke-20260101-000000-done"
    assert test.query_params["lang"] == "zh"


def test_a_second_run_is_refused_in_one_sentence(
    open_page, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = launch.Run.read(make_run(home, "done"))
    going.status = "running"
    monkeypatch.setattr(launch, "runs", lambda paper=None: [going])

    def start(*_args, **_options):
        raise launch.RunRefused("1 run(s) under way")

    monkeypatch.setattr(launch, "start", start)
    page = open_page("reproduce", paper="gan")
    page.test.button[0].click().run()
    shown = type(page)(page.test)
    assert f"Another run is going ({going.id})" in shown.text
    assert f"reproduce?run={going.id}" in shown.links


def test_an_error_of_the_launcher_is_its_own_sentence(open_page, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_args, **_options):
        raise launch.TorchMissing("running a paper needs PyTorch: pip install x")

    monkeypatch.setattr(launch, "start", start)
    page = open_page("reproduce", paper="gan")
    page.test.button[0].click().run()
    assert "running a paper needs PyTorch: pip install x" in type(page)(page.test).text


def test_a_finished_run_shows_curves_log_and_verdicts(open_page, home: Path) -> None:
    folder = make_run(home, "done", seconds=12.0)
    verdict = {
        "verdict": "direction only",
        "because": "26 of 50",
        "control": "untrained: 3",
        "control_fails": True,
    }
    measure = {
        "about": "a likelihood",
        "unit": "nats",
        "per_seed": [1.0],
        "mean": 123.45,
        "interval": [120.0, 126.0],
    }
    found = {"format": 1, "measures": {"parzen": measure}, "claims": {"GAN-1": verdict}}
    (folder / "measurements.json").write_text(json.dumps(found), "utf-8")
    page = open_page("reproduce", run=folder.name)
    for told in (
        "done",
        "direction only",
        "26 of 50",
        "225 ± 2 nats",
        "123.5",
        "120 – 126",
        "12 s",
        "Losses",
    ):
        assert told in page.text, told
    assert len(page.test.get("vega_lite_chart") or page.test.get("arrow_vega_lite_chart")) == 1
    assert page.test.code[0].value == "reading digits\n<b>not bold</b>"


def test_pictures_of_a_run_are_shown_newest_first_and_inside_the_page(open_page, home: Path) -> None:
    folder = make_run(home, "done")
    rows = []
    for step in range(12):
        name = f"samples-{step:07d}"
        (folder / "artefacts" / f"{name}.png").write_bytes(b"picture %d" % step)
        rows.append(
            {"name": name, "path": f"{name}.png", "kind": "image", "title": f"after {step}", "step": step}
        )
    (folder / "artefacts" / "index.json").write_text(json.dumps({"artefacts": rows}), "utf-8")
    page = open_page("reproduce", run=folder.name)
    order = [int(step) for step in re.findall(r"<figcaption>after (\d+) updates", page.html)]
    assert order[0] == 11
    assert order[1:] == [0, 1, 3, 4, 6, 7, 9, 10]
    assert base64.b64encode(b"picture 11").decode() in page.html


def test_a_run_on_stand_in_data_says_so(open_page, home: Path) -> None:
    folder = make_run(home, "done", data={"name": "digits", "substitute_for": "mnist"})
    assert "digits, in place of mnist" in open_page("reproduce", run=folder.name).text


@pytest.mark.parametrize("status", ["cancelled", "failed"])
def test_a_run_that_stopped_early_can_go_on(open_page, home: Path, monkeypatch, status: str) -> None:
    folder = make_run(home, status, error="the disk was full" if status == "failed" else None)
    asked = []
    monkeypatch.setattr(launch, "resume", asked.append)
    page = open_page("reproduce", run=folder.name)
    assert ("the disk was full" in page.text) == (status == "failed")
    page.test.button[0].click().run()
    assert asked == [folder.name]


def test_a_run_that_goes_can_be_cancelled(open_page, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run(home, "running")
    monkeypatch.setattr(standing, "process_of", lambda *_: 4242)
    asked = []
    monkeypatch.setattr(launch, "cancel", asked.append)
    page = open_page("reproduce", run=folder.name)
    assert "running" in page.text and "step 20 of 100" in page.text and "50 images/s" in page.text
    page.test.button[0].click().run()
    assert asked == [folder.name]


def test_a_damaged_run_folder_is_told_and_harms_nothing(open_page, home: Path) -> None:
    folder = make_run(home, "done")
    (folder / "run.json").write_text("{", "utf-8")
    assert "unreadable" in open_page("reproduce").text
    assert "cannot be read" in open_page("reproduce", run=folder.name).text


def test_a_wrong_run_offers_those_there_are(open_page, home: Path) -> None:
    folder = make_run(home, "done")
    page = open_page("reproduce", run="gan-smoke-2026")
    assert page.headings[0] == (1, "No run is called “gan-smoke-2026”")
    assert f"reproduce?run={folder.name}" in page.links


def test_a_run_id_cannot_leave_the_folder_of_runs(open_page) -> None:
    assert "No run is called" in open_page("reproduce", run="../../etc").headings[0][1]


def test_a_paper_that_cannot_be_run_says_what_can(open_page) -> None:
    page = open_page("reproduce", paper="transformer")
    assert page.headings[0] == (1, "“Transformer” cannot be run here yet")
    assert "reproduce?paper=gan" in page.links
