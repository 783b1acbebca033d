"""The ledger and the generated READMEs: nothing typed by hand, nothing recorded that proves nothing."""

from __future__ import annotations

import json

import pytest

from reproductions import catalog, launch, ledger, readme, rundir
from reproductions.__main__ import main
from reproductions.errors import RunRefused
from reproductions.harness.statistics import measure
from reproductions.harness.verdicts import verdict

FOUND = {
    "format": 1,
    "facts": {"dataset": "mnist", "epochs": 3, "updates": 1500},
    "measures": {"parzen": measure([1.0, 3.0], "nats", "log-likelihood")},
    "claims": {"GAN-1": {"criterion": "c", "verdict": "direction only", "because": "b", "control": "x"}},
}
ENDED = {
    "status": "done",
    "seconds": 90.0,
    "train_seconds": 60.0,
    "git_commit": "0123456789abcdef",
    "git_changed": False,
    "seeds": [0],
    "hardware": {"cpu": "a processor", "cores": 2, "gpu": None, "system": "Linux"},
    "threads": 1,
    "torch": "2.13",
    "numpy": "2",
    "python": "3.11",
    "data": {"name": "digits", "substitute_for": "mnist", "sha256": {}},
    "started": "2026-01-01T00:00:00Z",
    "ended": "2026-01-01T00:01:30Z",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run that could be recorded, and a catalogue whose results go into this test's folder."""
    config = catalog.configure("gan", "cpu", {"lr": "0.05"})
    path = launch.prepare("gan", "cpu", config, "cpu", tmp_path / "gan-cpu-x")
    rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), **ENDED})
    rundir.write_json(path / "measurements.json", FOUND)
    (tmp_path / "gan").mkdir()
    (tmp_path / "gan" / "paper.py").write_text((catalog.FOLDER / "gan" / "paper.py").read_text("utf-8"))
    monkeypatch.setattr(catalog, "FOLDER", tmp_path)
    return path


def test_a_recorded_run_says_how_to_repeat_it(run):
    entry = json.loads(ledger.record(run).read_text("utf-8"))
    assert entry["command"] == "python -m reproductions gan --preset cpu --seed 0 --set lr=0.05 --device cpu"
    assert (entry["minutes"], entry["git_commit"]) == (1.5, "0123456789abcdef")
    assert entry["claims"] == FOUND["claims"]
    assert catalog.results("gan") == [entry]
    assert catalog.find("gan").presets["cpu"].seconds == {"cpu": 90.0, "cuda": None}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"git_changed": True}, "changed files"),
        ({"git_commit": None}, "outside a git checkout"),
        ({"status": "cancelled"}, "the run is cancelled"),
    ],
)
def test_a_run_that_proves_nothing_is_not_recorded(run, change, words, capsys):
    rundir.write_json(run / "run.json", {**rundir.read_json(run / "run.json"), **change})
    with pytest.raises(RunRefused, match=words):
        ledger.record(run)
    assert main(["gan", "--record", str(run)]) == 6
    assert words in capsys.readouterr().err
    assert catalog.results("gan") == []


def draw(run, *pictures: tuple[str, int, int]) -> None:
    """Pictures of a run, as (name with its ending, step, bytes); samples are PNG, drawings SVG."""
    (run / "artefacts").mkdir(exist_ok=True)
    rows = []
    for name, step, size in pictures:
        (run / "artefacts" / name).write_bytes(b"%d " % step + b"." * size)
        stem, _, ending = name.rpartition(".")
        kind = "data" if ending == "npz" else "image"
        rows.append({"name": stem, "path": name, "kind": kind, "title": f"title of {stem}", "step": step})
    rundir.write_json(run / "artefacts" / "index.json", {"artefacts": rows})


