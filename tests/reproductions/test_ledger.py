"""The ledger and the generated READMEs: nothing typed by hand, nothing recorded that proves nothing."""

from __future__ import annotations

import json

import pytest

from reproductions import catalog, launch, ledger, readme, rundir
from reproductions.__main__ import main
from reproductions.errors import RunRefused
from reproductions.harness.statistics import measure

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


def test_the_readme_shows_the_record_with_its_stand_in(run):
    ledger.record(run)
    empty = "".join(f"<!-- {name} -->\n<!-- end -->\n" for name in readme.PARTS)
    text = readme.render(empty, catalog.find("gan"))
    assert "digits in place of mnist" in text
    assert "| GAN-1 | direction only | b | x |" in text
    assert "| log-likelihood | 2 [1, 3] | nats |" in text
    assert readme.render(text, catalog.find("gan")) == text


def test_the_committed_readmes_are_up_to_date(capsys):
    assert readme.main(["--check"]) == 0, capsys.readouterr().out


def test_a_readme_without_its_marks_is_named():
    with pytest.raises(ValueError, match=r"gan/README\.md: lacks the lines <!-- settings -->"):
        readme.render("nothing", catalog.find("gan"))
