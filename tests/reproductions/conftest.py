"""Every test gets a home of its own and no network; MNIST is looked for where the caller said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch

from reproductions import datasets

CALLERS_DATASETS = os.environ.get("KB_DATASETS", "")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty $KB_HOME; no data sets, no downloads, one thread."""
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    for name in ("KB_DATASETS", "KB_OFFLINE", "KB_MAX_RUNS", "KB_DATASETS_MANIFEST"):
        monkeypatch.delenv(name, raising=False)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield tmp_path / "home"
    torch.set_num_threads(threads)


@pytest.fixture
def mnist(monkeypatch: pytest.MonkeyPatch) -> datasets.images.Images:
    """MNIST, or a skip that says what is missing."""
    monkeypatch.setenv("KB_DATASETS", CALLERS_DATASETS)
    if not datasets.locate("mnist").present:
        pytest.skip("MNIST is in no folder of KB_DATASETS")
    return datasets.load("mnist")
