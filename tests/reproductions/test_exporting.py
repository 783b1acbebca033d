"""A run written for other programs: what goes out, and what those programs themselves read back."""

from __future__ import annotations

import json
import math
import os
from types import SimpleNamespace

import pytest

from reproductions import catalog, exporting, launch, rundir
from reproductions.errors import RunRefused
from reproductions.exporting import to_mlflow
from reproductions.exporting.contents import Point, contents
from reproductions.pictures import png

BEGAN = 1767225600.0  # 2026-01-01T00:00:00Z
EVENTS = [
    {"step": 0, "t": 0.0, "values": {"loss": [1.5, 2.5], "rate": 0.25, "bars": [1.0, 2.0, 3.0]}},
    {"step": 10, "t": 2.0, "values": {"loss": [0.5, None]}},
    {"step": 10, "t": 3.0, "event": "evaluating"},
]
MEASURED = {
    "format": 1,
    "facts": {"updates": 10},
    "measures": {
        "score": {"mean": 3.0, "interval": None, "per_seed": [2.0, 4.0], "unit": "nats", "about": "x"}
    },
    "claims": {"GAN-1": {"verdict": "direction only", "because": "it rose"}},
}


@pytest.fixture
def run():
    """A finished run of two seeds, 4 and 5, with a picture and the data beside it."""
    config = catalog.configure("gan", "smoke", {"seeds": "2"}, seed=4)
    path = launch.prepare("gan", "smoke", config, "cpu")
    record = rundir.read_json(path / "run.json")
    ended = {"status": "done", "started": "2026-01-01T00:00:00Z", "ended": "2026-01-01T00:00:10Z"}
    told = {"seeds": [4, 5], "git_commit": "0123456789abcdef", "hardware": {"cpu": "a chip", "gpu": None}}
    rundir.write_json(path / "run.json", {**record, **ended, **told})
    (path / "metrics.jsonl").write_text("".join(json.dumps(event) + "\n" for event in EVENTS), "utf-8")
    rundir.write_json(path / "measurements.json", MEASURED)
    png.write(path / "artefacts" / "samples.png", png.tile(_grey(), 2))
    (path / "artefacts" / "samples.npz").write_bytes(b"numbers")
    rows = [
        ("samples", "samples.png", "image"),
        ("samples-data", "samples.npz", "data"),
        ("gone", "x.png", "image"),
    ]
    index = [
        {"name": name, "path": file, "kind": kind, "title": name, "step": 10} for name, file, kind in rows
    ]
    rundir.write_json(path / "artefacts" / "index.json", {"artefacts": index})
    return launch.load(path.name)


def _grey():
    import numpy as np

    return np.full((2, 3, 5), 0.5)  # two images of 3 rows and 5 columns


def test_every_value_goes_out_once_with_its_seed_step_and_time(run):
    told = contents(run).points
    assert [(p.name, p.seed, p.step, p.value) for p in told if p.name != "loss"] == [
        ("rate", None, 0, 0.25),
        ("bars/0", None, 0, 1.0),
        ("bars/1", None, 0, 2.0),
        ("bars/2", None, 0, 3.0),
        ("measures/score", 4, 10, 2.0),
        ("measures/score", 5, 10, 4.0),
        ("measures/score", None, 10, 3.0),
    ]
    losses = [p for p in told if p.name == "loss"]
    assert losses[:3] == [
        Point("loss", 4, 0, BEGAN, 1.5),
        Point("loss", 5, 0, BEGAN, 2.5),
        Point("loss", 4, 10, BEGAN + 2, 0.5),
    ]
    assert losses[3].seed == 5
    assert math.isnan(losses[3].value)  # the seed that broke down is not left out


def test_settings_circumstances_verdicts_and_pictures_go_out_as_texts_and_files(run):
    found = contents(run)
    assert found.settings["seeds"] == "2"
    assert (
        found.tags.items()
        >= {
            "paper": "gan",
            "preset": "smoke",
            "seeds": "4, 5",
            "hardware": "a chip",
            "commit": "0123456789ab",
        }.items()
    )
    assert found.verdicts == {"GAN-1": "direction only: it rose"}
    assert [artefact.path.name for artefact in found.artefacts] == ["samples.png", "samples.npz"]
    assert (found.began, found.ended) == (BEGAN, BEGAN + 10)


def test_a_run_that_has_only_begun_goes_out_too():
    path = launch.prepare("gan", "smoke", catalog.configure("gan", "smoke"), "cpu")
    found = contents(launch.load(path.name))
    assert (found.points, found.artefacts, found.verdicts) == ((), (), {})


def test_a_missing_library_is_one_line_with_the_command_that_brings_it(run, tmp_path, monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name="tensorboard")

    monkeypatch.setattr(exporting, "import_module", missing)
    with pytest.raises(exporting.ExporterMissing, match=r"pip install 'timetested\[tensorboard\]'") as caught:
        exporting.export(run, "tensorboard", tmp_path / "logs")
    assert caught.value.code == 6
    assert not (tmp_path / "logs").exists()


