"""Rows as text in the forms that `kb` writes: TSV, CSV, Markdown, JSON; and a value as one cell.

In TSV tab, newline and backslash inside a value are written ``\\t``, ``\\n``, ``\\\\``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kb.characters import UNSEEN, visible

Row = dict[str, Any]

#: How a text begins that a spreadsheet takes for a formula.
_FORMULA = re.compile(r"\s*[=+\-@|%]|[\t\r\n]")


def cell(value: Any) -> str:
    """A value as one cell: lists joined by a bar, a thing as its id, deeper things as JSON.

    >>> print(cell(["a", "\x1b[2J"]))
    a|\\x1b[2J
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "|".join(cell(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return str(value["id"]) if "id" in value and "label" in value else json_text(value)
    return visible(str(value), keep="\n\t\r")


def json_text(data: Any, indent: int | None = None) -> str:
    """JSON in which no character steers a terminal: outside of texts there is none, inside it is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=str)
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def _tsv(rows: Sequence[Row], names: Sequence[str]) -> str:
    def safe(text: str) -> str:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")

    lines = ["\t".join(names), *("\t".join(safe(cell(row.get(name))) for name in names) for row in rows)]
    return "\n".join(lines) + "\n"


def _csv(rows: Sequence[Row], names: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_guarded(row.get(name)) for name in names] for row in rows)
    return buffer.getvalue()


def _guarded(value: Any) -> str:
    """A cell of CSV: no formula, and no CR, which csv does not quote and which ends a row."""
    text = cell(value).replace("\r\n", "\n").replace("\r", "\n")
    return no_formula(text) if isinstance(value, (str, list, tuple)) else text


def no_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins so gets an apostrophe.

    >>> no_formula("=HYPERLINK(1)"), no_formula(" @x"), no_formula("GAN")
    ("'=HYPERLINK(1)", "' @x", 'GAN')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _markdown(rows: Sequence[Row], names: Sequence[str]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(" ".join(text.replace("|", "\\|").split()) for text in cells) + " |"

    body = [line(cell(row.get(name)) for name in names) for row in rows]
    return "\n".join([line(names), line("---" for _ in names), *body]) + "\n"


WRITERS: dict[str, Callable[[Sequence[Row], Sequence[str]], str]] = {
    "tsv": _tsv,
    "csv": _csv,
    "md": _markdown,
}
