"""The facts compiled into one SQLite file, so that a start never parses YAML unless a file changed.

The file lies in ``$KB_HOME/cache`` (default: in the user's data folder), one for each facts directory. It is
made beside its place and renamed, so a reader never sees half of it; nothing is written when the facts have
problems. Imports nothing heavy: `kb show` lives on this module alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import __version__
from kb.errors import SourceError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.names import NameIndex

FORMAT = 8  # raise it whenever what is compiled changes
_MAKER = f"format {FORMAT} of kb {__version__}"  # another release may compile the same facts differently
_FACTS = (
    "papers",
    "people",
    "awards",
    "events",
    "sources",
    "links",
    "claims",
    "press",
    "stories",
    "arrivals",
)

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE subject (
  id TEXT PRIMARY KEY, kind TEXT, label TEXT, label_zh TEXT, year INTEGER, topic TEXT, links INTEGER
);
CREATE TABLE card (id TEXT PRIMARY KEY, json TEXT);
CREATE TABLE name (key TEXT, text TEXT, id TEXT, how TEXT);
CREATE INDEX name_key ON name (key);
CREATE TABLE record (file TEXT, json TEXT);
"""


def home() -> Path:
    """Where caches and runs live: ``$KB_HOME``, else the data folder of the user.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, KB_HOME="kept-here"):
    ...     home().name
    'kept-here'
    """
    if chosen := os.environ.get("KB_HOME"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("timetested")


def facts_directory() -> Path:
    """Where the facts are: ``$KB_DATA``, else beside the package in a checkout, else inside the wheel.

    >>> (facts_directory() / "papers.yaml").is_file()
    True
    """
    if chosen := os.environ.get("KB_DATA"):
        return Path(chosen)
    package = Path(__file__).resolve().parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


class Cache:
    """One compiled file, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Let go of the file; nothing can be asked afterwards."""
        self._connection.close()

    @property
    def version(self) -> str:
        """A hash of the content of the facts files."""
        return str(self._connection.execute("SELECT value FROM meta WHERE key = 'content'").fetchone()[0])

    def card(self, id_: str) -> dict[str, Any] | None:
        """The card of an id, or None."""
        from kb.spelling import storable

        row = self._connection.execute("SELECT json FROM card WHERE id = ?", (storable(id_),)).fetchone()
        return json.loads(row[0]) if row else None

    def resolve(self, name: str) -> str:
        """The id that a name means, by index look-up. Raises UnknownId or Ambiguous with candidates."""
        from kb.names import Name, choose, keys_of

        keys = keys_of(name)
        marks = ",".join("?" * len(keys))
        rows = self._connection.execute(f"SELECT key, text, id, how FROM name WHERE key IN ({marks})", keys)
        return choose(name, [Name(*row) for row in rows], self.names())

    def names(self) -> NameIndex:
        """All names and the things they lead to."""
        from kb.names import Name, NameIndex, Subject

        subjects = self._connection.execute(
            "SELECT id, kind, label, label_zh, year, topic, links FROM subject ORDER BY rowid"
        )
        names = self._connection.execute("SELECT key, text, id, how FROM name ORDER BY rowid")
        return NameIndex((Subject(*row) for row in subjects), (Name(*row) for row in names))

    def base(self) -> KnowledgeBase:
        """The whole as records; they were checked when they were compiled."""
        from kb import arrivals
        from kb.base import KnowledgeBase
        from kb.reading import FILES

        kinds: dict[str, type[Any]] = {**FILES, arrivals.FILE: arrivals.Batch}
        records: dict[str, list[Any]] = {file: [] for file in kinds}
        for file, text in self._connection.execute("SELECT file, json FROM record ORDER BY rowid"):
            records[file].append(kinds[file].model_validate_json(text))
        return KnowledgeBase(records, self.version)


def open_cache(directory: Path) -> Cache:
    """The compiled facts of a directory, compiled anew after an edit. Raises FactsInvalid or SourceError.

    >>> from unittest.mock import patch
    >>> with tempfile.TemporaryDirectory() as place, patch.dict(os.environ, KB_HOME=place):
    ...     for name in _FACTS:
    ...         text = "[{id: jane, name: Jane Example}]" if name == "people" else "[]"
    ...         _ = (Path(place) / f"{name}.yaml").write_text(text)
    ...     open_cache(Path(place)).resolve("Jane Example")
    'jane'
    """
    directory = directory.resolve()
    if not directory.is_dir():
        raise SourceError(f"{directory} is not a folder of facts; set KB_DATA to one, or leave it unset")
    place = home() / "cache" / f"facts-{hashlib.sha256(str(directory).encode()).hexdigest()[:12]}.sqlite"
    stamp = _stamp(directory)
    cache = _open_if_fresh(place, stamp, directory)
    return cache if cache else _compile(directory, place, stamp)


def _stamp(directory: Path) -> str:
    """Times and sizes of the files: cheap to take, and different after an edit."""
    parts = [_MAKER]
    for name in _FACTS:
        try:
            info = (directory / f"{name}.yaml").stat()
            parts.append(f"{name} {info.st_mtime_ns} {info.st_size}")
        except OSError:
            parts.append(f"{name} missing")
    return "; ".join(parts)


def _content(directory: Path) -> str:
    digest = hashlib.sha256(_MAKER.encode())
    for name in _FACTS:
        path = directory / f"{name}.yaml"
        digest.update(path.read_bytes() if path.is_file() else b"missing")
    return digest.hexdigest()


def _open_if_fresh(place: Path, stamp: str, directory: Path) -> Cache | None:
    if not place.is_file():
        return None
    try:
        connection = sqlite3.connect(f"file:{place}?mode=ro", uri=True, check_same_thread=False)
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error:  # cut off, or made by something else: compile anew
        return None
    if meta.get("stamp") == stamp:
        return Cache(connection)
    if meta.get("content") == _content(directory):  # touched, not changed
        _restamp(place, stamp)
        return Cache(connection)
    connection.close()
    return None


def _restamp(place: Path, stamp: str) -> None:
    try:
        with sqlite3.connect(place) as writer:
            writer.execute("UPDATE meta SET value = ? WHERE key = 'stamp'", (stamp,))
        writer.close()
    except sqlite3.Error:
        pass  # a read-only cache still serves; it will hash the files again next time


def _compile(directory: Path, place: Path, stamp: str) -> Cache:
    from kb.base import KnowledgeBase

    content = _content(directory)
    base = KnowledgeBase.read(directory)
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(memory, base, stamp, content)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=place.parent, prefix=place.name, suffix=".part")
        os.close(handle)
        try:
            with sqlite3.connect(beside) as disk:
                memory.backup(disk)
            disk.close()
            Path(beside).replace(place)
        finally:
            Path(beside).unlink(missing_ok=True)
    except (OSError, sqlite3.Error):
        pass  # a full or read-only disk: answer from memory, try again next time
    return Cache(memory)


def _fill(connection: sqlite3.Connection, base: KnowledgeBase, stamp: str, content: str) -> None:
    from dataclasses import astuple

    from kb import arrivals
    from kb.cards import all_cards

    records = {file: list(found.values()) for file, found in base.by_file().items()}

    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("stamp", stamp), ("content", content)])
        connection.executemany(
            "INSERT INTO subject VALUES (?, ?, ?, ?, ?, ?, ?)",
            [astuple(s) for s in base.names.subjects.values()],
        )
        connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", [astuple(n) for n in base.names.names])
        connection.executemany(
            "INSERT OR IGNORE INTO card VALUES (?, ?)",  # links, claims and press checks come after things
            [(c["id"], json.dumps(c, ensure_ascii=False)) for c in all_cards(base)],
        )
        connection.executemany(
            "INSERT INTO record VALUES (?, ?)",
            [
                (file, r.model_dump_json(by_alias=True))
                for file, found in {**records, arrivals.FILE: base.arrivals}.items()
                for r in found
            ],
        )
