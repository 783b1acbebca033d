"""The verdicts on Memory Networks, from measurements written out by hand."""

from __future__ import annotations

import torch

from reproductions.harness.statistics import measure
from reproductions.harness.verdicts import DIRECTION, NOT_REPRODUCED, NOT_TESTABLE, REPRODUCED
from reproductions.memory_networks import encoding, evaluation

GOOD = {
    "things_5_k2_time": [98.0, 99.0, 97.0],
    "things_5_k1_time": [45.0, 44.0, 46.0],
    "things_5_lstm": [30.0, 29.0, 35.0],
    "things_5_rnn": [18.0, 20.0, 25.0],
    "things_5_k2_false_support": [25.0, 20.0, 30.0],
    "people_1_k1_time": [60.0, 61.0, 62.0],
    "people_1_k1": [31.0, 30.0, 32.0],
    "people_1_k1_false_time": [30.0, 31.0, 33.0],
}


def judged(claim, complete=True, **changes):
    values = GOOD | changes
    measures = {name: measure(per_seed, "%", name) for name, per_seed in values.items()}
    return evaluation.judge(measures, complete=complete)[claim]


def test_numbers_like_the_published_ones_reproduce_both_claims():
    for claim in ("MEM-1", "MEM-2"):
        found = judged(claim)
        assert (found["verdict"], found["control_fails"]) == (REPRODUCED, True)


def test_two_look_ups_must_pass_95_percent_and_lead_by_30():
    assert judged("MEM-1", things_5_k2_time=[94.0, 95.0, 96.0])["verdict"] == DIRECTION
    assert judged("MEM-1", things_5_k1_time=[70.0, 69.0, 71.0])["verdict"] == DIRECTION
    assert judged("MEM-1", things_5_k1_time=[99.0, 98.0, 99.0])["verdict"] == NOT_REPRODUCED


def test_two_look_ups_must_lead_both_readers():
    assert judged("MEM-1", things_5_lstm=[99.0, 99.0, 99.0])["verdict"] == NOT_REPRODUCED
    assert judged("MEM-1", things_5_rnn=[99.0, 99.0, 99.0])["verdict"] == NOT_REPRODUCED


def test_the_control_of_mem_1_must_fail_the_criterion():
    found = judged("MEM-1", things_5_k2_false_support=[97.0, 96.0, 95.5])
    assert (found["verdict"], found["control_fails"]) == (NOT_TESTABLE, False)
    found = judged("MEM-1", things_5_k2_false_support=[80.0, 81.0, 82.0])
    assert (found["verdict"], found["control_fails"]) == (NOT_TESTABLE, False)


def test_mem_1_needs_all_epochs_and_three_seeds():
    assert judged("MEM-1", complete=False)["verdict"] == NOT_TESTABLE
    two = {name: values[:2] for name, values in GOOD.items()}
    assert judged("MEM-1", **two)["verdict"] == NOT_TESTABLE
    assert judged("MEM-2", **two)["verdict"] == NOT_TESTABLE


def test_the_gain_by_time_must_be_10_points_and_sure():
    assert judged("MEM-2", people_1_k1_time=[38.0, 37.0, 39.0])["verdict"] == DIRECTION
    assert judged("MEM-2", people_1_k1_time=[29.0, 31.0, 80.0])["verdict"] == NOT_REPRODUCED
    found = judged("MEM-2", people_1_k1_false_time=[45.0, 44.0, 46.0])
    assert (found["verdict"], found["control_fails"]) == (NOT_TESTABLE, False)


def test_questions_are_told_apart_by_their_words():
    asked = [
        ("where", "is", "joe"),
        ("where", "was", "joe", "before", "the", "office"),
        ("where", "is", "the", "milk"),
    ]
    bags = torch.stack([torch.from_numpy(encoding.bag(words)) for words in asked])
    kinds = evaluation._kinds(bags)
    assert {kind: which.tolist() for kind, which in kinds.items()} == {
        "person": [True, False, False],
        "before": [False, True, False],
        "thing": [False, False, True],
    }
