"""Stories as tensors: each distinct statement once, as weighted counts of its words (Sec. 4.1).

A statement with words x_1 .. x_J is embedded as sum_j l_j * A x_j, where the weight of position j in
dimension k of d is affine in k/d: l_kj = a_j + (k/d) b_j. So all distinct statements are embedded by two
matrix products with static counts, C1 A + (k/d) o (C2 A), where row s of C1 sums the a_j of its words and row
s of C2 the b_j. Nothing is gathered word by word, and a statement that many stories share is embedded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from reproductions.datasets.stories import Question

__all__ = ["EMPTY", "Encoded", "Vocabulary", "encode", "position_weights", "time_weight", "vocabulary"]

Words = tuple[str, ...]
EMPTY = 0  # the statement without words, which fills unused memory: its embedding is zero


@dataclass(frozen=True)
class Vocabulary:
    """Every word and answer by number, the longest sentence in words, and the memory in statements."""

    words: dict[str, int]
    longest: int
    slots: int


@dataclass(frozen=True)
class Encoded:
    """Q questions over U distinct statements, V words and M memory slots, the newest statement first."""

    counts: Tensor  # [U, 2V]: C1 beside C2
    statements: Tensor  # [Q, M] rows of `counts`, EMPTY after the oldest statement
    lengths: Tensor  # [Q] statements in memory
    asked: Tensor  # [Q, 2V]: the words of the question, counted like statements
    answers: Tensor  # [Q] words
    support: Tensor  # [Q, M] whether a slot holds a supporting statement


def vocabulary(questions: Sequence[Question], memory: int) -> Vocabulary:
    """The words of training and test questions, answers included; at most `memory` statements are kept."""
    sentences = dict.fromkeys(s for question in questions for s in (*question.story, question.question))
    answers = dict.fromkeys(question.answer for question in questions)
    names = dict.fromkeys([*(word for sentence in sentences for word in sentence), *answers])
    longest = max(map(len, sentences))
    slots = min(memory, max(len(question.story) for question in questions))
    return Vocabulary({name: number for number, name in enumerate(names)}, longest, max(1, slots))


def position_weights(sentence: Words, position: str, longest: int, width: int) -> list[tuple[float, float]]:
    """(a_j, b_j) of every word, for embeddings of `width` dimensions.

    "sentence" is the paper's l_kj = (1 - j/J) - (k/d)(1 - 2j/J) with the J of the sentence; "code" the
    released 1 + 4 (k - (d+1)/2) (j - (J+1)/2) / (d J), where J counts the words of the longest sentence and
    one for the time; "none" is the bag of words.
    """
    if position == "none":
        return [(1.0, 0.0)] * len(sentence)
    if position == "sentence":
        J = len(sentence)
        return [(1 - j / J, 2 * j / J - 1) for j in range(1, J + 1)]
    slopes = [_slope(j, longest + 1) for j in range(1, len(sentence) + 1)]
    return [(1 - slope * (width + 1) / (2 * width), slope) for slope in slopes]


def _slope(j: int, J: int) -> float:
    return 4 * (j - (J + 1) / 2) / J


def time_weight(position: str, longest: int, width: int) -> Tensor:
    """What multiplies the time embedding [d]: in the released code time is the last word of a sentence."""
    if position != "code":
        return torch.ones(width)
    k = torch.arange(1, width + 1)
    return 1 + (k - (width + 1) / 2) / width * _slope(longest + 1, longest + 1)


def encode(questions: Sequence[Question], words: Vocabulary, position: str, width: int) -> Encoded:
    """All questions as tensors on the CPU."""
    rows: dict[Words, int] = {(): EMPTY}
    wordings: dict[Words, int] = {}
    statements, support, asked = [], [], []
    for question in questions:
        newest = question.story[: -words.slots - 1 : -1]
        unused = [EMPTY] * (words.slots - len(newest))
        statements.append([rows.setdefault(sentence, len(rows)) for sentence in newest] + unused)
        facts = {len(question.story) - 1 - fact for fact in question.support}
        support.append([slot in facts for slot in range(words.slots)])
        asked.append(wordings.setdefault(question.question, len(wordings)))
    return Encoded(
        counts=_counts(list(rows), words, position, width),
        statements=torch.tensor(statements),
        lengths=torch.tensor([min(len(question.story), words.slots) for question in questions]),
        asked=_counts(list(wordings), words, position, width)[torch.tensor(asked)],
        answers=torch.tensor([words.words[question.answer] for question in questions]),
        support=torch.tensor(support),
    )


def _counts(sentences: Sequence[Words], words: Vocabulary, position: str, width: int) -> Tensor:
    """C1 beside C2: [sentences, 2V]."""
    V = len(words.words)
    counts = [[0.0] * (2 * V) for _ in sentences]
    for row, sentence in zip(counts, sentences, strict=True):
        weights = position_weights(sentence, position, words.longest, width)
        for word, (a, b) in zip(sentence, weights, strict=True):
            row[words.words[word]] += a
            row[V + words.words[word]] += b
    return torch.tensor(counts)
