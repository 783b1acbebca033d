"""Bytes of somebody's file as text, whatever its encoding; what was taken for granted is told by line.

UTF-8 and what bears a mark is certain. UTF-16 without a mark shows itself by its zeros, the Chinese GB 18030
(GBK) by pairs of high bytes that are Chinese characters in use; what is left is taken for Windows-1252.
"""

from __future__ import annotations

import codecs

from kb.errors import Problem, UsageError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_NAMES = {"gb18030": "GB 18030 (GBK)", "cp1252": "Windows-1252"}
_CHINESE = 0.7  # of all pairs of high bytes


def decoded(data: bytes) -> tuple[str, list[Problem]]:
    r"""The text, and what had to be taken for granted. Raises UsageError for what is no text.

    >>> decoded("油灯".encode("gbk"))[0], decoded("é".encode("cp1252"))[0]
    ('油灯', 'é')
    >>> decoded("a lamp".encode("utf-16-le"))
    ('a lamp', [Problem(file='', line=1, field='', value='', message='UTF-16 without a mark', suggestion='')])
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), []
    if wide := _wide(data):
        return data.decode(wide, "replace"), [Problem("", 1, "", "", "UTF-16 without a mark")]
    if b"\0" in data:
        raise UsageError("holds bytes that are no text")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _legacy(data, error)


def _wide(data: bytes) -> str:
    """Which UTF-16 it is, the one of more ASCII; nothing where neither is text."""
    if b"\0" not in data:
        return ""
    texts = {name: data[: len(data) // 2 * 2].decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    best = max(texts, key=lambda name: sum(map(str.isascii, texts[name])))
    return best if sum(map(_is_usual, texts[best])) >= 0.95 * len(texts[best]) else ""


def _is_usual(sign: str) -> bool:
    """Whether a sign is of Latin or Chinese text."""
    return (
        sign.isspace() or " " <= sign < "\u0250" or "\u2010" <= sign < "\u2030" or "\u3000" <= sign < "\ua000"
    )


def _legacy(data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Problem]]:
    """Text of an older encoding, or of two: some lines of UTF-8, some not."""
    lines = data.splitlines(keepends=True)
    high = {number: line for number, line in enumerate(lines) if not line.isascii()}
    odd = {number for number, line in high.items() if not _is_utf8(line)}
    mixed = len(high) > 2 * len(odd)
    older = [high[number] for number in odd] if mixed else list(high.values())
    encoding = "gb18030" if _is_chinese(b"".join(older)) else "cp1252"
    problem = Problem(
        "", data.count(b"\n", 0, error.start) + 1, "", "", _told(encoding, len(odd) if mixed else 0)
    )
    if not mixed:
        return data.decode(encoding, "replace"), [problem]
    parts = (line.decode(encoding if n in odd else "utf-8", "replace") for n, line in enumerate(lines))
    return "".join(parts).removeprefix("\ufeff"), [problem]


def _told(encoding: str, lines: int) -> str:
    what = (
        f"{lines} line{'s' * (lines > 1)} of it are"
        if lines > 1
        else "this line is"
        if lines
        else "the file is"
    )
    unsure = ", accents may be wrong" if encoding == "cp1252" else ""
    return f"not UTF-8; {what} taken for {_NAMES[encoding]}{unsure}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(data: bytes) -> bool:
    """Whether it decodes as GB 18030, and most of its pairs are characters and signs in use (GB 2312)."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = [c.encode("gb18030") for c in text if not c.isascii()]
    used = [p for p in pairs if len(p) == 2 and p[1] >= 0xA1 and (0xB0 <= p[0] <= 0xF7 or p[0] <= 0xA3)]
    return len(used) > _CHINESE * len(pairs)
