"""The examples in docstrings are true, and every public function has one."""

from __future__ import annotations

import ast
import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import kb
from kb.checks import RULES

MODULES = sorted(m.name for m in pkgutil.walk_packages(kb.__path__, "kb."))
PUBLIC = [name for name in MODULES if not name.startswith(("kb.cli", "kb.drawing."))]
#: Functions without an example, each with its reason.
EXEMPT = {rule.__name__: "a rule that `kb validate` runs; nobody calls it" for rule in RULES} | {
    "rule": "a decorator of rules",
    "ask": "goes out to a service",
    "main": "the body of a process",
    "server": "needs the extra mcp",
    "serve": "reads stdin until it ends, and ends the process",
}


@pytest.mark.parametrize("name", ["kb", *MODULES])
def test_examples_of_a_module_are_true(name: str, real: kb.KnowledgeBase) -> None:
    """In an example `base` is what `kb.load()` gives."""
    assert doctest.testmod(import_module(name), extraglobs={"base": real, "kb": kb}).failed == 0


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_has_an_example(name: str) -> None:
    file = import_module(name).__file__
    assert file
    functions = [n for n in ast.parse(Path(file).read_text("utf-8")).body if isinstance(n, ast.FunctionDef)]
    public = [f for f in functions if not f.name.startswith("_") and f.name not in EXEMPT]

    assert [f.name for f in public if ">>>" not in (ast.get_docstring(f) or "")] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_and_stays_small(name: str) -> None:
    module = import_module(name)
    assert (module.__doc__ or "").strip(), name
    assert module.__file__
    assert len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) <= 400
