"""How wide a text will be, and how it breaks into lines, without any font at hand."""

from __future__ import annotations

import unicodedata
from functools import cache

#: The first font of these that a reader has is used; all of them have the widths below or less.
FONTS = (
    "Inter,-apple-system,BlinkMacSystemFont,'Segoe UI','Source Sans 3',Roboto,'Noto Sans','PingFang SC',"
    "'Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',system-ui,Arial,sans-serif"
)

#: Widths in em, generous: those of a semibold sans serif.
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'|!’‘·", 0.33),
    **dict.fromkeys("frt()[]-/ ", 0.43),
    **dict.fromkeys("mwMW@%—…", 0.95),
    **dict.fromkeys("ABCDEGHKNOPQRSTUVXYZ&", 0.74),
}
_OTHER = 0.63


def width(text: str, size: float) -> float:
    """The width of a text in px at a font size in px; never less than common fonts need.

    >>> width("注意力", 10)
    30.0
    """
    return size * sum(_character(c) for c in text)


@cache
def _character(c: str) -> float:
    if unicodedata.combining(c):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    return _WIDTHS.get(c, _OTHER)


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """A text in at most so many even lines of at most ``room`` px; what does not fit ends in an ellipsis.

    Breaks at spaces and after hyphens, and between Chinese characters; a word wider than the room is cut
    where it must be.

    >>> wrap("Neural Turing Machine", 10, 90, 2)
    ['Neural Turing', 'Machine']
    >>> wrap("双向循环神经网络", 10, 70, 2)
    ['双向循环', '神经网络']
    """
    found = _fill(text, size, room)
    if len(found) > lines:
        return [*found[: lines - 1], _cut(" ".join(found[lines - 1 :]), size, room)]
    if len(found) == 1:
        return found
    pieces = len(_pieces(text, size, room))
    for narrower in range(int(room) - 4, int(room) // 2, -4):  # else a single character may end a name
        tried = _fill(text, size, narrower)
        if len(tried) > len(found) or len(_pieces(text, size, narrower)) > pieces:
            break
        found = tried
    return found


def at_spaces(text: str, size: float, room: float) -> list[str]:
    """A text in as few lines as hold it, broken at spaces only; one word may be wider than the room.

    >>> at_spaces("Self-supervised learning", 10, 90)
    ['Self-supervised', 'learning']
    """
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size) > room:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _fill(text: str, size: float, room: float) -> list[str]:
    found: list[str] = []
    line = ""
    for piece in _pieces(text, size, room):
        if width((line + piece).rstrip(), size) <= room:
            line = (line + piece).lstrip()
        else:
            found.append(line.rstrip())
            line = piece.lstrip()
    found.append(line.rstrip())
    return [line for line in found if line] or [""]


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Unbreakable parts, spaces kept at their ends."""
    pieces: list[str] = []
    for c in " ".join(text.split()):
        last = pieces[-1] if pieces else ""
        starts = not last or last[-1] in " -–/" or "W" in (_wide(c), _wide(last[-1]))
        if last and c in " -–/，。、：）":  # never at the start of a line
            pieces[-1] += c
        elif starts or width(last + c, size) > room:
            pieces.append(c)
        else:
            pieces[-1] += c
    return pieces


def _wide(c: str) -> str:
    return "W" if unicodedata.east_asian_width(c) == "W" else "N"


def _cut(text: str, size: float, room: float) -> str:
    if width(text, size) <= room:
        return text
    taken = 0.0
    for place, c in enumerate(text):  # once through: a title may be ten thousand characters long
        taken += _character(c)
        if size * (taken + _character("…")) > room:
            text = text[:place]
            break
    return text.rstrip() + "…"
