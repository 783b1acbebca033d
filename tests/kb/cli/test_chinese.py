"""What `kb` says in Chinese: every sentence of the code, every help text, every word of the house."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb import recognition
from kb.base import KnowledgeBase
from kb.claim_terms import term_in
from kb.cli.app import COMMANDS, load
from kb.cli.following import duration
from kb.cli.reporting import EXIT_CODES
from kb.cli.translation import told
from kb.cli.words import _ZH, place_in, say, say_of
from tests.kb.cli.test_layout import CALLS, ENDLESS, LARGE, at, pictures

Kb = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]
KNOWN: dict[str, str] = {
    key: text
    for part in yaml.safe_load((ROOT / "kb/cli/locale/zh.yaml").read_text("utf-8")).values()
    for key, text in part.items()
}
#: Doors whose readers are programs, servers or those who write facts: their sentences are English.
ELSEWHERE = (
    "kb/mcp", "kb/sources/", "kb/site/", "kb/templates.py", "kb/record.py", "kb/paper.py", "kb/link.py",
    "kb/claim.py", "kb/award.py", "kb/cli/serve.py", "kb/cli/login.py", "kb/cli/site.py", "kb/cli/mcp.py",
    "reproductions/__main__.py", "reproductions/readme.py", "reproductions/datasets/",
    "reproductions/harness/",
    "reproductions/places_to_run/", "reproductions/demonstrating.py", "reproductions/ledger.py",
    "reproductions/files.py", "kb/facts/",
)  # fmt: skip
ERRORS = re.compile(
    r"(UsageError|SourceError|CannotRun|KnowledgeBaseError|BadOverride|UnknownRun|RunRefused|UnknownPreset"
    r"|UnknownReproduction|BadRun|warn|note)"
)


def sentence(node: ast.expr) -> str | None:
    """A text of the code with its slots in their order, or None where it is put together otherwise."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    slots = iter("abcdefghij")
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{next(slots)}}}" for part in node.values
    )


