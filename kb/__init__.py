"""The facts about the papers behind today's AI, checked, and the questions one can ask of them.

>>> import kb
>>> base = kb.load()
>>> base.find("NTM").id
'ntm'

Importing :mod:`kb` is cheap: records and graph are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kb.base import KnowledgeBase
    from kb.errors import Ambiguous, FactsInvalid, KnowledgeBaseError, UnknownId

__version__ = "0.1.0"
__all__ = [
    "Ambiguous",
    "FactsInvalid",
    "KnowledgeBase",
    "KnowledgeBaseError",
    "UnknownId",
    "__version__",
    "load",
]

_HOMES = {
    "Ambiguous": "kb.errors",
    "FactsInvalid": "kb.errors",
    "KnowledgeBase": "kb.base",
    "KnowledgeBaseError": "kb.errors",
    "UnknownId": "kb.errors",
}


def load(directory: Path | None = None) -> KnowledgeBase:
    """The checked facts of a directory, the project's own where None. Raises FactsInvalid.

    >>> load().find("NTM").title
    'Neural Turing Machines'
    """
    from kb.base import KnowledgeBase

    return KnowledgeBase.load(directory)


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
