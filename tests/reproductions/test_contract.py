"""What every reproduction must keep, whatever its paper: one test, all of the catalogue."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from reproductions import catalog, datasets, launch, rundir, sentences
from reproductions.harness.execution import execute
from reproductions.harness.verdicts import NOT_TESTABLE, VERDICTS
from reproductions.rundir import Run

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
TINY = {
    "gan": {"epochs": "3", "samples": "200", "early_updates": "20", "watch_every": "20", "max_seconds": "0"},
    "memn2n": {
        "questions": "60", "epochs": "2", "linear_epochs": "1", "batch": "16", "log_every": "3",
        "max_seconds": "0",
    },
    "memory-networks": {
        "statements": "70", "questions": "30", "valid_questions": "15", "epochs": "6", "reader_epochs": "2",
        "block": "15", "max_seconds": "0",
    },
    "ntm": {
        "sequences": "480", "log_every": "6", "watch_every": "12", "max_seconds": "0", "test_sequences": "3",
    },
}  # fmt: skip
PAPERS = sorted(catalog.catalog())
GIVEN = {1797, 20, 1000, 3}  # digits of scikit-learn; tasks of bAbI and questions each; "Table 3"
ALLOWED = {
    "torch",
    "numpy",
    "yaml",
    "pooch",
    "sklearn",
    "platformdirs",
    "reproductions",
} | sys.stdlib_module_names


def prepared(paper: str, path: Path, seed: int = 0, **changes: str) -> Path:
    config = catalog.configure(paper, "smoke", {**TINY[paper], **changes}, seed)
    return launch.prepare(paper, "smoke", config, "cpu", path)


def values(run: Run) -> list[Any]:
    return [(event["step"], event["values"]) for event in run.metrics()[0] if "values" in event]


@pytest.fixture(scope="module", params=PAPERS)
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A tiny smoke run of each paper, from beginning to end."""
    path = prepared(request.param, tmp_path_factory.mktemp("runs") / "first", seed=3)
    execute(path)
    return Run.read(path)


def test_a_run_ends_with_everything_that_is_needed_to_repeat_it(finished):
    assert finished.status == "done"
    needed = {
        "config",
        "seeds",
        "torch",
        "python",
        "device",
        "hardware",
        "threads",
        "command",
        "started",
        "ended",
    }
    assert {key for key in needed if not finished.record.get(key)} == set()
    assert finished.record["data"]["sha256"] or datasets.locate(finished.dataset).folder is None
    assert finished.record["data"]["substitute_for"] is None
    assert finished.progress().fraction == 1.0
    assert finished.stopped() is None
    first = finished.record["config"]["seed"]
    assert finished.record["seeds"] == [first, first + 1, first + 2]


def test_the_untrained_loss_is_what_mathematics_says(finished):
    story = importlib.import_module(f"reproductions.{catalog.folder_of(finished.paper).name}.paper")
    expected = story.untrained(finished.record["config"], datasets.load(finished.record["config"]["dataset"]))
    step, first = values(finished)[0]
    assert step == 0
    assert expected
    for name, value in expected.items():
        assert first[name] == pytest.approx([value] * len(finished.record["seeds"]), rel=0.02), name


def test_stacked_seeds_give_what_each_gives_alone(finished, tmp_path):
    runs = {}
    for name, seed, seeds in (("both", 0, "2"), ("first", 0, "1"), ("second", 1, "1")):
        execute(prepared(finished.paper, tmp_path / name, seed, seeds=seeds))
        runs[name] = dict(values(Run.read(tmp_path / name)))
    assert len(runs["both"]) > 1
    assert set(runs["both"]) == set(runs["first"]) == set(runs["second"])
    for step, together in runs["both"].items():
        for name, pair in together.items():
            alone = [runs[which][step][name][0] for which in ("first", "second")]
            assert pair == pytest.approx(alone, rel=1e-3, abs=1e-5), (step, name)


def test_every_claim_has_a_verdict_and_its_criterion(finished):
    found = finished.measurements()
    claims = {claim.id: claim.criterion for claim in catalog.find(finished.paper).claims}
    assert {name: row["criterion"] for name, row in found["claims"].items()} == claims
    assert all(row["verdict"] in VERDICTS for row in found["claims"].values())
    seeds = len(finished.record["seeds"])
    assert any(len(row["per_seed"]) == seeds for row in found["measures"].values())


def test_pictures_are_there_while_it_runs_and_at_the_end(finished):
    found = finished.artefacts()
    steps = sorted({item.step for item in found if item.kind == "image"})
    assert steps[0] <= 2  # the first is there at once
    assert len(steps) > 2
    assert all(item.path.stat().st_size > 0 for item in found)


def test_the_same_seed_repeats_and_another_differs(finished, tmp_path):
    for name, seed in (("again", 3), ("other", 1000)):
        execute(prepared(finished.paper, tmp_path / name, seed))
    again, other = Run.read(tmp_path / "again"), Run.read(tmp_path / "other")
    assert values(again) == values(finished)
    assert again.measurements() == finished.measurements()
    assert values(other)[0] != values(finished)[0]


