"""Why a reference is matched or not, and what is wrong with it, in the reader's language.

Both are put together of parts: what was found, what speaks against it, which other entries mean the same.
"""

from __future__ import annotations

import re

from kb.cli.translation import told

#: What joins two parts, and what does so in Chinese.
_JOINTS = {"; but ": "；但", ", but ": "，但", "; the same work as ": "；同一作品另见 ", " and ": "，且"}
_JOINT = re.compile(r"(; but |, but |; the same work as | and (?=no author in|\d{4} is not))")
_YEARS = re.compile(r"(\d{4}) is not (\d{4})(?: to (\d{4}))?")
_BESIDE_A_DIGIT = re.compile(r"([\u4e00-\u9fff])(?=\d)")
_LINE = re.compile(r"\s?\(line (\d+)\)")


def reason_told(text: str, language: str) -> str:
    """A reason or problem in a language.

    >>> reason_told("called so, but 1990 is not 2017", "zh")
    '名称相同，但 1990 年不是 2017 年'
    >>> reason_told("the field is empty (got x)", "zh")
    '字段为空（得到 x）'
    """
    if language != "zh":
        return text
    message, got, value = text.partition(" (got ")
    if got:
        return f"{_part(message)}（得到 {value.removesuffix(')')}）"
    if (whole := told(text, language)) != text:
        return whole
    parts = [_JOINTS.get(part) or _part(part) for part in _JOINT.split(text)]
    return _BESIDE_A_DIGIT.sub(r"\1 ", _LINE.sub(r"（第 \1 行）", "".join(parts)))


def _part(text: str) -> str:
    if years := _YEARS.fullmatch(text):
        last = f" 至 {years[3]}" if years[3] else ""
        return f"{years[1]} 年不是 {years[2]}{last} 年"
    return told(text, "zh")
