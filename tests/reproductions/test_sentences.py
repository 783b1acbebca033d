"""What verdicts say, in Chinese: every sentence of every recorded run, with the same numbers in it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from reproductions import catalog, ledger, sentences
from reproductions.harness.verdicts import REPRODUCED, verdict

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PAPERS = sorted(catalog.catalog())


def said(entry: dict[str, Any]) -> list[str]:
    found = entry["claims"].values()
    return [text for one in found for text in (one["because"], one.get("control")) if text]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_recorded_verdict_speaks_chinese_and_keeps_its_numbers(paper):
    texts = [text for entry in catalog.results(paper) for text in said(entry)]
    assert texts
    for text in texts:
        told = sentences.told(paper, "zh", text)
        assert re.search("[\u4e00-\u9fff]", told) and told != text, text
        assert sorted(NUMBER.findall(told)) == sorted(NUMBER.findall(text)), told


@pytest.mark.parametrize("paper", PAPERS)
def test_every_standing_of_the_ledger_speaks_chinese(paper):
    for standing in ledger.standings(catalog.find(paper)):
        told = sentences.told(paper, "zh", standing.because, standing.claim)
        assert re.search("[\u4e00-\u9fff]", told), standing


def test_a_sentence_inside_a_sentence_is_told_too():
    found = verdict(REPRODUCED, "mean log ratio -3.838, high end -3.789", control_fails=False)
    assert sentences.told("gan", "zh", found["because"]) == (
        "对照同样满足判据，因此此测试说明不了什么（对数比均值 -3.838，区间上端 -3.789）"
    )


def test_a_sentence_in_brackets_is_told_with_what_stands_around_it():
    text = (
        "the number belongs to MNIST, this run used digits (3.6 nats over 3 seed(s), 72 epochs, low end 2.7, "
        "rising; as samples training images 27.3, k-means centroids 25.6)"
    )
    assert sentences.told("gan", "zh", text) == (
        "此数值属于 MNIST，本次运行用的是 digits（3.6 nat，3 个种子，72 轮，区间下端 2.7，仍在上升；"
        "以训练图像为样本 27.3，以 k-means 中心为样本 25.6）"
    )


def test_what_nobody_has_put_into_a_language_stays_as_it_is():
    assert sentences.told("gan", "zh", "something new: 7") == "something new: 7"
    assert sentences.told("gan", "en", "seed against seed: 0.1") == "seed against seed: 0.1"
    assert sentences.told("gan", "zh", "") == ""


@pytest.mark.parametrize("paper", PAPERS)
def test_every_sentence_has_the_same_slots_in_both_languages(paper):
    slot = re.compile(r"\{\w+\}")
    for key, text in catalog.words(paper, "zh").items():
        if key.startswith("because."):
            assert sorted(slot.findall(key)) == sorted(slot.findall(text)), key