def sentences() -> Iterator[tuple[str, str]]:
    """Every error, warning and remark of the code that a person at a terminal may read."""
    for folder in ("kb", "reproductions"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            where = str(file.relative_to(ROOT))
            if where.startswith(ELSEWHERE) or "demonstration" in where:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    text = sentence(node.args[0]) if ERRORS.fullmatch(name) else None
                    if text and len(re.sub(r"\{\w\}|\W", "", text)) > 8:
                        yield where, " ".join(text.split())


def chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


@pytest.mark.parametrize(("where", "text"), sorted(set(sentences())))
def test_every_sentence_of_the_code_is_told_in_chinese(where: str, text: str) -> None:
    if text not in KNOWN:  # its slots may make several sentences: one with examples in the slots is told
        assert chinese(told(re.sub(r"\{\w\}", "gan", text), "zh")), f"{where}: {text}"


def test_sentences_keep_all_their_slots() -> None:
    for english, text in KNOWN.items():
        slots = re.findall(r"\{\w\}", english)
        assert sorted(re.findall(r"\{\w\}", text)) == sorted(slots), english
        assert chinese(text) or english.startswith(("smoke", "paper,", "exit-codes")), english


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_is_told_in_chinese(command: str) -> None:
    single = load(command)
    for text in (single.help, *(parameter.help for parameter in single.params)):
        assert chinese(told(" ".join(text.split()), "zh")), text


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_wherever_the_language_is_asked_for(command: str, small: Kb) -> None:
    page = small("--lang", "zh", command, "--help").out

    assert page.startswith(f"用法：kb {command}")
    assert not re.search(r"^(Usage|Options|Arguments|Examples)", page, re.MULTILINE)
    assert "[required]" not in page
    assert max(map(len, page.splitlines())) <= 140


def test_language_may_stand_before_the_command(small: Kb) -> None:
    assert small("--lang", "zh", "search", "Brass").rows[1][2] == "黄铜灯"
    assert "没有名为" in small("--lang=zh", "show", "qwert").err
    assert small("search", "Brass").rows[1][2] == "BrassLamp"
    assert "追溯想法：" in small("--lang", "zh", "--help").out


def test_errors_are_chinese_in_all_their_kinds(large: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_LANG", "zh")
    for words, part in (
        (["show", "transfomer"], "最接近的：transformer"),
        (["lineage", "ian-goodfellow"], "是人物，不是作品；作品：gan"),
        (["search", "--nonsense"], "没有选项 --nonsense"),
        (["links", "gan", "--type", "improvs"], "是不是 改进"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["path", "gan", "lstm"], "之间没有路径"),
        (["serch"], "没有命令"),
        (["rank", "-n", "1"], "参考文献表"),
        (["ledger", "byol"], "不能在这里运行"),
        (["genealogy", "yoshua-bengio"], "导师"),
        (["timeline", "2014"], "是年份"),
    ):
        said = large(*words).err
        assert part in said, said
        assert not re.search(
            r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"`.*?`|--\S+|[\w-]+ \(.*?\)", "", said)
        ), said


@pytest.mark.parametrize("name", [name for name in CALLS if name in LARGE])
def test_no_word_of_the_house_is_english_on_a_chinese_terminal(
    name: str, large: Kb, real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeBase, "load", lambda directory=None: real)
    shown = at(ENDLESS, pictures(large, [*LARGE[name], "--lang", "zh"], monkeypatch))
    labels = re.findall(r"(?:^ *|· |\[)([a-z][a-z_ ]+?)(?::|：|\]| \w+ ·)", shown, re.MULTILINE)

    assert [label for label in labels if label in _ZH and len(label) > 3] == []


def test_a_word_of_two_meanings_is_told_as_it_is_meant(large: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    card = at(100, pictures(large, ["show", "neurips-test-of-time-2024", "--lang", "zh"], monkeypatch))

    assert "授奖理由" in card
    assert "匹配理由" not in card
    assert say_of("subject", "blame", "zh") == "提交说明"
    assert say("reason", "zh") == "匹配理由"


def test_places_units_and_exit_codes_are_chinese() -> None:
    assert place_in("section 5, table 1, row Adversarial nets, column MNIST", "zh") == (
        "第 5 节，表 1，Adversarial nets 行，MNIST 列"
    )
    assert place_in("section 5", "en") == "section 5"
    assert term_in("zh", "nats") == "奈特"
    assert all(chinese(told(text, "zh")) for text in EXIT_CODES.values())


@pytest.mark.parametrize("unit", ["percent", "times", "billion", "million", "nats", "hours", "dB", "frames"])
def test_units_of_claims_are_known(unit: str) -> None:
    assert term_in("zh", unit) != unit


def test_no_metric_unit_or_worded_value_of_a_claim_is_english_on_chinese_output(real: KnowledgeBase) -> None:
    for claim in real.claims.values():
        spread = claim.spread.kind if claim.spread else ""
        worded = claim.value if isinstance(claim.value, str) and "(K-1)" not in claim.value else ""
        for text in filter(None, (claim.metric, spread, worded)):
            assert chinese(term_in("zh", text)), f"{claim.id}: {text}; say it in kb/claim_terms.py"
        if claim.unit:
            assert term_in("zh", claim.unit) != claim.unit, f"{claim.id}: {claim.unit}"


@pytest.mark.parametrize("words", [["claims"], ["show", "byol"], ["compare", "byol", "mae"]])
def test_claims_are_told_in_chinese_wherever_they_are_shown(
    words: list[str], large: Kb, real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnowledgeBase, "load", lambda directory=None: real)
    english = {claim.metric for claim in real.claims.values()} - {"tasks", "images", "FID", "BLEU", "F1"}
    shown = at(ENDLESS, pictures(large, [*words, "--lang", "zh"], monkeypatch))

    assert [
        metric for metric in english if re.search(rf"(^|  |· ){re.escape(metric)}(  | ·|:|$)", shown)
    ] == []


def test_a_run_in_progress_is_told_in_chinese() -> None:
    assert told("1,234 images/s", "zh") == "每秒 1,234 幅图像"
    assert told(f"{duration(9, 'zh')} to go, until 12:00:00", "zh") == "还需 9 秒，预计 12:00:00 结束"


def test_what_a_file_is_and_what_to_give_instead_is_chinese() -> None:
    kinds = [*((what, advice) for _, what, advice in (*recognition._BINARY, *recognition._OTHER_TEXTS))]
    for what, advice in kinds:
        sentence = told(f"my.x is {what}; {advice}", "zh")
        assert chinese(told(what, "zh")), what
        assert chinese(told(advice, "zh")), advice
        assert sentence.startswith("my.x 是"), sentence
