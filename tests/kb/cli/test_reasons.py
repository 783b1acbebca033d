"""Why a reference is matched, and what is wrong with it: every sentence of the code is told in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.addresses import _KINDS
from kb.cli.reasons import reason_told

KB = Path(__file__).parents[3] / "kb"
FILES = ("matching.py", "contradiction.py", "tagged_records.py", "overlay.py", "formats/ids.py",
         "formats/ris.py", "formats/csl.py", "formats/bibtex.py", "formats/read_only/table.py")  # fmt: skip
#: Where a call has its sentence.
PLACE = {"Match": 2, "Problem": 4, "report": 3}
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,}")


def sentences() -> Iterator[str]:
    for file in FILES:
        for node in ast.walk(ast.parse((KB / file).read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in PLACE and len(node.args) > PLACE[name]:  # type: ignore[attr-defined]
                text = node.args[PLACE[name]]  # type: ignore[attr-defined]
                if isinstance(text, ast.Constant) and " " in str(text.value):
                    yield str(text.value)


@pytest.mark.parametrize("text", sorted(set(sentences())))
def test_every_reason_and_problem_is_told_in_chinese(text: str) -> None:
    assert "not an overlay" in text or not ENGLISH.search(reason_told(text, "zh")), text


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("called so, but 1990 is not 2014 to 2017", "名称相同，但 1990 年不是 2014 至 2017 年"),
        ("called so, but no author in common", "名称相同，但没有共同的作者"),
        ("called so, but with other numbers", "名称相同，但数字不同"),
        ("title 95%", "标题相似度 95%"),
        ("1706.03762; but 1990 is not 2017", "1706.03762；但 1990 年不是 2017 年"),
        (
            "10.1/x, but the title is another one and 1990 is not 2017 and no author in common",
            "10.1/x，但标题是另一个，且 1990 年不是 2017 年，且没有共同的作者",
        ),
        (
            "title or alias; the same work as a (line 3), b (line 9)",
            "标题或别名；同一作品另见 a（第 3 行）, b（第 9 行）",
        ),
        ("no year that can be read (got (in press))", "年份无法读出（得到 (in press)）"),
        ("2 cells under 3 columns", "3 列之下有 2 个单元格"),
    ],
)
def test_what_is_put_together_is_told_part_by_part(text: str, chinese: str) -> None:
    assert reason_told(text, "zh") == chinese
    assert reason_told(text, "en") == text


def test_every_kind_of_identifier_that_is_not_known_is_told() -> None:
    for kind in [*(words for words, _ in _KINDS), "an address"]:
        assert reason_told(f"{kind} of no work here", "zh").startswith("库中没有作品用这个")
