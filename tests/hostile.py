"""Facts that were written by somebody who wishes us ill: every text that people read carries an attack."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

#: What a text may try: to become markup, to end an attribute, to run through a link or Markdown, to be
#: endless, to be unescaped twice, to be filled in as a template. Facts that turn a line round are refused.
ATTACKS = (
    '<img src=x onerror="window.hacked=1">',
    "\"><script>window.hacked=1</script><b data-hacked='1'>",
    "'></style></title></textarea><svg onload=window.hacked=1><a href='javascript:window.hacked=1'>",
    "[a](javascript:window.hacked=1) ![b](https://evil.example/c.png) **d** :red[e] $f$",
    "&lt;img src=x onerror=window.hacked=1&gt;&#60;b&#62;",
    "{0} {name} %s %(a)s ${b} {{c}} \\u003cimg src=x onerror=window.hacked=1\\u003e",
    "javascript:window.hacked=1",
    "long " + "w" * 10_000,
)

#: Fields that hold words for people; all others are ids, dates and choices among few.
FREE = {
    "title", "title_zh", "name", "given", "family", "native", "variants", "summary", "why", "says", "where",
    "told", "right", "how", "what", "text", "reason", "place", "organisation", "role", "statement",
    "metric", "unit", "row", "column", "aliases", "author", "zh", "en", "note", "label",
}  # fmt: skip


def poison(folder: Path) -> int:
    """Put an attack into every free text of the facts in this folder; how many texts that were."""
    attacks = itertools.cycle(ATTACKS)
    count = 0
    for file in sorted(folder.glob("*.yaml")):
        facts = yaml.safe_load(file.read_text("utf-8"))
        changed = _poisoned(facts, attacks, False)
        count += _texts(changed)
        file.write_text(yaml.safe_dump(changed, allow_unicode=True, sort_keys=False), "utf-8")
    return count


def _poisoned(value: Any, attacks: Iterator[str], free: bool) -> Any:
    if isinstance(value, dict):
        return {name: _poisoned(inner, attacks, _is_free(name, inner, free)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, attacks, free) for inner in value]
    return f"{value} {next(attacks)}" if free and isinstance(value, str) else value


def _is_free(name: str, inner: Any, within: bool) -> bool:
    return name in FREE or (within and isinstance(inner, str) and name in ("en", "zh"))


def _texts(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_texts, value.values()))
    if isinstance(value, list):
        return sum(map(_texts, value))
    return isinstance(value, str) and any(attack in value for attack in ATTACKS)
