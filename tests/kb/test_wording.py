"""Readers meet the field's own terms: no text hides a word that an expert looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kb.base import KnowledgeBase
from kb.record import Record, Text

# A wording as a regular expression, and what the field calls it.
ENGLISH = {
    r"\bpriz(ed|es)\b": "award, awarded; a prize only in the name of one",
    r"\bpictures?\b": "image",
    r"\bforeign (samples?|inputs?)\b|\bsamples from elsewhere\b": "off-policy",
    r"\b(of )?like size\b|\bof like name\b": "of similar size, of similar name",
    r"\bschoolbooks?\b": "textbook",
    r"\blikeness\b|\bowns to\b": "similarity; acknowledges",
    r"\bdistort(s|ed|ions?)\b": "augmentation, augmented view",
    r"\b(share|part) to hide\b|\bhiding\b": "masking, masking ratio",
    r"\bby heart\b": "memorised",
    r"\bhand-made\b": "handcrafted",
    r"\bwire lengths?\b": "wirelength",
    r"\bposition codes?\b": "positional encoding",
    r"\btime layers?\b": "temporal layer",
    r"\b(graphics|consumer) cards?\b": "GPU",
    r"\bhyper-parameters?\b": "hyperparameter",
    r"\bleader boards?\b": "leaderboard",
    r"\brunning (mean|average)\b": "moving average",
    r"\bfrom nothing\b": "from scratch",
    r"\bnoughts?\b": "zero",
    r"\bspace-time\b": "spatio-temporal",
    r"\bmade-up tasks?\b": "self-supervised task",
    r"\bsimple tensors?\b": "rank-one tensor",
    r"\bMarkov-chain method\b": "MCMC",
    r"\bplain examples\b": "standard prompting",
    r"\b(is|are) told as\b|\bsometimes told\b": "described as, claimed",
    r"\bin one breath\b": "together with",
}
CHINESE = {
    "日程": "调度、调度表（schedule）",
    "早退": "提前退出（early exit）",
    "贴合": "图文一致（alignment）",
    "遮挡(比例|方式)|管状遮挡": "掩码（masking）",
    "摘要稿|综述稿": "文摘：同一来源只有一个名称",
    "潜扩散": "潜在扩散（latent diffusion）",
    "显卡": "GPU",
    "势垒": "屏障（barrier）",
    "前五错误率": "top-5 错误率",
    "雅达利": "Atari",
    "稳健性": "鲁棒性（robustness）",
    "简单张量": "秩一张量（rank-one tensor）",
    "普通示例": "标准提示（standard prompting）",
}


def texts(value: object, place: str) -> Iterator[tuple[str, Text]]:
    """Every text for readers inside a record, with the fields that lead to it."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, Record):
        for field in type(value).model_fields:
            yield from texts(getattr(value, field), f"{place}.{field}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts(item, f"{place}.{number}")


@pytest.fixture(scope="module")
def reading(real: KnowledgeBase) -> list[tuple[str, Text]]:
    return [
        found
        for file, records in real.by_file().items()
        for id_, record in records.items()
        for found in texts(record, f"{file}:{id_}")
    ]


@pytest.mark.parametrize(
    ("language", "wordings"), [("en", ENGLISH), ("zh", CHINESE)], ids=["English", "Chinese"]
)
def test_no_text_says_otherwise_what_the_field_has_a_word_for(
    reading: list[tuple[str, Text]], language: str, wordings: dict[str, str]
) -> None:
    found = {
        f"{place}: “{match.group()}”, in the field: {term}"
        for wording, term in wordings.items()
        for place, text in reading
        if (match := re.search(wording, text[language], re.IGNORECASE))
    }

    assert not found, "\n".join(sorted(found))


def test_summaries_stories_and_evidence_are_among_the_texts_read(reading: list[tuple[str, Text]]) -> None:
    places = {place.partition(":")[0] + place.rpartition(".")[2] for place, _ in reading}

    assert {"papers.yamlsummary", "stories.yamltext", "links.yamlwhy", "links.yamlsays"} <= places
    assert {"press.yamlright", "claims.yamlstatement", "awards.yamlreason", "events.yamlwhat"} <= places
