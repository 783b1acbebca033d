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
import weakref
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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

T = TypeVar("T")

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
    """The compiled facts of a folder, open for reading; compiled anew where what was read is damaged."""

    def __init__(self, connection: sqlite3.Connection, anew: Callable[[], sqlite3.Connection]) -> None:
        self._open(connection)
        self._anew = anew

    def _open(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.close = weakref.finalize(self, connection.close)  # at the latest when nobody holds us any more

    def _read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return ask(self._connection)
        except (sqlite3.Error, ValueError, TypeError, KeyError):  # a page, a row or a text in it is damaged
            self.close()
            self._open(self._anew())
            return ask(self._connection)

    @property
    def version(self) -> str:
        """A hash of the content of the facts files."""
        ask = "SELECT value FROM meta WHERE key = 'content'"
        return self._read(lambda connection: str(connection.execute(ask).fetchone()[0]))

    def card(self, id_: str) -> dict[str, Any] | None:
        """The card of an id, or None."""
        from kb.spelling import storable

        def found(connection: sqlite3.Connection) -> dict[str, Any] | None:
            row = connection.execute("SELECT json FROM card WHERE id = ?", (storable(id_),)).fetchone()
            return json.loads(row[0]) if row else None

        return self._read(found)

    def ids_from(self, start: str) -> list[str]:
        """The ids of all cards (of things, links, claims, press checks) that begin like this."""
        rows = self._connection.execute(
            "SELECT id FROM card WHERE substr(id, 1, ?) = ? ORDER BY rowid", (len(start), start)
        )
        return [row[0] for row in rows]

    def resolve(self, name: str) -> str:
        """The id that a name means, by index look-up. Raises UnknownId or Ambiguous with candidates."""
        from kb.names import Name, choose, keys_of

        keys = keys_of(name)
        ask = f"SELECT key, text, id, how FROM name WHERE key IN ({','.join('?' * len(keys))})"
        found = self._read(lambda connection: [Name(*row) for row in connection.execute(ask, keys)])
        return choose(name, found, self.names())

    def names(self) -> NameIndex:
        """All names and the things they lead to."""
        from kb.names import Name, NameIndex, Subject

        def found(connection: sqlite3.Connection) -> NameIndex:
            subjects = connection.execute(
                "SELECT id, kind, label, label_zh, year, topic, links FROM subject ORDER BY rowid"
            )
            names = connection.execute("SELECT key, text, id, how FROM name ORDER BY rowid")
            return NameIndex((Subject(*row) for row in subjects), (Name(*row) for row in names))

        return self._read(found)

    def base(self) -> KnowledgeBase:
        """The whole as records; they were checked when they were compiled."""
        from kb import arrivals
        from kb.base import KnowledgeBase
        from kb.kinds import FILES

        kinds: dict[str, type[Any]] = {**FILES, arrivals.FILE: arrivals.Batch}

        def found(connection: sqlite3.Connection) -> dict[str, list[Any]]:
            records: dict[str, list[Any]] = {file: [] for file in kinds}
            for file, text in connection.execute("SELECT file, json FROM record ORDER BY rowid"):
                records[file].append(kinds[file].model_validate_json(text))
            return records

        return KnowledgeBase(self._read(found), self.version, self.names())


def open_cache(directory: Path) -> Cache:
    """The compiled facts of a directory, compiled anew after an edit. Raises FactsInvalid or SourceError.

    >>> import tempfile
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

    def anew() -> sqlite3.Connection:
        return _compile(directory, place, _stamp(directory))

    fresh = _open_if_fresh(place, _stamp(directory), directory)
    return Cache(fresh or anew(), anew)


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


def _open_if_fresh(place: Path, stamp: str, directory: Path) -> sqlite3.Connection | None:
    """What is compiled there, if it is whole, and of the facts as they are now."""
    if not _as_we_wrote_it(place):
        return None
    connection = sqlite3.connect(f"file:{place}?mode=ro", uri=True, check_same_thread=False)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        if meta.get("stamp") == stamp:
            return connection
        if meta.get("content") == _content(directory):  # touched, not changed
            _restamp(place, stamp)
            return connection
    except sqlite3.Error:
        pass  # cut off, or made by something else: compile anew
    connection.close()
    return None


def _as_we_wrote_it(place: Path) -> bool:
    """Whether nobody has written into it: SQLite counts that in the header, and what we wrote says 0."""
    try:
        with place.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[24:28] == bytes(4)


def _restamp(place: Path, stamp: str) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(place.read_bytes())
        with copy:
            copy.execute("UPDATE meta SET value = ? WHERE key = 'stamp'", (stamp,))
        _write(copy, place)


def _compile(directory: Path, place: Path, stamp: str) -> sqlite3.Connection:
    from kb.base import KnowledgeBase

    content = _content(directory)
    base = KnowledgeBase.read(directory)
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(memory, base, stamp, content)
    _write(memory, place)
    return memory


def _write(memory: sqlite3.Connection, place: Path) -> None:
    """Keep what was compiled, where that can be; else the next start compiles or compares again."""
    from kb.beside import beside

    with suppress(OSError):  # a full or read-only disk
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside(place) as part:
            part.write_bytes(memory.serialize())  # one file: SQLite itself would keep a journal beside it
            part.chmod(0o600)
            part.replace(place)


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