def test_the_newest_picture_of_each_series_is_recorded_too(run):
    draw(run, ("samples-0000100.png", 100, 9), ("figure-2.svg", 300, 9), ("samples-0000200.png", 200, 9),
         ("samples-0000200-data.npz", 200, 9))  # fmt: skip
    target = ledger.record(run)
    entry = json.loads(target.read_text("utf-8"))
    assert entry["pictures"] == [
        {"name": "samples", "file": "samples.png", "title": "title of samples-0000200", "step": 200},
        {"name": "figure-2", "file": "figure-2.svg", "title": "title of figure-2", "step": 300},
    ]
    assert (target.with_suffix("") / "samples.png").read_bytes().startswith(b"200 ")
    found = ledger.pictures(catalog.find("gan"))
    assert [(p.name, p.path.name, p.step, p.run["run"]) for p in found] == [
        ("samples", "samples.png", 200, "gan-cpu-x"),
        ("figure-2", "figure-2.svg", 300, "gan-cpu-x"),
    ]


def test_pictures_of_a_record_stay_few_and_small(run):
    large = ("large.png", 1, ledger.MOST_BYTES)
    draw(run, large, *((f"small-{letter}.png", 1, 10) for letter in "abcdefgh"))
    kept = json.loads(ledger.record(run).read_text("utf-8"))["pictures"]
    assert [row["name"] for row in kept] == [f"small-{letter}" for letter in "abcdef"]


def test_recording_again_leaves_no_picture_of_the_first_time(run):
    draw(run, ("old.png", 1, 10))
    ledger.record(run)
    draw(run, ("new.png", 2, 10))
    target = ledger.record(run)
    assert [file.name for file in target.with_suffix("").iterdir()] == ["new.png"]
    draw(run)
    entry = json.loads(ledger.record(run).read_text("utf-8"))
    assert "pictures" not in entry and not target.with_suffix("").exists()
    assert [p.name for p in target.parent.iterdir()] == [target.name]


def test_a_picture_that_cannot_be_copied_leaves_the_results_as_they_were(run, monkeypatch):
    draw(run, ("old.png", 1, 10))
    target = ledger.record(run)
    before = {file: file.read_bytes() for file in target.parent.rglob("*.*") if file.is_file()}

    def fails(_source, to):
        to.write_bytes(b"half")
        raise OSError("the disk went away")

    monkeypatch.setattr(ledger.shutil, "copyfile", fails)
    with pytest.raises(OSError, match="went away"):
        ledger.record(run)
    assert {file: file.read_bytes() for file in target.parent.rglob("*.*") if file.is_file()} == before


def test_a_recorded_picture_that_is_gone_is_not_offered(run):
    draw(run, ("samples.png", 1, 10))
    (ledger.record(run).with_suffix("") / "samples.png").unlink()
    assert ledger.pictures(catalog.find("gan")) == []


def test_the_readme_shows_the_record_with_its_stand_in(run):
    ledger.record(run)
    empty = "".join(f"<!-- {name} -->\n<!-- end -->\n" for name in readme.PARTS)
    text = readme.render(empty, catalog.find("gan"))
    assert "digits in place of mnist" in text
    assert "| GAN-1 | direction only | b | x |" in text
    assert "| log-likelihood | 2 [1, 3] | nats |" in text
    assert readme.render(text, catalog.find("gan")) == text


def entry(name: str, preset: str, ended: str, **verdicts: str | dict[str, str]) -> dict[str, object]:
    """A recorded run with verdicts on claims (with _ for -)."""
    claims = {
        key.replace("_", "-"): {"verdict": said, "because": name} if isinstance(said, str) else said
        for key, said in verdicts.items()
    }
    measures = {"parzen": measure([1.0, 3.0], "nats", "x"), "other": measure([7.0], "nats", "y")}
    return {"run": name, "preset": preset, "ended": ended, "claims": claims, "measures": measures}


@pytest.fixture
def standings(monkeypatch):
    """The standings of GAN by claim, after these recorded runs."""

    gan = catalog.find("gan")

    def after(*runs, preset=None):
        newest_first = sorted(runs, key=lambda run: run["ended"], reverse=True)
        monkeypatch.setattr(catalog, "results", lambda paper: newest_first)
        return {standing.claim: standing for standing in ledger.standings(gan, preset)}

    return after


