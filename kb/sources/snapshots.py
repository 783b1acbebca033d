"""Answers of services as they came: ``$KB_HOME/snapshots/<service>/<work>.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.beside import beside
from kb.cache import home
from kb.errors import SourceError


@dataclass(frozen=True)
class Snapshot:
    """One stored answer. ``payload`` is None where the service knows no such work; ``retrieved`` is UTC."""

    service: str
    work: str
    url: str
    retrieved: str
    payload: Any


def place(service: str, work: str) -> Path:
    """Where the answer of a service about a work lies, if it was asked.

    >>> place("arxiv", "gan").parts[-3:]
    ('snapshots', 'arxiv', 'gan.json')
    """
    return home() / "snapshots" / service / f"{work}.json"


def load(service: str, work: str) -> Snapshot | None:
    """The stored answer, or None where none is stored. Raises SourceError for a file that cannot be read.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, KB_HOME=folder):
    ...     load("arxiv", "gan") is None  # nothing was asked in a new home
    True
    """
    path = place(service, work)
    try:
        data = json.loads(path.read_text("utf-8"))
        kept = Snapshot(**data)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise SourceError(f"{path} is no readable snapshot; ask again with --online") from error
    return kept


def save(kept: Snapshot) -> None:
    """Store an answer, whole or not at all. Raises SourceError where that is not possible.

    >>> import os, tempfile
    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, KB_HOME=folder):
    ...     save(Snapshot("arxiv", "gan", "https://arxiv.org", "2026-01-05T09:00:00Z", "<feed/>"))
    ...     load("arxiv", "gan").payload
    '<feed/>'
    """
    path = place(kept.service, kept.work)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path) as part:
            part.write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1), "utf-8")
            part.replace(path)
    except OSError as error:
        raise SourceError(f"cannot store {path}: {error.strerror or error}") from error
