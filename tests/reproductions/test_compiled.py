"""Compilation where it can be had, and the same numbers where it cannot."""

from __future__ import annotations

import pytest
import torch

from reproductions.harness import compiled as house
from reproductions.harness.compiled import compiled


def double(x: torch.Tensor) -> torch.Tensor:
    return x * 2 + 1


def test_without_a_compiler_the_function_is_its_plain_self(monkeypatch):
    monkeypatch.setenv("KB_COMPILE", "0")
    assert compiled(double) is double
    monkeypatch.delenv("KB_COMPILE")
    monkeypatch.setattr(house.shutil, "which", lambda name: None)
    assert compiled(double) is double


def test_a_compiler_that_fails_is_told_once_and_the_plain_function_runs(monkeypatch, capsys):
    def broken(function, dynamic):
        def call(*_):
            raise RuntimeError("no such header\nand much more")

        return call

    monkeypatch.setattr(house, "available", lambda device: True)
    monkeypatch.setattr(torch, "compile", broken)
    fast = compiled(double)
    assert [fast(torch.tensor(3.0)).item() for _ in range(2)] == [7.0, 7.0]
    assert capsys.readouterr().err == "double: not compiled (no such header); it runs as it is, slower\n"


def test_compiled_and_plain_give_the_same_numbers(monkeypatch):
    monkeypatch.delenv("KB_COMPILE", raising=False)
    if not house.available():
        pytest.skip("no C++ compiler on this machine")
    x = torch.linspace(-1, 1, 11)
    torch.testing.assert_close(compiled(double)(x), double(x))
