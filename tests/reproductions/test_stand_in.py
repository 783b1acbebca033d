"""Where MNIST is not to be had, the small digits come with settings that suit them, and never in silence."""

from __future__ import annotations

import pytest

from reproductions import catalog, datasets, launch
from reproductions.gan import paper
from reproductions.harness.execution import _stand_in, execute


def record(**changed: object) -> dict:
    return {"paper": "gan", "preset": "cpu", "config": {**catalog.configure("gan", "cpu"), **changed}}


def test_stand_in_data_bring_their_own_settings():
    config = _stand_in(record(), {"epochs": 2000, "noise": 32})
    assert (config["epochs"], config["noise"]) == (2000, 32)
    assert config["lr"] == catalog.configure("gan", "cpu")["lr"]


def test_what_was_set_by_hand_stays():
    assert _stand_in(record(epochs=7), {"epochs": 2000})["epochs"] == 7


@pytest.mark.parametrize("name", paper.STAND_IN)
def test_the_stand_in_settings_are_settings_of_the_paper_and_name_a_data_set(name: str):
    assert paper.STAND_IN[name].keys() <= paper.CONFIG.keys()
    assert datasets.locate(name).present


def test_a_run_without_mnist_says_what_it_used(tmp_path, monkeypatch):
    monkeypatch.setenv("KB_DATASETS", str(tmp_path))
    small = {"epochs": "1", "samples": "50", "test_images": "20", "early_updates": "4", "log_every": "5"}
    path = launch.prepare("gan", "cpu", catalog.configure("gan", "cpu", small), "cpu")
    done = execute(path)

    assert done["status"] == "done"
    assert (done["data"]["name"], done["data"]["substitute_for"]) == ("digits", "mnist")
    assert done["config"]["generator_width"] == paper.STAND_IN["digits"]["generator_width"]
    assert done["config"]["epochs"] == 1
