"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import kb

MODULES = sorted(m.name for m in pkgutil.walk_packages(kb.__path__, "kb."))


@pytest.mark.parametrize("name", ["kb", *MODULES])
def test_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_and_stays_small(name: str) -> None:
    module = import_module(name)
    assert (module.__doc__ or "").strip(), name
    assert module.__file__
    assert len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) <= 400
