"""I and G of Sec. 3.1: text as bags of words, and the memory that keeps one slot for every statement.

Each story begins with an empty slot. A question that one statement answers has the empty slot for its second
support: it tells a network of two look-ups that there is no more to find.

Shapes: S seeds, C cells (a data set and a network trained on it), T statements, Q questions, W words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from reproductions.datasets import world
from reproductions.datasets.world import BEFORE, PEOPLE, PERSON, ROOMS, THING, THINGS, VERBS

__all__ = ["ARMS", "CELLS", "COLUMNS", "WORDS", "Arm", "Part", "index", "part", "parts"]

#: The columns of Table 3: how far back the statement lies, and whether there are things beside people.
COLUMNS = {"people_1": (1, False), "people_5": (5, False), "things_1": (1, True), "things_5": (5, True)}


@dataclass(frozen=True)
class Arm:
    """One network: how many supporting statements it looks up, and whether it sees when they were written.

    With time it learns of two memories which one wins when the older stands first in the score, as the loop
    of Sec. 3.4 asks; `both_orders`: also when the newer does. The last two make controls: supporting
    statements, or times of writing, drawn at random.
    """

    hops: int
    time: bool
    both_orders: bool = False
    false_support: bool = False
    false_time: bool = False


ARMS = {
    "k1": Arm(1, False),
    "k1_time": Arm(1, True),
    "k2": Arm(2, False),
    "k2_time": Arm(2, True),
    "k2_time_both_orders": Arm(2, True, both_orders=True),
    "k2_false_support": Arm(2, True, false_support=True),
    "k1_false_time": Arm(1, True, false_time=True),
}

#: The rows of the paper in every column; each control, and the other loss, where it belongs.
CELLS = (
    *((column, arm) for column in COLUMNS for arm in list(ARMS)[:4]),
    ("things_5", "k2_time_both_orders"),
    ("things_5", "k2_false_support"),
    ("people_1", "k1_false_time"),
)

EMPTY = "-"  # the one word of an empty slot
WORDS = tuple(
    sorted(
        {EMPTY, "where", "is", "was", "before", "the", *PEOPLE, *THINGS, *ROOMS}
        | {word for ways in VERBS.values() for way in ways for word in way}
    )
)
PLACE = {word: place for place, word in enumerate(WORDS)}


def index(column: str, arm: str) -> int:
    """The place of a cell on the second axis."""
    return CELLS.index((column, arm))


@dataclass(frozen=True)
class Part:
    """Training, validation or test questions of all seeds and cells.

    A place in the memory counts from the empty slot of the first story: the cells of a column of Table 3
    share the memory, and differ in `age` and `support` where they are controls. T counts the empty slots too.
    """

    memory: Tensor  # [S, columns, T, W] bags of words, as float
    column: Tensor  # [C] which of them a cell reads
    age: Tensor  # [S, C, T] when a statement was written: a larger number is later
    scan: Tensor  # [S, C, T] the places of each story in the order of `age`: how the look-up goes through it
    question: Tensor  # [S, C, Q, W] bags of words
    begin: Tensor  # [S, C, Q] place of the empty slot at the beginning of the story
    length: Tensor  # [S, C, Q] slots written before the question, the empty one included
    support: Tensor  # [S, C, Q, 2] places of the supporting statements
    answer: Tensor  # [S, C, Q] a word
    told: tuple[tuple[tuple[world.Episode, ...], ...], ...]  # [S][columns] the text
    story: int  # slots of a whole story

    @property
    def questions(self) -> int:
        """Q."""
        return self.answer.shape[-1]


def bag(words: tuple[str, ...]) -> np.ndarray:
    """How often each word of the vocabulary occurs [W]."""
    counts = np.zeros(len(WORDS), np.float32)
    np.add.at(counts, [PLACE[word] for word in words], 1)
    return counts


def parts(config: dict[str, Any], seeds: list[int], device: torch.device) -> dict[str, Part]:
    """Three data sets of the same kind: as much to test as to train on, as the paper has it."""
    whole = config["statements"], config["questions"]
    few = max(1, round(config["valid_questions"] * whole[0] / whole[1])), config["valid_questions"]
    sizes = {"train": whole, "test": whole, "valid": few}
    return {
        name: part(seeds, number, *sizes[name], config["length"], device) for number, name in enumerate(sizes)
    }


def part(
    seeds: list[int], number: int, statements: int, questions: int, length: int, device: torch.device
) -> Part:
    """Every column's stories for every seed, each from its own stream, as tensors."""
    told = tuple(
        tuple(
            tuple(_told(seed, number, column, statements, questions, length))
            for column in range(len(COLUMNS))
        )
        for seed in seeds
    )
    column = torch.tensor([list(COLUMNS).index(column) for column, _ in CELLS])
    slots = [[[((EMPTY,), *story.statements) for story in stories] for stories in row] for row in told]
    memory = [[[bag(words) for story in stories for words in story] for stories in row] for row in slots]
    plain = [[_table(stories, length) for stories in row] for row in told]
    table = {name: _stack([[row[j][name] for j in column] for row in plain]) for name in plain[0][0]}
    _falsify(table, seeds, number, length)
    by_age = table["age"].reshape(len(seeds), len(CELLS), -1, length + 1).argsort(-1)
    begins = np.arange(0, memory_size := table["age"].shape[-1], length + 1)
    table["scan"] = (by_age + begins[:, None]).reshape(len(seeds), len(CELLS), memory_size)
    tensors = {name: torch.from_numpy(array).to(device) for name, array in table.items()}
    return Part(
        memory=torch.from_numpy(np.array(memory)).to(device),
        column=column.to(device),
        told=told,
        story=length + 1,
        **tensors,
    )