def test_a_cancelled_and_resumed_run_equals_one_without_a_break(finished, tmp_path):
    path = prepared(finished.paper, tmp_path / "broken", seed=3)
    record = execute(path, lambda event: (path / "cancel").touch())  # at its first event
    assert record["status"] == "cancelled"
    assert Run.read(path).measurements() is None
    assert 0 < len(values(Run.read(path))) < len(values(finished))
    (path / "cancel").unlink()
    assert execute(path)["status"] == "done"
    assert values(Run.read(path)) == values(finished)
    assert Run.read(path).measurements() == finished.measurements()


@pytest.mark.parametrize("paper", PAPERS)
def test_claims_and_presets_are_complete(paper):
    reproduction = catalog.find(paper)
    assert {"smoke", "cpu", "gpu", "paper"} <= set(reproduction.presets)
    assert all(claim.claim and len(claim.criterion) > 40 for claim in reproduction.claims)
    assert all(set(preset.config) <= set(reproduction.defaults) for preset in reproduction.presets.values())
    assert {name for name in reproduction.defaults if name not in reproduction.limits} == set()
    for name in reproduction.presets:
        chosen = catalog.configure(paper, name)
        again = catalog.configure(
            paper, name, {key: str(value) for key, value in chosen.items()}, chosen["seed"]
        )
        assert again == chosen  # every preset lies within the limits


@pytest.mark.parametrize("paper", PAPERS)
def test_every_claim_stands_in_the_facts_and_names_its_place_in_the_paper(paper):
    facts = yaml.safe_load((catalog.FOLDER.parent / "data" / "claims.yaml").read_text("utf-8"))
    known = {fact["id"]: fact for fact in facts if fact["paper"] == paper}
    reproduction = catalog.find(paper)
    for claim in reproduction.claims:
        assert known[claim.id]["where"]
        assert re.search(r"(Table|Fig|Sec|Prop|Alg|eq)", claim.claim), claim.claim
    assert set(known) == {claim.id for claim in reproduction.claims} | set(reproduction.untested)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_run_that_its_time_limit_ended_says_so_everywhere(paper, tmp_path):
    seen = []
    path = prepared(paper, tmp_path / "cut", seeds="1", max_seconds="1e-9")  # used up before the first step
    assert execute(path, seen.append)["status"] == "done"
    run = Run.read(path)
    assert re.fullmatch(r"stopped at 0 of [\d,]+ \w+ by the time limit \(max_seconds=1e-09\)", run.stopped())
    assert run.measurements()["stopped"]["about"] == run.stopped()
    assert run.stopped() in [event.get("event") for event in seen], "the log"
    assert run.progress().fraction == 0
    assert sentences.told(paper, "zh", run.stopped()).startswith("因时间限制")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_smoke_preset_ends_by_its_steps_and_so_repeats(paper):
    assert catalog.configure(paper, "smoke")["max_seconds"] == 0


@pytest.mark.parametrize("paper", PAPERS)
def test_numbers_in_what_a_preset_says_of_itself_are_its_settings(paper):
    reproduction = catalog.find(paper)
    for name, preset in reproduction.presets.items():
        known = {*GIVEN, *catalog.configure(paper, name).values()}
        for text in (preset.about, catalog.words(paper, "zh")[f"preset.{name}"]):
            found = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)}
            assert found - known == set(), (name, text)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_control_fails_the_claim_that_it_controls(paper, tmp_path):
    execute(launch.prepare(paper, "smoke", catalog.configure(paper, "smoke"), "cpu", tmp_path / "smoke"))
    for name, row in Run.read(tmp_path / "smoke").measurements()["claims"].items():
        assert row["control"] or row["verdict"] == NOT_TESTABLE, name
        assert row["control_fails"] or row["verdict"] == NOT_TESTABLE, (name, row)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_reproduction_depends_on_torch_and_numpy_alone(paper):
    found = set()
    for file in catalog.find(paper).folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {name.split(".")[0] for name in names}
    assert found - ALLOWED == set()


def test_a_full_disk_is_one_clear_line_and_a_stable_code(tmp_path, capsys):
    from reproductions.__main__ import main

    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    path = prepared("gan", tmp_path / "full")
    (path / "metrics.jsonl").symlink_to("/dev/full")
    assert main(["gan", "--run-dir", str(path), "--prepared"]) == 6
    assert "no space left on the disk" in capsys.readouterr().err.splitlines()[-1]
    run = Run.read(path)
    assert (run.status, run.problem) == ("failed", run.record["error"])
    assert "no space left" in run.problem


def test_a_folder_of_another_version_is_left_alone(tmp_path):
    path = prepared("gan", tmp_path / "old")
    rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), "format": 99})
    before = (path / "run.json").read_bytes()
    with pytest.raises(launch.OtherVersion, match="99"):
        execute(path)
    assert (path / "run.json").read_bytes() == before
