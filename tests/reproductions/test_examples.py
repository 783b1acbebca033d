"""The examples in docstrings of the reproductions are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from reproductions import catalog

ROOT = catalog.FOLDER.parent
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in catalog.FOLDER.rglob("*.py")
    if ">>>" in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_are_true(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert (found.failed, found.attempted > 0) == (0, True)
