"""Exchange formats, one a file: each module has ABOUT, EXTENSION and ``write(base, works) -> str``.

A module may also have ``read(text)``, beside its writing. Put a module here and `kb export` offers it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from kb.errors import UsageError
from kb.spelling import nearest

if TYPE_CHECKING:
    from kb.base import KnowledgeBase


class Format(Protocol):
    """What a module of this package offers."""

    ABOUT: str
    EXTENSION: str

    def write(self, base: KnowledgeBase, works: Collection[str] | None = None) -> str:
        """These works (all of the base where None) as text of this format."""


def names() -> list[str]:
    """The formats there are, by name."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find(name: str) -> Format:
    """The format of this name. Raises UsageError for an unknown one."""
    if name not in names():
        near = nearest(name, names(), 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(names())}"
        raise UsageError(f"unknown format {name!r}; {tip}")
    return cast(Format, import_module(f"kb.formats.{name}"))
