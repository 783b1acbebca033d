"""How an answer for an agent is made short: one language, the fields asked for, and a limit in bytes.

Models pay for every word, and clients refuse long answers. So an answer is brief unless asked otherwise:
things are named by their ids, what is empty is left out, and lists that do not fit are cut, with the number
left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from kb.errors import UsageError
from kb.spelling import nearest

Answer = dict[str, Any]
Lang = Literal["en", "zh", "both"]
Detail = Literal["brief", "full"]
MOST = {"brief": 6_000, "full": 60_000}  # bytes of an answer as JSON
_MENTION = {"id", "kind", "label", "label_zh", "year", "date", "url"}
_HELD = "__evidence"  # where the ids of evidence stand until the answer is cut


def short(
    data: Any,
    lang: Lang = "en",
    detail: Detail = "brief",
    fields: Sequence[str] = (),
    offset: int = 0,
    limit: int | None = None,
) -> Answer:
    """Data as an answer: ``data``, the ids of its ``evidence``, and what was left out of which list.

    ``fields`` chooses among the names of the data or of its rows; ``offset`` leaves out the beginning of a
    list, or of the lists in the data; ``limit`` is of rows. Raises UsageError for a field that is not there.

    >>> short([{"id": "gan", "year": 2014, "note": None}], fields=["year"])["data"]
    [{'year': 2014}]
    """
    chosen = _chosen(data, fields)
    if offset:
        chosen = _behind(chosen, offset)
    left: dict[str, int] = {}
    if limit is not None and isinstance(chosen, list) and len(chosen) > limit:
        left["data"] = len(chosen) - limit
        chosen = chosen[:limit]
    told = _told(chosen, lang)
    told = _brief(told, top=True) if detail == "brief" else _held(told)
    while len(encoded(answer := _answer(told, left, offset))) > MOST[detail]:
        if not _cut(told, left):
            break
    if isinstance(told, str) and len(encoded(answer)) > MOST[detail]:
        raise UsageError(
            f"the text has {len(told):,} letters, and an answer {MOST[detail]:,} bytes at most; "
            "ask for fewer works at once, or with detail=full"
        )
    return answer


def encoded(answer: Answer) -> bytes:
    """The bytes that go to the client.

    >>> encoded({"data": "灯"})
    b'{"data":"\\xe7\\x81\\xaf"}'
    """
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _chosen(data: Any, fields: Sequence[str]) -> Any:
    if not fields:
        return data
    rows = data if isinstance(data, list) else [data]
    known = {name: None for row in rows if isinstance(row, dict) for name in row}
    for name in fields if known else ():
        if name not in known:
            near = nearest(name, known, 1)
            tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
            raise UsageError(f"fields: this answer has no {name!r}; {tip}")
    picked = [{n: row[n] for n in fields if n in row} if isinstance(row, dict) else row for row in rows]
    return picked if isinstance(data, list) else picked[0]


def _behind(data: Any, offset: int) -> Any:
    if isinstance(data, list):
        return data[offset:]
    if isinstance(data, dict):
        return {n: value[offset:] if isinstance(value, list) else value for n, value in data.items()}
    return data


def _told(value: Any, lang: Lang) -> Any:
    """Texts in one language; labels too."""
    if isinstance(value, list):
        return [_told(item, lang) for item in value]
    if not isinstance(value, dict) or lang == "both":
        return value
    if value.keys() == {"en", "zh"}:
        return value[lang]
    found = {name: _told(inner, lang) for name, inner in value.items()}
    for name in [n for n in found if n.endswith("_zh")]:
        other = found.pop(name)
        if lang == "zh" and other:
            found[name.removesuffix("_zh")] = other
    return found


def _is_mention(value: Any) -> bool:
    return isinstance(value, dict) and {"id", "label"} <= value.keys() <= _MENTION


def _brief(value: Any, top: bool = False) -> Any:
    """Mentions as ids, evidence by its ids, nothing that is empty."""
    if isinstance(value, list):
        return [_brief(item, top) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_mention(value) and not top:
        return value["id"]
    found = {n: _brief(inner) for n, inner in value.items() if n != "evidence"}
    found = {n: inner for n, inner in found.items() if inner not in (None, [], {}, "")}
    if held := [
        item["id"] for item in value.get("evidence") or () if isinstance(item, dict) and "id" in item
    ]:
        found[_HELD] = held
    return found


def _held(value: Any) -> Any:
    """The same, with the ids of evidence noted where it stands."""
    if isinstance(value, list):
        return [_held(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _held(inner) for name, inner in value.items()}
    if held := [
        item["id"] for item in value.get("evidence") or () if isinstance(item, dict) and "id" in item
    ]:
        found[_HELD] = held
    return found


def _answer(told: Any, left: dict[str, int], offset: int) -> Answer:
    found: Answer = {"data": _without(told), "evidence": list(dict.fromkeys(_evidence(told)))}
    if left:
        found["left_out"] = dict(left)
        found["more"] = (
            "ask again with offset, or with fields naming one of these lists"
            if "data" not in left
            else f"ask again with offset {offset + len(told)}, or for less at once"
        )
    return found


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(item) for item in value]
    if isinstance(value, dict):
        return {name: _without(inner) for name, inner in value.items() if name != _HELD}
    return value


def _evidence(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get(_HELD, ())
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _evidence(inner)


def _cut(told: Any, left: dict[str, int]) -> bool:
    """Take the last quarter off the longest list, or shorten the longest text; whether there was any."""
    lists = [(len(encoded({"": value})), path, value) for path, value in _lists(told, "data")]
    long = [found for found in lists if len(found[2]) > 1]
    if long:
        _, path, longest = max(long, key=lambda found: (found[0], found[1]))
        gone = max(1, len(longest) // 4)
        del longest[-gone:]
        left[path] = left.get(path, 0) + gone
        return True
    texts = [(len(value), owner, key) for owner, key, value in _texts(told)]
    if not texts or (longest_text := max(texts, key=lambda found: found[0]))[0] < 100:
        return False
    size, owner, key = longest_text
    owner[key] = owner[key][: size * 3 // 4] + "…"
    left["letters"] = left.get("letters", 0) + size // 4
    return True


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """Lists with their paths; numbers of rows are left out of a path, so that lists of one name are one."""
    if isinstance(value, list):
        if path.rpartition(".")[2] != _HELD:
            yield path, value
        for item in value:
            yield from _lists(item, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, name if path == "data" else f"{path}.{name}")


def _texts(value: Any) -> Iterator[tuple[Any, Any, str]]:
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        if isinstance(inner, str):
            yield value, key, inner
        else:
            yield from _texts(inner)
