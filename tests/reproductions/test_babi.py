"""bAbI as it is read: stories, supports, lists, and whole data sets where they are at hand."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from reproductions import datasets
from reproductions.datasets import babi
from reproductions.datasets.stories import Question
from reproductions.errors import DataCorrupt

CALLERS_DATASETS = os.environ.get("KB_DATASETS", "")  # each test starts without

TEXT = """\
1 Mary moved to the bathroom.
2 John got the apple there.
3 Where is Mary? \tbathroom\t1
4 John took the football.
5 What is John carrying? \tApple,football\t2 4
1 Sandra went home.
2 Where is Sandra?\thome\t1
"""
MARY, APPLE = ("mary", "moved", "to", "the", "bathroom"), ("john", "got", "the", "apple", "there")
FOOTBALL = ("john", "took", "the", "football")


def test_questions_see_the_statements_before_them_and_no_other_question():
    first, second, _ = babi.parse(TEXT.splitlines())
    assert first == Question((MARY, APPLE), ("where", "is", "mary"), "bathroom", (0,))
    assert second.story == (MARY, APPLE, FOOTBALL)


def test_support_counts_statements_and_not_lines():
    assert babi.parse(TEXT.splitlines())[1].support == (1, 2)  # lines 2 and 4


def test_a_list_is_one_answer():
    assert babi.parse(TEXT.splitlines())[1].answer == "apple,football"


def test_line_number_one_begins_a_new_story():
    assert babi.parse(TEXT.splitlines())[2] == Question(
        (("sandra", "went", "home"),), ("where", "is", "sandra"), "home", (0,)
    )


@pytest.mark.parametrize("line", ["no number", "2 Where?\tkitchen", "2 Where?\tkitchen\t7", "", "<html>"])
def test_a_line_that_is_not_babi_is_named(line):
    with pytest.raises(DataCorrupt, match="somewhere, line 2"):
        babi.parse(["1 Mary went home.", line], "somewhere")


def archive(path: Path, names: list[str]) -> Path:
    with tarfile.open(path, "w:xz") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(TEXT.encode())
            tar.addfile(member, io.BytesIO(TEXT.encode()))
    return path


def test_a_task_needs_both_of_its_files(tmp_path):
    names = ["en/qa1_one-fact_train.txt", "en/qa1_one-fact_test.txt", "en/qa3_three_test.txt", "en/README"]
    archive(tmp_path / babi.ARCHIVES["10k"], names)
    record: dict = {}
    stories = babi.stories_10k(tmp_path, record)
    assert stories.tasks == {1: "one fact"}
    assert set(stories.train) == set(stories.test) == {1}
    assert record["questions"] == {"train": 3, "test": 3}


def test_a_broken_archive_is_one_clear_error(tmp_path):
    (tmp_path / babi.ARCHIVES["1k"]).write_bytes(b"<html>moved</html>")
    with pytest.raises(DataCorrupt, match="not a whole archive"):
        babi.stories_1k(tmp_path, {})
    archive(tmp_path / babi.ARCHIVES["1k"], ["en/qa1_one-fact_train.txt"])
    with pytest.raises(DataCorrupt, match="no task has both"):
        babi.stories_1k(tmp_path, {})


@pytest.mark.parametrize(("name", "tasks", "train"), [("babi", 20, 1000), ("babi-10k", 19, 10_000)])
def test_the_real_data_has_as_many_questions_as_published(name, tasks, train, monkeypatch):
    monkeypatch.setenv("KB_DATASETS", CALLERS_DATASETS)
    if name not in datasets.manifest() or not datasets.locate(name).present:
        pytest.skip(f"{name} is in no folder of KB_DATASETS")
    stories = datasets.load(name)
    assert len(stories.tasks) == tasks
    assert {len(questions) for questions in stories.train.values()} == {train}
    assert {len(questions) for questions in stories.test.values()} == {1000}
    everything = [q for part in (stories.train, stories.test) for asked in part.values() for q in asked]
    assert all(q.support and max(q.support) < len(q.story) for q in everything)
