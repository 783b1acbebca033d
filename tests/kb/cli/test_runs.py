"""`kb resume`, `kb compare` of runs, `kb runs --export` and `kb bench`, without running a paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.bench import complete_benchmark
from reproductions import catalog, exporting, launch, rundir

Kb = Callable[..., Any]


def prepared(status: str, **record: object) -> str:
    """A run of this home that stands like this."""
    path = launch.prepare("gan", "smoke", catalog.configure("gan", "smoke"), "cpu")
    told = {**rundir.read_json(path / "run.json"), "status": status, **record}
    rundir.write_json(path / "run.json", told)
    return path.name


def test_resume_without_a_run_lists_those_that_can_go_on(small: Kb) -> None:
    stopped, _done = prepared("cancelled"), prepared("done")

    assert [row[0] for row in small("resume").rows[1:]] == [stopped]


def test_resume_detached_goes_on_and_leaves(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = prepared("cancelled")
    asked: list[str] = []

    def resume(run_id: str) -> rundir.Run:
        asked.append(run_id)
        return launch.load(run_id)

    monkeypatch.setattr(launch, "resume", resume)
    answer = small("resume", stopped, "--detach", "--json")

    assert (asked, answer.json["data"]["id"]) == ([stopped], stopped)


def test_resume_follows_to_the_measurements(small: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = prepared("cancelled")

    def resume(run_id: str) -> rundir.Run:
        path = launch.load(run_id).path
        rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), "status": "done"})
        measure = {"mean": 2.0, "interval": None, "unit": "nats", "about": "x"}
        rundir.write_json(path / "measurements.json", {"measures": {"score": measure}, "claims": {}})
        return launch.load(run_id)

    monkeypatch.setattr(launch, "resume", resume)

    assert small("resume", stopped).rows[1][:3] == ["measure", "score", "2"]


def test_what_cannot_go_on_is_refused_and_an_unknown_run_has_neighbours(small: Kb) -> None:
    done = prepared("done")

    assert small("resume", done).code == 6
    unknown = small("resume", done[:-1], "--json")
    assert (unknown.code, unknown.error["candidates"][0]["id"]) == (4, done)


def test_two_runs_are_compared_by_id_by_record_and_by_path(small: Kb) -> None:
    run = prepared("done", seeds=[0, 1, 2])
    path = str(launch.runs_home() / run)

    rows = small("compare", run, path).rows
    recorded = small("compare", "gan-cpu-seed100", "gan-cpu-seed105", "--json").json["data"]

    assert rows[0] == ["what", "name", "a", "b", "difference", "low", "high", "unit"]
    assert ["circumstances", "seeds", "0|1|2", "0|1|2", "", "", "", ""] in rows
    assert not [row for row in rows if row[0] == "settings"]  # it is the same run
    assert {row["name"] for row in recorded["settings"]} == {"seed", "max_seconds", "precision"}
    assert "parzen" in {row["name"] for row in recorded["measures"]}


def test_a_run_and_a_work_cannot_be_compared(large: Kb) -> None:
    for words in (["gan-cpu-seed100", "gan"], ["gan", "gan-cpu-seed100"]):
        answer = large("compare", *words)
        assert (answer.code, answer.err) == (
            2,
            "kb: gan-cpu-seed100 is a run and gan is none: name two runs, or two works\n",
        )


def test_a_misspelt_run_beside_a_run_comes_with_its_neighbours(large: Kb) -> None:
    answer = large("compare", "gan-cpu-seed100", "gan-cpu-sed105", "--json")

    assert (answer.code, answer.error["type"]) == (4, "UnknownRun")
    assert answer.error["candidates"][0] == {"id": "gan-cpu-seed105"}
    assert large("compare", "gan-cpu-seed100", "./nowhere").code == 4


def test_an_export_says_where_it_went_and_what_stayed_behind(
    small: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = prepared("done")

    def export(found: rundir.Run, format: str, place: Path) -> exporting.Exported:
        return exporting.Exported(found.id, format, place, 12, 1, 2)

    monkeypatch.setattr(exporting, "export", export)
    answer = small("runs", run, "--export", "tensorboard", "-o", str(tmp_path / "logs"))

    assert answer.rows[1] == [run, "tensorboard", str(tmp_path / "logs"), "12", "1"]
    assert "2 artefact(s)" in answer.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--export", "tensorboard"], "-o FOLDER"),
        (["--export", "wandb", "-o", "x"], "expected one of tensorboard, mlflow"),
        (["--export", "mlflow", "-o", "x", "--cancel"], "does not go with"),
    ],
)
def test_an_export_that_cannot_be_meant_is_refused(words: list[str], message: str, small: Kb) -> None:
    answer = small("runs", prepared("done"), *words)

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_a_missing_exporter_is_exit_6_with_the_command_that_brings_it(
    small: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name="mlflow")

    monkeypatch.setattr(exporting, "import_module", missing)
    answer = small("runs", prepared("done"), "--export", "mlflow", "-o", str(tmp_path / "store"))

    assert (answer.code, answer.err.count("\n")) == (6, 1)
    assert "pip install 'timetested[mlflow]'" in answer.err


#: A benchmark as ours are: a table, and one JSON line at the end.
BENCHMARK = '''"""{about}"""
PAPER = "{paper}"
import json
print("a table")
print(json.dumps({result}))
'''
RESULT = {"ratio": 3.5, "medians": {"ours": 7.0}, "all": {"ours": [6.0, 7.0, 8.0]}}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two benchmarks of GAN and one of nothing that can be run."""
    folder = tmp_path / "checkout" / "benchmarks"
    folder.mkdir(parents=True)
    (folder.parent / "reproductions").symlink_to(catalog.FOLDER)
    real = catalog.FOLDER.parent / "benchmarks" / "run.py"
    (folder / "run.py").write_text(real.read_text("utf-8"), "utf-8")
    for name, paper in (("parzen", "gan"), ("other", "")):
        text = BENCHMARK.format(about=f"How fast {name} is.\n\nMore.", paper=paper, result=RESULT)
        (folder / f"{name}.py").write_text(text, "utf-8")
    (folder / "gan_broken.py").write_text("raise SystemExit(3)\n", "utf-8")
    monkeypatch.setattr(catalog, "FOLDER", folder.parent / "reproductions")
    return folder