def test_the_longest_run_counts_and_of_equals_the_newest(standings):
    found = standings(
        entry("smoke", "smoke", "2026-04", GAN_1="not testable here"),
        entry("gpu-new", "gpu", "2026-03", GAN_1="direction only"),
        entry("gpu-old", "gpu", "2026-02", GAN_1="reproduced"),
        entry("cpu", "cpu", "2026-05", GAN_1="not reproduced"),
    )["GAN-1"]
    assert (found.run["run"], found.verdict, found.because) == ("gpu-new", "direction only", "gpu-new")
    assert found.verdicts == {
        "reproduced": 1,
        "direction only": 1,
        "not reproduced": 1,
        "not testable here": 1,
    }


def test_of_equally_long_runs_that_over_more_seeds_counts(standings):
    three = entry("three", "cpu", "2026-01", GAN_2="not reproduced") | {"seeds": [1, 2, 3]}
    one = entry("one", "cpu", "2026-02", GAN_2="direction only") | {"seeds": [4]}
    small = entry("small", "smoke", "2026-03", GAN_2="reproduced") | {"seeds": [1, 2, 3, 4]}
    assert standings(three, one, small)["GAN-2"].run["run"] == "three"


def test_a_run_that_did_not_test_a_claim_stands_back_behind_one_that_did(standings):
    untried = {"verdict": "not testable here", "because": "of another task", "control_fails": None}
    void = {"verdict": "not testable here", "because": "the control met it too", "control_fails": False}
    small = entry("small", "smoke", "2026-01", GAN_1="reproduced", GAN_2="reproduced", GAN_3="reproduced")
    large = entry("large", "gpu", "2026-02", GAN_1=untried, GAN_2=void, GAN_3="not reproduced")
    found = standings(small, large)
    assert [found[f"GAN-{n}"].run["run"] for n in (1, 2, 3)] == ["small", "large", "large"]
    assert found["GAN-1"].verdicts == {"reproduced": 1, "not testable here": 1}
    assert standings(large)["GAN-1"].because == "of another task"


def test_a_newer_failure_is_not_hidden_by_an_older_success(standings):
    runs = (
        entry("old", "cpu", "2026-01", GAN_4="reproduced"),
        entry("new", "cpu", "2026-02", GAN_4="not reproduced"),
    )
    found = standings(*runs)["GAN-4"]
    assert (found.verdict, found.verdicts) == ("not reproduced", {"reproduced": 1, "not reproduced": 1})


def test_the_measure_that_a_verdict_names_stands_before_the_one_of_the_header(standings):
    named = {"verdict": "reproduced", "because": "b", "measure": "other"}
    assert standings(entry("a", "cpu", "2026-01", GAN_1="reproduced"))["GAN-1"].measured["mean"] == 2.0
    assert standings(entry("a", "cpu", "2026-01", GAN_1=named))["GAN-1"].measured["mean"] == 7.0
    unknown = {**named, "measure": "gone"}
    assert standings(entry("a", "cpu", "2026-01", GAN_1=unknown))["GAN-1"].measured is None


def test_a_claim_without_a_run_is_not_run_yet_and_one_without_a_test_says_why(standings):
    found = standings()
    assert (found["GAN-1"].verdict, found["GAN-1"].run) == ("not run yet", None)
    assert "250 epochs" in found["GAN-1"].criterion
    assert found["GAN-5"].verdict == "not testable here"
    assert "Toronto Face Database" in found["GAN-5"].because


def test_a_preset_leaves_only_what_its_runs_judged(standings):
    runs = (
        entry("a", "cpu", "2026-01", GAN_1="reproduced"),
        entry("b", "smoke", "2026-02", GAN_2="not reproduced"),
    )
    assert standings(*runs, preset="smoke").keys() == {"GAN-2"}
    assert standings(*runs, preset="gpu") == {}


def test_a_verdict_keeps_the_name_of_its_measure():
    assert verdict("reproduced", "b", measure="score")["measure"] == "score"
    assert "measure" not in verdict("reproduced", "b")


def test_the_committed_readmes_are_up_to_date(capsys):
    assert readme.main(["--check"]) == 0, capsys.readouterr().out


def test_a_readme_without_its_marks_is_named():
    with pytest.raises(ValueError, match=r"gan/README\.md: lacks the lines <!-- settings -->"):
        readme.render("nothing", catalog.find("gan"))
