"""The compiled cache: the same answers, no YAML on a second start, never stale, cut off or half written."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cache import Cache, open_cache
from kb.cards import card
from kb.errors import FactsInvalid, SourceError, UnknownId

Edit = Callable[[str, str, str], Path]


def files(home: Path) -> list[Path]:
    return sorted((home / "cache").glob("*")) if (home / "cache").is_dir() else []


def test_the_cache_gives_what_reading_gives(facts: Path) -> None:
    read = KnowledgeBase.read(facts)
    open_cache(facts)

    cached = open_cache(facts).base()

    for kind in ("papers", "people", "awards", "events", "sources", "links", "claims", "press"):
        assert list(getattr(cached, kind).items()) == list(getattr(read, kind).items())
    assert cached.names.names == read.names.names
    assert cached.names.subjects == read.names.subjects
    assert len(cached.version) == 64


def test_every_card_of_the_cache_is_the_card_of_the_base(facts: Path) -> None:
    base, cache = KnowledgeBase.read(facts), open_cache(facts)

    for thing in base.things():
        stored = cache.card(thing.id)
        assert stored is not None
        assert stored.keys() == card(base, thing.id).keys()
    assert (cache.card("BRASS-1") or {})["kind"] == "claim"
    assert (cache.card("oil-lamp-improves-tallow-candle") or {})["kind"] == "link"
    assert cache.card("nothing") is None


def test_a_second_start_never_parses_yaml(facts: Path, home: Path) -> None:
    program = (
        "import sys, pathlib; from kb.cache import open_cache; open_cache(pathlib.Path(sys.argv[1]));"
        "print('yaml' in sys.modules, 'pydantic' in sys.modules)"
    )

    def start() -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(facts)], capture_output=True, text=True, check=True
        ).stdout.strip()

    assert [start(), start()] == ["True True", "False False"]


def test_a_changed_file_is_noticed(edit: Edit, facts: Path) -> None:
    assert open_cache(facts).resolve("Gas Lamps") == "gas-lamp"

    edit("papers.yaml", "title: Gas Lamps", "title: Gas Lights")

    assert open_cache(facts).resolve("Gas Lights") == "gas-lamp"
    with pytest.raises(UnknownId):
        open_cache(facts).resolve("Gas Lamps")


def test_a_change_of_the_same_size_and_time_is_noticed_by_its_other_stamp(edit: Edit, facts: Path) -> None:
    open_cache(facts)
    before = (facts / "papers.yaml").stat()
    edit("papers.yaml", "title: Gas Lamps", "title: Gas Lumps")
    os.utime(facts / "papers.yaml", ns=(before.st_atime_ns, before.st_mtime_ns + 1))

    assert open_cache(facts).resolve("Gas Lumps") == "gas-lamp"


def test_a_touched_file_is_not_compiled_again(
    facts: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cache(facts)
    (facts / "papers.yaml").touch()
    monkeypatch.setattr(KnowledgeBase, "read", None)  # would be called to compile

    assert open_cache(facts).resolve("TC") == "tallow-candle"


@pytest.mark.parametrize("damage", [b"", b"junk", b"SQLite format 3\x00" + b"\x00" * 50])
def test_a_damaged_cache_is_compiled_anew(facts: Path, home: Path, damage: bytes) -> None:
    open_cache(facts)
    (place,) = files(home)
    place.write_bytes(damage)

    assert open_cache(facts).resolve("TC") == "tallow-candle"
    assert place.stat().st_size > 10_000


def test_a_cut_off_cache_is_compiled_anew(facts: Path, home: Path) -> None:
    open_cache(facts)
    (place,) = files(home)
    whole = place.read_bytes()
    for size in (100, 4096, len(whole) // 2, len(whole) - 4096):
        place.write_bytes(whole[:size])
        assert open_cache(facts).base().papers.keys() == KnowledgeBase.read(facts).papers.keys()


def test_nothing_is_cached_of_facts_with_problems(edit: Edit, facts: Path, home: Path) -> None:
    edit("links.yaml", "object: oil-lamp", "object: nowhere")

    for _ in range(2):
        with pytest.raises(FactsInvalid):
            open_cache(facts)
    assert files(home) == []


def test_problems_after_an_edit_are_told_though_an_older_cache_is_there(edit: Edit, facts: Path) -> None:
    open_cache(facts)
    edit("links.yaml", "object: oil-lamp", "object: nowhere")

    with pytest.raises(FactsInvalid):
        open_cache(facts)


def test_a_home_that_cannot_be_written_still_answers(
    facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KB_HOME", str(tmp_path / "file"))

    assert open_cache(facts).resolve("TC") == "tallow-candle"


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere is not a folder of facts"):
        open_cache(tmp_path / "nowhere")


def test_two_folders_of_facts_have_two_caches(facts: Path, tmp_path: Path, home: Path) -> None:
    import shutil

    other = Path(shutil.copytree(facts, tmp_path / "other"))
    open_cache(facts)
    open_cache(other)

    assert len(files(home)) == 2
    assert not [p for p in files(home) if p.suffix == ".part"]


def test_look_up_in_the_cache_is_look_up_in_the_base(facts: Path) -> None:
    cache: Cache = open_cache(facts)

    assert cache.resolve("https://arxiv.org/abs/0503.01234") == "brass-lamp"
    with pytest.raises(UnknownId) as caught:
        cache.resolve("brss-lamp")
    assert caught.value.candidates[0].id == "brass-lamp"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE card SET json = '{'",
        "UPDATE card SET json = NULL",
        "UPDATE card SET json = '{}'",
        "DELETE FROM card",
        "DROP TABLE card",
        "DROP TABLE meta",
        "DELETE FROM record",
        "UPDATE record SET json = '[]'",
        "UPDATE record SET file = 'none.yaml'",
        "UPDATE subject SET id = id || 'x'",
        "DELETE FROM name",
    ],
)
def test_a_cache_that_somebody_wrote_into_is_compiled_anew(
    facts: Path, home: Path, damage: str, small: Callable[..., Any]
) -> None:
    open_cache(facts)
    with closing(sqlite3.connect(files(home)[0])) as writer, writer:
        writer.execute(damage)

    cache = open_cache(facts)

    assert (cache.card("oil-lamp") or {})["kind"] == "paper"
    assert cache.resolve("oil-lamp") == "oil-lamp"
    assert cache.base().papers.keys() == KnowledgeBase.read(facts).papers.keys()


@pytest.mark.parametrize(
    "damage", ["UPDATE card SET json = '{'", "UPDATE card SET json = x'00ff'", "DROP TABLE card"]
)
def test_a_row_that_rotted_is_compiled_anew_when_it_is_read(facts: Path, home: Path, damage: str) -> None:
    open_cache(facts)
    place = files(home)[0]
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(place.read_bytes())
        copy.execute(damage)
        copy.commit()
        place.write_bytes(copy.serialize())  # as a disk does it: without SQLite's count of writes

    cache = open_cache(facts)

    assert (cache.card("oil-lamp") or {})["kind"] == "paper"
    assert (open_cache(facts).card("oil-lamp") or {})["kind"] == "paper", "and mended for all"


def test_a_full_disk_leaves_nothing_beside_the_cache(
    facts: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, _data: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert open_cache(facts).card("oil-lamp")
    assert files(home) == []


def test_no_connection_stays_open(facts: Path, home: Path, recwarn: pytest.WarningsRecorder) -> None:
    """Python 3.13 warns of each that is forgotten; here each is counted."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def counted(*given: Any, **more: Any) -> sqlite3.Connection:
        made.append(connect(*given, **more))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", counted)
        open_cache(facts)  # compiles
        open_cache(facts).card("oil-lamp")  # reads
        os.utime(facts / "papers.yaml")
        open_cache(facts)  # stamps anew
        files(home)[0].write_bytes(b"SQLite format 3\0" + bytes(200))
        open_cache(facts)  # finds it damaged
    gc.collect()
    assert len(made) >= 5
    for connection in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
