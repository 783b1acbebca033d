"""The number format of a run: asked for, or chosen by a measurement."""

from __future__ import annotations

import pytest
import torch

from reproductions.harness import precision

CPU = torch.device("cpu")


@pytest.mark.parametrize("asked", ["float32", "bfloat16"])
def test_what_was_asked_for_is_taken_without_a_measurement(asked, monkeypatch):
    monkeypatch.setattr(precision, "speedup", lambda device: pytest.fail("measured"))
    assert precision.resolve(asked, CPU) == asked


@pytest.mark.parametrize(("measured", "expected"), [(0.3, "float32"), (1.4, "float32"), (2.0, "bfloat16")])
def test_auto_takes_bfloat16_only_where_it_is_clearly_faster(measured, expected, monkeypatch):
    monkeypatch.setattr(precision, "speedup", lambda device: measured)
    assert precision.resolve("auto", CPU) == expected


def test_a_real_measurement_is_a_positive_ratio():
    assert 0 < precision.speedup(CPU) < 1000
