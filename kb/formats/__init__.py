"""Exchange formats, one a file: each module has ABOUT, EXTENSION and ``write(base, works) -> str``.

A module may also have ``read(text)``, beside its writing; one that reads the entries of somebody's list of
references says IMPORTS = True and tells by ``recognises(text)`` whether a text is of its format; ALSO are
other endings of such files. What is only read stands in ``read_only``. Put a module here and `kb export`
offers it, and `kb import` and the explorer if it reads.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from kb.errors import CannotRun, UsageError
from kb.spelling import nearest

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.reference import References


class Format(Protocol):
    """What a module of this package offers."""

    ABOUT: str
    EXTENSION: str

    def write(self, base: KnowledgeBase, works: Collection[str] | None = None) -> str:
        """These works (all of the base where None) as text of this format."""


class Reader(Protocol):
    """What a module offers that reads a list of references."""

    EXTENSION: str

    def recognises(self, text: str) -> bool:
        """Whether a text is of this format, by what stands in it."""

    def read(self, text: str) -> References:
        """All entries, and all that is wrong with them."""


def names() -> list[str]:
    """The formats there are, by name.

    >>> "bibtex" in names(), "graphml" in names()
    (True, True)
    """
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)


def importable() -> list[str]:
    """The formats in which somebody's list of references can be read.

    >>> "ris" in importable(), "medline" in importable(), "graphml" in importable()
    (True, True, False)
    """
    both = [name for name in names() if getattr(find(name), "IMPORTS", False)]
    return sorted([*both, *_only_read()])


@cache
def _only_read() -> frozenset[str]:
    return frozenset(module.name for module in pkgutil.iter_modules([f"{__path__[0]}/read_only"]))


def find(name: str) -> Format:
    """The format of this name. Raises UsageError for an unknown one.

    >>> print(find("ids").write(base, ["gan", "transformer"]), end="")
    gan
    transformer
    """
    return cast(Format, _module(name, names()))


def reader(name: str) -> Reader:
    """The format of this name that reads references. Raises UsageError for any other.

    >>> reader("ids").read("arXiv:1706.03762  # read again").entries[0].ids
    ('1706.03762',)
    """
    return cast(Reader, _module(name, importable()))


def of_file(file_name: str, offered: Collection[str]) -> str | None:
    """Which of these formats a file is in, by the longest ending that fits, or None.

    >>> of_file("refs.CSL.json", ["csl", "json"]), of_file("x.docx", names())
    ('csl', None)
    """
    endings = {name: _module(name, offered).EXTENSION for name in offered}
    fitting = [name for name, ending in endings.items() if file_name.lower().endswith(ending)]
    return max(fitting, key=lambda name: len(endings[name]), default=None)


def endings() -> list[str]:
    """How files are called in which a list of references can be read: what a page asks a visitor for.

    >>> [ending for ending in (".bib", ".nbib", ".tsv", ".md", ".graphml") if ending in endings()]
    ['.bib', '.nbib', '.tsv', '.md']
    """
    readers = [_module(name, importable()) for name in importable()]
    every = {ending for module in readers for ending in (module.EXTENSION, *getattr(module, "ALSO", ()))}
    return sorted(ending for ending in every if ending.count(".") == 1)


def of_text(text: str) -> str | None:
    r"""The format that a list of references is in, by what stands in it, or None.

    >>> of_text("% mine\n@misc{gan,}"), of_text("TY  - JOUR"), of_text(" [{}]"), of_text("1406.2661")
    ('bibtex', 'ris', 'csl', None)
    """
    offered = sorted(importable(), key=lambda name: name not in _only_read())  # those are the more particular
    return next((name for name in offered if reader(name).recognises(text)), None)


def library(name: str) -> Any:
    """The package that reads a format, imported when it is first needed. Raises CannotRun without it.

    >>> library("no_such_reader.names")
    Traceback (most recent call last):
    kb.errors.CannotRun: reading this format needs no_such_reader: pip install no_such_reader
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        raise CannotRun(f"reading this format needs {package}: pip install {package}") from error


def _module(name: str, offered: Collection[str]) -> Any:
    if name not in offered:
        near = nearest(name, offered, 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(offered)}"
        raise UsageError(f"unknown format {name!r}; {tip}")
    return import_module(f"kb.formats.read_only.{name}" if name in _only_read() else f"kb.formats.{name}")