def test_bench_lists_benchmarks_by_what_they_say_or_how_they_are_called(small: Kb, checkout: Path) -> None:
    assert small("bench").rows[1:] == [
        ["gan_broken", "gan", ""],
        ["other", "", "How fast other is."],
        ["parzen", "gan", "How fast parzen is."],
    ]
    assert complete_benchmark("pa") == [("parzen", "How fast parzen is.")]


def test_bench_shows_the_table_and_the_numbers(small: Kb, checkout: Path) -> None:
    answer = small("bench", "parzen")

    assert "a table" in answer.err
    assert answer.rows[1:] == [
        ["parzen", "ratio", "3.5"],
        ["parzen", "medians: ours", "7"],
    ]


def test_bench_json_is_what_the_benchmark_found(small: Kb, checkout: Path) -> None:
    assert small("bench", "parzen", "--json").json["data"] == {"benchmark": "parzen", **RESULT}


def test_bench_of_a_paper_runs_all_of_its_benchmarks_and_fails_with_one_of_them(
    small: Kb, checkout: Path
) -> None:
    answer = small("bench", "gan", "--json")

    assert answer.code == 1
    assert [result["benchmark"] for result in json.loads(answer.out)["data"]["results"]] == [
        "gan_broken",
        "parzen",
    ]
    assert answer.error["message"].startswith("gan_broken: the benchmark failed")


def test_an_unknown_benchmark_is_exit_4_with_candidates(small: Kb, checkout: Path) -> None:
    answer = small("bench", "parsen", "--json")

    assert (answer.code, answer.error["candidates"][0]) == (4, {"id": "parzen"})


def test_outside_a_checkout_bench_is_one_line_and_exit_6(
    small: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "FOLDER", tmp_path / "site-packages" / "reproductions")

    answer = small("bench", "gan")

    assert (answer.code, answer.err.count("\n")) == (6, 1)
    assert "part of a checkout" in answer.err
