"""bAbI (Weston et al., 2015, arXiv 1502.05698): twenty kinds of questions about short stories, in English.

A file has numbered lines; number 1 begins a new story. A statement is text; a question is text, a tab, its
answer, a tab, and the numbers of the lines that support it. Questions are not part of the story.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reproductions.datasets.stories import Question, Stories
from reproductions.errors import DataCorrupt

__all__ = ["parse", "stories_1k", "stories_10k"]

ARCHIVES = {"1k": "babi_v1.1_en.tar.xz", "10k": "babi_v1.2_en-10k_without_qa3_train.tar.xz"}
MEMBER = re.compile(r"(?:.*/)?qa(\d+)_(.+)_(train|test)\.txt")


def stories_1k(folder: Path, record: dict[str, Any]) -> Stories:
    """Version 1.1: 1,000 questions a task to train on, and 1,000 to test."""
    return _read(folder / ARCHIVES["1k"], record)


def stories_10k(folder: Path, record: dict[str, Any]) -> Stories:
    """Version 1.2: 10,000 questions a task to train on; tasks without one of their two files are left out."""
    return _read(folder / ARCHIVES["10k"], record)


def parse(lines: Iterable[str], source: str = "bAbI") -> list[Question]:
    """The questions of a file, each with the statements before it; DataCorrupt names the line it cannot read.

    Lists stay one answer ("apple,football"). `support` counts statements from 0, as `story` holds them.
    """
    questions: list[Question] = []
    story: list[tuple[str, ...]] = []
    places: dict[int, int] = {}  # number of a line -> place of its statement
    for at, line in enumerate(lines, 1):
        try:
            number, _, text = line.strip().partition(" ")
            if int(number) == 1:
                story, places = [], {}
            if "\t" in text:
                asked, answer, support = text.split("\t")
                facts = tuple(places[int(fact)] for fact in support.split())
                questions.append(Question(tuple(story), _words(asked), answer.strip().lower(), facts))
            else:
                places[int(number)] = len(story)
                story.append(_words(text))
        except (ValueError, KeyError) as error:
            raise DataCorrupt(f"{source}, line {at}: not a line of bAbI: {line.strip()[:80]!r}") from error
    return questions


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (raw.strip(".?,") for raw in text.lower().split()) if word)


def _read(archive: Path, record: dict[str, Any]) -> Stories:
    names: dict[int, str] = {}
    parts: dict[str, dict[int, list[Question]]] = {"train": {}, "test": {}}
    for task, name, split, text in _members(archive):
        names[task] = name.replace("-", " ")
        parts[split][task] = parse(io.StringIO(text), f"{archive.name}: task {task}, {split}")
    tasks = sorted(set(parts["train"]) & set(parts["test"]))
    if not tasks:
        raise DataCorrupt(f"{archive}: no task has both of its files (qa<n>_<name>_train.txt, _test.txt)")
    chosen = {split: {task: by_task[task] for task in tasks} for split, by_task in parts.items()}
    record["questions"] = {
        split: sum(map(len, by_task.values())) for split, by_task in chosen.items()
    }  # over all tasks
    return Stories({task: names[task] for task in tasks}, chosen["train"], chosen["test"], record)


def _members(archive: Path) -> Iterable[tuple[int, str, str, str]]:
    """Task, its name, "train" or "test", and the text of each file of the archive."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                found = MEMBER.fullmatch(member.name)
                file = tar.extractfile(member) if found else None
                if found and file:
                    yield int(found[1]), found[2], found[3], file.read().decode("utf-8")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DataCorrupt(f"{archive}: not a whole archive ({error}); fetch it again") from error