def test_tensorboard_reads_every_seed_as_a_run_of_its_own(run, tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    written = exporting.export(run, "tensorboard", tmp_path)
    assert (written.place, written.artefacts, written.left_out) == (tmp_path / run.id, 1, 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == [run.id, "home"]  # and no half of it
    seed = EventAccumulator(str(tmp_path / run.id / "seed-4")).Reload()
    assert [(e.step, e.wall_time, e.value) for e in seed.Scalars("loss")] == [
        (0, BEGAN, 1.5),
        (10, BEGAN + 2, 0.5),
    ]
    broken = EventAccumulator(str(tmp_path / run.id / "seed-5")).Reload()
    assert math.isnan(broken.Scalars("loss")[-1].value)


def test_tensorboard_reads_settings_verdicts_means_and_the_picture(run, tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    exporting.export(run, "tensorboard", tmp_path)
    shared = EventAccumulator(str(tmp_path / run.id)).Reload()
    assert [event.value for event in shared.Scalars("measures/score")] == [3.0]
    texts = {
        name: shared.Tensors(name)[0].tensor_proto.string_val[0].decode() for name in ("settings", "verdicts")
    }
    assert "| seeds | 2 |" in texts["settings"]
    assert "| GAN-1 | direction only: it rose |" in texts["verdicts"]
    (picture,) = shared.Images("samples")
    assert picture.encoded_image_string == (run.path / "artefacts" / "samples.png").read_bytes()
    assert (picture.width, picture.height) == _size(run.path / "artefacts" / "samples.png")


def _size(file):
    from PIL import Image

    with Image.open(file) as image:
        return image.size


def test_a_second_export_to_the_same_place_is_refused_and_leaves_the_first(run, tmp_path):
    pytest.importorskip("tensorboard", reason="the extra tensorboard is not installed")
    exporting.export(run, "tensorboard", tmp_path)
    before = sorted((tmp_path / run.id).rglob("*"))
    with pytest.raises(RunRefused, match="is there already"):
        exporting.export(run, "tensorboard", tmp_path)
    assert sorted((tmp_path / run.id).rglob("*")) == before


class FakeClient:
    """Notes what an MLflow client would be told."""

    def __init__(self):
        self.calls = []

    def log_batch(self, run, **items):
        self.calls += [(kind, len(batch)) for kind, batch in items.items()]
        self.items = getattr(self, "items", []) + [item for batch in items.values() for item in batch]

    def log_artifact(self, run, path):
        self.calls.append(("artifact", path.rpartition("/")[2]))


def test_mlflow_is_told_everything_in_batches_that_it_takes(run, monkeypatch):
    monkeypatch.setattr(to_mlflow, "BATCH", 4)
    client = FakeClient()
    entities = SimpleNamespace(Param=_named("param"), RunTag=_named("tag"), Metric=_named("metric"))
    to_mlflow.log(client, entities, "run-1", contents(run))
    assert [size for kind, size in client.calls if kind == "metrics"] == [4, 4, 3]
    assert ("param", "seeds", "2") in client.items
    assert ("tag", "verdict GAN-1", "direction only: it rose") in client.items
    assert ("metric", "loss/seed-4", 0.5, 1000 * (BEGAN + 2), 10) in client.items
    assert ("metric", "measures/score", 3.0, 1000 * (BEGAN + 10), 10) in client.items
    assert [name for kind, name in client.calls if kind == "artifact"] == ["samples.png", "samples.npz"]


def _named(kind):
    return lambda *values: (kind, *values)


@pytest.mark.filterwarnings("ignore")  # of the libraries that MLflow brings
def test_mlflow_reads_the_run_back_with_its_own_client(run, tmp_path):
    mlflow = pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    written = exporting.export(run, "mlflow", tmp_path)
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{written.place}")
    experiment = client.get_experiment_by_name("gan")
    (found,) = client.search_runs([experiment.experiment_id])
    assert (found.info.run_name, found.info.status) == (run.id, "FINISHED")
    assert (found.info.start_time, found.info.end_time) == (1000 * BEGAN, 1000 * (BEGAN + 10))
    assert found.data.params["seeds"] == "2"
    assert found.data.tags["commit"] == "0123456789ab"
    history = client.get_metric_history(found.info.run_id, "loss/seed-4")
    assert [(m.step, m.value) for m in history] == [(0, 1.5), (10, 0.5)]
    assert {file.path for file in client.list_artifacts(found.info.run_id)} == {"samples.png", "samples.npz"}
    with pytest.raises(RunRefused, match="already"):
        exporting.export(run, "mlflow", tmp_path)
