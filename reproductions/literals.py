"""Plain literals of a Python file, read without running it."""

from __future__ import annotations

import ast
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Any

__all__ = ["literals"]

_ONE_AT_A_TIME = threading.Lock()
_TRIES = 20


def literals(file: Path, names: Collection[str]) -> dict[str, Any]:
    """What a module assigns to these names; ValueError for one that is no plain literal."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in _parsed(file).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in names
    }


def _parsed(file: Path) -> ast.Module:
    """The syntax tree of a file.

    Python 3.11 counts the depth of a tree in one place for all threads, and finds it wrong when another
    thread parses at the same time (SystemError). Ours wait for each other; for others we try again.
    """
    text = file.read_text("utf-8")
    with _ONE_AT_A_TIME:
        for _ in range(_TRIES - 1):
            try:
                return ast.parse(text, filename=str(file))
            except SystemError:
                continue
        return ast.parse(text, filename=str(file))
