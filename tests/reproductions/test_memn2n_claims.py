"""The criteria of MemN2N as code: each verdict from numbers written out by hand, and the controls."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reproductions.datasets.stories import Question
from reproductions.harness.statistics import measure
from reproductions.memn2n import evaluation
from reproductions.memn2n.encoding import encode, time_weight, vocabulary
from reproductions.memn2n.network import Network, Shape

GOOD = {
    "error_main": measure([15.0, 16.0, 17.0, 16.0, 15.0] * 2, "percent", ""),
    "error_best": measure([13.0], "percent", ""),
    "error_exchanged": measure([60.0] * 10, "percent", ""),
    "hop_gain": measure([9.0, 10.0, 11.0] * 3, "points", ""),
    "hop_gain_null": measure([1.0, -2.0, 1.0] * 3, "points", ""),
    "attention": measure([0.7, 0.8, 0.75] * 3, "share", ""),
    "attention_chance": measure([0.3] * 9, "share", ""),
}


def word(claim: str, changes: dict | None = None, **facts) -> str:
    facts = {"dataset": "babi", "protocol": "single", "tasks": 20, **facts}
    return evaluation.judge({**GOOD, **(changes or {})}, **facts)[claim]["verdict"]


def error(*values: float, best: float = 13.0) -> dict:
    return {"error_main": measure(values, "percent", ""), "error_best": measure([best], "percent", "")}


@pytest.mark.parametrize(
    ("changes", "facts", "expected"),
    [
        ({}, {}, "reproduced"),
        (error(*[20.0] * 10, best=16.3), {}, "reproduced"),  # 13.9 + 2.4
        (error(*[20.0] * 10, best=16.5), {}, "direction only"),
        (error(*[20.0] * 10, best=11.3), {}, "direction only"),  # better by too much is no reproduction
        (error(*[20.0] * 10, best=14.3), {"protocol": "joint"}, "reproduced"),  # 12.4 + 1.9
        (error(*[20.0] * 10, best=14.5), {"protocol": "joint"}, "direction only"),
        (error(20.0, 21.0, 22.0), {}, "direction only"),  # three seeds are no ten
        (error(20.0, 21.0), {}, "not reproduced"),
        (error(26.0, 27.0, 28.0), {}, "not reproduced"),
        ({}, {"dataset": "simulated-world"}, "not testable here"),
        ({}, {"dataset": "babi-10k"}, "not testable here"),
        ({}, {"tasks": 19}, "not testable here"),
        ({"error_exchanged": measure([60.0, 24.0], "percent", "")}, {}, "not testable here"),
    ],
)
def test_error_verdicts(changes, facts, expected):
    assert word("N2N-1", changes, **facts) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "reproduced"),
        ({"hop_gain": measure([4.0, 10.0, 4.0], "points", "")}, "direction only"),
        ({"hop_gain": measure([-1.0, 2.0, -1.0], "points", "")}, "not reproduced"),
        ({"hop_gain": measure([9.0, 9.0], "points", "")}, "not testable here"),
        ({"hop_gain_null": measure([1.0, 2.0, 3.0], "points", "")}, "not testable here"),
        ({"attention": measure([0.3] * 9, "share", "")}, "direction only"),  # no more than chance
    ],
)
def test_hop_verdicts(changes, expected):
    assert word("N2N-2", changes) == expected


def test_a_run_that_ended_too_early_says_so():
    judged = evaluation.judge({}, dataset="babi", protocol="single", tasks=0)
    assert [row["verdict"] for row in judged.values()] == ["not testable here"] * 2


def test_the_papers_rule_takes_the_lowest_training_error_and_never_looks_at_the_test():
    errors = np.array([[1.0, 50.0], [30.0, 40.0], [20.0, 0.0]])
    train_errors = np.array([[5.0, 0.0], [0.0, 0.0], [0.0, 9.0]])
    train_losses = np.array([[0.5, 0.2], [0.2, 0.1], [0.1, 0.9]])
    assert evaluation.best_of(errors, train_errors, train_losses) == (20.0 + 40.0) / 2


def looking_at(time: int, hops: int = 1) -> tuple:
    """A network whose hops attend to one time alone, and two questions after three statements."""
    story = (("a", "b"), ("c", "d"), ("e", "f"))
    questions = [Question(story, ("q",), "a", (2,)), Question(story[:2], ("q",), "a", (0,))]
    words = vocabulary(questions, 3)
    shape = Shape(hops, 4, len(words.words), words.slots)
    network = Network(shape, time_weight("none", 2, 4), [torch.Generator().manual_seed(0)], 0.0)
    tables = network.tables[0].unflatten(1, (shape.tables, 4))
    tables[words.words["q"], 0, 0] = 1.0
    tables[len(words.words) + time, 0, 0] = 50.0
    return network, encode(questions, words, "none", 4), questions


@pytest.mark.parametrize(("time", "share"), [(0, 0.5), (1, 0.5), (2, 0.0)])
def test_hits_count_supporting_sentences_under_the_strongest_attention(time, share):
    # support: the newest of three statements, and the older of two
    network, encoded, _ = looking_at(time)
    found, chance = evaluation.hits(network, encoded)
    assert found == [share]
    assert chance == pytest.approx([(1 / 3 + 1 / 2) / 2])


def test_a_picture_shows_sentences_oldest_first():
    network, encoded, _ = looking_at(0)
    matrix = evaluation.attention_of(network, encoded, 0)
    assert matrix.shape == (3, 1)
    assert matrix[:, 0].argmax() == 2  # the newest is the last row


def test_the_picture_shows_the_short_story_with_most_support():
    story = (("a",),) * 3
    questions = [
        Question(story * 9, ("q",), "a", (0, 1, 2)),
        Question(story, ("q",), "a", (0,)),
        Question(story, ("q",), "a", (0, 1)),
        Question(story, ("q",), "a", (0, 2)),
    ]
    assert evaluation.shown(questions) == 2


def test_exchanged_questions_keep_their_answers_and_lose_their_stories():
    _, encoded, _ = looking_at(0)
    other = evaluation.exchanged(encoded)
    assert torch.equal(other.answers, encoded.answers)
    assert torch.equal(other.statements, encoded.statements.flip(0))
    assert torch.equal(other.lengths, encoded.lengths.flip(0))
