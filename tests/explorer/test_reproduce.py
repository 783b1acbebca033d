"""The Reproduce page shows runs as they stand on disk; it starts and cancels as the launcher says."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from explorer.links.reproduce import ReproduceView
from explorer.parts import gallery
from explorer.visit import Visit
from reproductions import catalog, launch, ledger, rundir, standing


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
    assert page.verbatim[0] == "reading digits\n<b>not bold</b>"


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


def test_a_full_disk_is_told_with_its_place(open_page, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_args, **_options):
        raise launch.DiskFull("x: no space left on the disk")

    monkeypatch.setattr(launch, "start", start)
    page = open_page("reproduce", paper="gan")
    page.test.button[0].click().run()
    assert f"no space left on the disk that holds the runs ({home / 'runs'})" in type(page)(page.test).text


def test_before_the_start_it_is_told_what_will_be_judged_and_what_runs_before_it_said(open_page) -> None:
    page = open_page("reproduce", paper="gan")
    told = page.text[page.text.index("Will be held against") : page.text.index("Runs on this machine")]
    said = {s.claim: s.verdict for s in ledger.standings(catalog.find("gan"), "smoke")}
    assert said.keys() == {"GAN-1", "GAN-2", "GAN-3", "GAN-4"}
    assert all(f"{claim} {verdict}" in told for claim, verdict in said.items())
    assert "core(s)" in page.text and "free on the disk" in page.text


def on_mnist(folder: Path) -> None:
    """A run of the real data, with the curve that follows GAN-1 and the one that follows GAN-2."""
    values = {"parzen_valid": [100.0, 120.0], "d_valid": [0.6, 0.7], "d_loss": [1.0, 1.1]}
    events = [json.dumps({"step": step, "t": 1, "values": values}) + "\n" for step in (10, 20)]
    (folder / "metrics.jsonl").write_text("".join(events), "utf-8")


def test_one_point_is_a_value_and_no_curve(open_page, home: Path) -> None:
    folder = make_run(home, "done")
    values = {"parzen_valid": [100.0, 120.0], "bits": [0.25]}
    event = json.dumps({"step": 1500, "t": 1, "values": values})
    (folder / "metrics.jsonl").write_text(f"{event}\n", "utf-8")
    page = open_page("reproduce", run=folder.name)
    assert specs(page) == []
    assert "parzen_valid 110 (100 – 120) at step 1,500" in page.text
    assert "bits 0.25 at step 1,500" in page.text


def test_a_run_that_was_cancelled_is_not_shown_as_whole(open_page, home: Path) -> None:
    folder = make_run(home, "cancelled")
    events = [{"step": 25, "t": 1, "values": {"d_loss": [1.0]}}, {"step": 25, "t": 2, "event": "evaluating"}]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(e) + "\n" for e in events), "utf-8")
    page = open_page("reproduce", run=folder.name)
    assert 'aria-valuenow="25"' in page.html and "step 25 of 100 · 25 %" in page.text
    assert "evaluating" not in page.text


def specs(page) -> list[dict]:
    """The figures of a page."""
    charts = page.test.get("vega_lite_chart") or page.test.get("arrow_vega_lite_chart")
    return [json.loads(chart.proto.spec) for chart in charts]


def test_the_papers_value_lies_in_gold_over_the_curve_of_the_same_quantity(open_page, home: Path) -> None:
    folder = make_run(home, "done", data={"name": "mnist"})
    on_mnist(folder)
    page = open_page("reproduce", run=folder.name)
    gold = [row for spec in specs(page) if "resolve" in spec for row in spec["layer"][1]["data"]["values"]]
    assert sorted(gold, key=lambda row: row["value"]) == [
        {"aim": "the paper: GAN-2", "value": 0.5, "low": 0.5, "high": 0.5},
        {"aim": "the paper: GAN-1", "value": 225.0, "low": 223.0, "high": 227.0},
    ]
    assert "In gold what the paper says: 225 ± 2 nats (GAN-1)." in page.text


def test_over_other_data_nothing_is_gold_and_the_page_says_why(open_page, home: Path) -> None:
    folder = make_run(home, "done", data={"name": "digits", "substitute_for": "mnist"})
    on_mnist(folder)
    page = open_page("reproduce", run=folder.name)
    assert not any("resolve" in spec for spec in specs(page))
    assert "The paper's 225 ± 2 nats (GAN-1) is of other data than digits" in page.text


def with_measures(folder: Path, per_seed: list[float], lr: float, verdict: str) -> str:
    """A finished run with one measure, one verdict and two settings; its name."""
    record = json.loads((folder / "run.json").read_text("utf-8"))
    record["config"] = {"dataset": "digits", "lr": lr, "seed": 0}
    record |= {"torch": "2.13", "threads": 1, "git_commit": "0123456789abcdef"}
    record["data"] = {"name": "digits", "title": "small digits", "sha256": {"digits.csv.gz": "ab12"}}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    mean = sum(per_seed) / len(per_seed)
    measure = {"about": "a likelihood", "unit": "nats", "per_seed": per_seed, "mean": mean, "interval": None}
    found = {"measures": {"parzen": measure}, "claims": {"GAN-1": {"verdict": verdict, "because": "b"}}}
    (folder / "measurements.json").write_text(json.dumps(found), "utf-8")
    return folder.name


@pytest.fixture
def two_runs(home: Path) -> tuple[str, str]:
    """Two runs with the same two seeds: the second is 2 and 4 nats better."""
    a = with_measures(make_run(home, "done"), [10.0, 20.0], 0.1, "not reproduced")
    b = with_measures(make_run(home, "more"), [12.0, 24.0], 0.2, "reproduced")
    return a, b


def test_two_runs_stand_side_by_side(open_page, two_runs: tuple[str, str]) -> None:
    a, b = two_runs
    page = open_page("reproduce", run=a, **{"with": b})
    assert page.headings[0] == (1, "Two runs of GAN")
    for told in (
        "not reproduced reproduced",  # the verdicts of A and B
        "15 18 +3 [+2, +4] 95 % over 2 pairs of seeds nats",
        "lr 0.1 0.2",
    ):
        assert told in page.text, told
    assert f"reproduce?run={b}&with={a}" in page.links
    (spec,) = specs(page)
    assert spec["layer"][1]["encoding"]["strokeDash"]["field"] == "run"


def test_a_run_offers_others_of_its_paper_to_compare_with(open_page, two_runs: tuple[str, str]) -> None:
    a, b = two_runs
    page = open_page("reproduce", run=a)
    assert f"reproduce?run={a}&with={b}" in page.links
    assert f"reproduce?run={a}&with={catalog.results('gan')[0]['run']}" in page.links


def test_a_run_can_be_held_beside_a_recorded_one(open_page, two_runs: tuple[str, str]) -> None:
    recorded = catalog.results("gan")[0]
    page = open_page("reproduce", run=two_runs[0], **{"with": recorded["run"]})
    assert f"{recorded['measures']['parzen']['mean']:.4g}" in page.text
    assert "recorded runs keep their measurements, not their curves" in page.text


def test_runs_of_two_papers_are_not_compared(open_page, two_runs: tuple[str, str]) -> None:
    other = catalog.results("ntm")[0]["run"]
    page = open_page("reproduce", run=two_runs[0], **{"with": other})
    assert "their measures are not the same" in page.text


def test_the_other_run_may_be_unknown_or_broken(open_page, home: Path, two_runs: tuple[str, str]) -> None:
    a, b = two_runs
    assert "No run is called “nothing”" in open_page("reproduce", run=a, **{"with": "nothing"}).headings[0][1]
    (home / "runs" / b / "run.json").write_text("{", "utf-8")
    assert "cannot be read" in open_page("reproduce", run=a, **{"with": b}).text
    assert "No run is called" in open_page("reproduce", run=a, **{"with": "../../etc"}).headings[0][1]


def test_a_run_tells_its_environment_and_how_to_repeat_it(open_page, two_runs: tuple[str, str]) -> None:
    page = open_page("reproduce", run=two_runs[1])
    for told in ("2.13", "0123456789ab", "digits.csv.gz ab12", "small digits"):
        assert told in page.text, told
    repeat = "python -m reproductions gan --preset smoke --seed 0 --set lr=0.2 --device cpu"
    assert repeat in page.verbatim
    offered = [e.proto.label for e in page.test.get("download_button")]
    assert offered == ["measurements.json", "metrics.jsonl", "run.json"]


def test_a_recorded_run_has_a_page(open_page) -> None:
    recorded = catalog.results("gan")[0]
    page = open_page("reproduce", run=recorded["run"])
    assert page.headings[0] == (1, f"GAN · {recorded['preset']}")
    for told in (recorded["git_commit"][:12], recorded["torch"], f"{recorded['minutes']} min", "GAN-1"):
        assert told in page.text, told
    assert recorded["command"] in page.verbatim
    assert "ledger?paper=gan" in page.links


def test_pictures_of_recorded_runs_are_shown_with_what_made_them(
    open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "pictures", lambda _: [])
    assert "Pictures of recorded runs" not in open_page("reproduce", paper="memn2n").text
    record = catalog.results("memn2n")[0]
    (tmp_path / "answers.png").write_bytes(b"a picture")
    picture = ledger.Picture("answers", tmp_path / "answers.png", "what it <answers>", 7, record)
    monkeypatch.setattr(ledger, "pictures", lambda _: [picture])
    page = open_page("reproduce", paper="memn2n")
    assert base64.b64encode(b"a picture").decode() in page.html
    for told in ("what it <answers>", record["run"], f"seed {record['seeds'][0]}", record["git_commit"][:12]):
        assert told in page.text, told


@pytest.mark.parametrize(("ending", "times"), [("svg", 1), ("png", 2)])
def test_a_drawing_that_bears_its_title_is_not_captioned_with_it_again(
    tmp_path: Path, ending: str, times: int
) -> None:
    file = tmp_path / f"heads.{ending}"
    file.write_bytes(b"<svg/>")
    record = catalog.results("ntm")[0]
    drawn = gallery.figures(Visit(), [ledger.Picture("heads", file, "where it reads", 1, record)])
    assert str(drawn).count("where it reads") == times  # the first is what a screen reader is told


def test_a_change_of_state_is_said_to_those_who_do_not_see_it(open_page, home: Path) -> None:
    page = open_page("reproduce", run=make_run(home, "done").name)
    said = [str(e.proto) for e in page.test.get("bidi_component")]
    assert any("The run is: done" in one for one in said)


def test_the_overview_tells_how_claims_stand_and_how_far_a_run_is(
    open_page, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_run(home, "running")
    monkeypatch.setattr(standing, "process_of", lambda *_: 4242)
    page = open_page("reproduce")
    counted = Counter(s.verdict for s in ledger.standings(catalog.find("gan")))
    assert all(f"{n} {verdict}" in page.text for verdict, n in counted.items())
    assert "20 %" in page.text


@pytest.mark.parametrize(
    "view",
    [ReproduceView(), ReproduceView(paper="gan"), ReproduceView(run="a"), ReproduceView(run="a", other="b")],
)
def test_a_view_comes_back_from_its_address(view: ReproduceView) -> None:
    assert ReproduceView.read(view.params()) == view


def test_a_run_is_not_compared_with_itself() -> None:
    assert ReproduceView.read({"run": "a", "with": "a"}) == ReproduceView(run="a")


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


@pytest.mark.parametrize("name", ["a" * 300, "长" * 100, "a\0b", ".."])
def test_a_run_of_an_impossible_name_is_told_like_any_other(open_page, name: str) -> None:
    page = open_page("reproduce", run=name)
    assert page.headings[0] == (1, f"No run is called “{name}”")