def _told(
    seed: int, number: int, column: int, statements: int, questions: int, length: int
) -> list[world.Episode]:
    difficulty, things = list(COLUMNS.values())[column]
    kinds = (PERSON, THING, BEFORE) if things else (PERSON, BEFORE)
    return world.episodes(
        (seed, number, column), statements=statements, questions=questions, difficulty=difficulty,
        things=things, kinds=kinds, length=length,
    )  # fmt: skip


def _table(stories: tuple[world.Episode, ...], length: int) -> dict[str, np.ndarray]:
    """The questions of one data set: where their story begins, what supports them, what answers them.

    `begin` is the place of the empty slot, so that the statements of the story are at begin + 1 and on.
    """
    asked = [
        (at * (length + 1), question) for at, story in enumerate(stories) for question in story.questions
    ]
    supports = [[begin + 1 + at for at in q.support] + [begin] for begin, q in asked]
    return {
        "age": np.arange(len(stories) * (length + 1)),
        "question": np.stack([bag(q.question) for _, q in asked]),
        "begin": np.array([begin for begin, _ in asked]),
        "length": np.array([len(q.story) + 1 for _, q in asked]),
        "support": np.array([found[:2] for found in supports]),
        "answer": np.array([PLACE[q.answer] for _, q in asked]),
    }


def _stack(rows: list[list[np.ndarray]]) -> np.ndarray:
    return np.stack([np.stack(row) for row in rows])


def _falsify(table: dict[str, np.ndarray], seeds: list[int], number: int, length: int) -> None:
    """In the cells of the controls: random supporting statements, random times within each story."""
    for s, seed in enumerate(seeds):
        for c, (_, name) in enumerate(CELLS):
            rng = np.random.default_rng((seed, number, c, 1))
            if ARMS[name].false_support:
                begin, known = table["begin"][s, c], table["length"][s, c]
                table["support"][s, c] = begin[:, None] + rng.integers(
                    1, known[:, None], size=(len(begin), 2)
                )
            if ARMS[name].false_time:
                age = table["age"][s, c].reshape(-1, length + 1)
                table["age"][s, c] = rng.permuted(age, axis=1).reshape(-1)
