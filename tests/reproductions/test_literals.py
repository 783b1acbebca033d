"""Headers are read without running them, by many readers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from reproductions import literals as module
from reproductions.catalog import HEADER, catalog
from reproductions.literals import literals


def test_only_the_names_asked_for_are_read_and_nothing_runs(tmp_path) -> None:
    file = tmp_path / "header.py"
    file.write_text("A = {'b': [1, 2]}\nC = 3\nraise SystemExit\n")
    assert literals(file, {"A", "D"}) == {"A": {"b": [1, 2]}}


def test_what_is_no_plain_literal_is_refused(tmp_path) -> None:
    file = tmp_path / "header.py"
    file.write_text("A = open('/etc/passwd')\n")
    with pytest.raises(ValueError, match="malformed"):
        literals(file, {"A"})


def test_many_threads_read_the_same_headers() -> None:
    stories = [known.folder / "paper.py" for known in catalog().values()] * 6
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda story: literals(story, HEADER)["ID"], stories))
    assert found == [literals(story, HEADER)["ID"] for story in stories]


def test_a_count_that_another_thread_upset_is_taken_again(tmp_path, monkeypatch) -> None:
    file = tmp_path / "header.py"
    file.write_text("A = 1\n")
    parse, upset = module.ast.parse, [SystemError("recursion depth mismatch")] * 3

    def parsed(*given: object, **more: object) -> object:
        if upset:
            raise upset.pop()
        return parse(*given, **more)

    monkeypatch.setattr(module.ast, "parse", parsed)
    assert literals(file, {"A"}) == {"A": 1}
