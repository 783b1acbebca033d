"""Two runs side by side: found by any of their names, paired only where seeds are the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reproductions import catalog, comparing, launch, rundir
from reproductions.errors import RunRefused, UnknownRun


def run(name: str, per_seed: list[float | None], seeds: list[int], **more: object) -> dict[str, object]:
    """A run with one measure."""
    finite = [value for value in per_seed if value is not None]
    mean = sum(finite) / len(finite) if len(finite) == len(per_seed) else None
    measure = {"mean": mean, "interval": None, "unit": "nats", "about": "x", "per_seed": per_seed}
    return {
        "id": name,
        "paper": "gan",
        "seeds": seeds,
        "config": {"lr": 0.1, "seed": seeds[0]},
        "measures": {"score": measure},
        "claims": {"GAN-1": {"verdict": "reproduced"}},
        **more,
    }


def test_settings_that_differ_and_circumstances_stand_side_by_side():
    other = run("b", [2.0], [3], config={"lr": 0.2, "seed": 3, "new": True}, hardware={"gpu": "a card"})
    found = comparing.compare(run("a", [1.0], [0]), other)
    assert found["settings"] == [
        {"name": "lr", "a": 0.1, "b": 0.2},
        {"name": "seed", "a": 0, "b": 3},
        {"name": "new", "a": None, "b": True},
    ]
    assert {"name": "hardware", "a": None, "b": "a card"} in found["circumstances"]
    assert not [row for row in found["circumstances"] if row["a"] is None and row["b"] is None]
    assert found["verdicts"] == [{"claim": "GAN-1", "a": "reproduced", "b": "reproduced"}]


def test_the_same_seeds_give_an_interval_over_pairs():
    a = run("a", [1.0, 5.0, 9.0], [0, 1, 2])
    b = run("b", [1.5, 5.7, 9.6], [0, 1, 2])
    (measure,) = comparing.compare(a, b)["measures"]
    low, high = measure["interval"]
    assert measure["difference"] == pytest.approx(0.6)
    assert (low, high) == (pytest.approx(0.5), pytest.approx(0.7))  # the ends of three differences
    assert measure["pairs"] == 3


@pytest.mark.parametrize(
    ("values", "seeds", "difference"),
    [
        ([2.0, 4.0], [7, 8], 1.0),  # other seeds
        ([3.0], [0], 1.0),  # a single seed
        ([3.0, 3.0, 3.0], [0, 1], 1.0),  # a measure that is not one value a seed
        ([2.0, None], [0, 1], None),  # a seed that broke down
    ],
)
def test_without_pairs_there_is_a_difference_and_no_interval(values, seeds, difference):
    (measure,) = comparing.compare(run("a", [1.0, 3.0], [0, 1]), run("b", values, seeds))["measures"]
    assert (measure["difference"], measure["interval"], measure["pairs"]) == (difference, None, 0)


def test_a_measure_of_one_side_only_is_shown_and_not_subtracted():
    b = run("b", [1.0], [0])
    b["measures"] = {}
    (measure,) = comparing.compare(run("a", [1.0], [0]), b)["measures"]
    assert (measure["a"], measure["b"], measure["difference"]) == (
        {"mean": 1.0, "interval": None},
        None,
        None,
    )


def test_runs_of_two_papers_are_refused():
    with pytest.raises(RunRefused, match="a is a run of gan, b of ntm"):
        comparing.compare(run("a", [1.0], [0]), run("b", [1.0], [0], paper="ntm"))


def test_a_run_is_found_by_id_by_record_and_by_path(tmp_path):
    path = launch.prepare("gan", "smoke", catalog.configure("gan", "smoke"), "cpu")
    assert comparing.find(path.name)["id"] == path.name
    assert comparing.find(str(path))["config"] == catalog.configure("gan", "smoke")
    recorded = catalog.results("gan")[0]
    assert comparing.find(recorded["run"])["measures"] == recorded["measures"]
    assert {path.name, recorded["run"]} <= set(comparing.names())
    assert comparing.find("gan") is None
    assert comparing.find("10.1145/3422622") is None  # a DOI is no path
    with pytest.raises(UnknownRun, match=r"no run in \./nowhere"):
        comparing.find("./nowhere")


def test_a_damaged_run_says_what_is_wrong_with_it():
    path = launch.prepare("gan", "smoke", catalog.configure("gan", "smoke"), "cpu")
    (path / "run.json").write_text("{", "utf-8")
    with pytest.raises(RunRefused, match=r"run\.json: cannot be read"):
        comparing.find(path.name)


def test_a_run_from_changed_files_says_so():
    told = comparing.circumstances({"git_commit": "0123456789abcdef", "git_changed": True})
    assert told["commit"] == "0123456789ab and changed files"


def test_numpy_is_imported_only_for_pairs():
    script = (
        "import sys; from reproductions import comparing;"
        "a, b = (comparing.find(f'gan-cpu-seed{n}') for n in (100, 101)); comparing.compare(a, b);"
        "print([name for name in ('torch', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_finished_run_folder_brings_its_measures_and_minutes():
    path = launch.prepare("gan", "smoke", catalog.configure("gan", "smoke"), "cpu")
    record = rundir.read_json(path / "run.json")
    rundir.write_json(path / "run.json", {**record, "status": "done", "seconds": 90.0})
    rundir.write_json(path / "measurements.json", {"facts": {"updates": 7}, "measures": {}, "claims": {}})
    found = comparing.find(path.name)
    assert (found["minutes"], found["facts"], found["status"]) == (1.5, {"updates": 7}, "done")
