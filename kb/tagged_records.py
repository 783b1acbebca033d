"""Records of lines that begin with a tag, as MEDLINE, Web of Science and EndNote keep references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.errors import Problem


@dataclass
class Record:
    """One record: where it starts, and the values of every tag in their order."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def all(self, *tags: str) -> list[str]:
        """The values of these tags, those of the first tag first."""
        return [value for tag in tags for value in self.values.get(tag, [])]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one; nothing where none has."""
        return next(iter(self.all(*tags)), "")


@dataclass(frozen=True)
class Tags:
    """How a format writes its lines: ``line`` has the tag and the value, ``starts`` is a record's first tag.

    ``goes_on`` is what a further line of a value begins with; where ``each`` holds, it is a value of its own.
    """

    line: re.Pattern[str]
    starts: str
    ends: str = ""
    goes_on: str = "  "
    each: frozenset[str] = frozenset()
    head: frozenset[str] = frozenset()

    def records(self, text: str, problems: list[Problem]) -> Iterator[Record]:
        """All records; a line of none is a problem.

        >>> tags = Tags(re.compile(r"%(\\S) (.*)"), "0")
        >>> [record.values for record in tags.records("%0 Book\\n%T A\\n%0 Thesis\\n%T B", [])]
        [{'0': ['Book'], 'T': ['A']}, {'0': ['Thesis'], 'T': ['B']}]
        """
        record: Record | None = None
        tag = ""
        for number, line in enumerate(text.splitlines(), 1):
            match = self.line.match(line)
            if match and match[1] == self.ends:
                yield from [record] if record else []
                record, tag = None, ""
            elif match and match[1] in self.head:
                continue
            elif match and (match[1] == self.starts or (record is None and not self.ends)):
                yield from [record] if record else []
                record, tag = Record(number, {match[1]: [(match[2] or "").strip()]}), match[1]
            elif match and record:
                tag = match[1]
                record.values.setdefault(tag, []).append((match[2] or "").strip())
            elif record and tag and line.startswith(self.goes_on) and line.strip():
                self._go_on(record.values[tag], tag, line.strip())
            elif line.strip():
                problems.append(Problem("", number, "", line.strip()[:60], "not in a record, left out"))
        yield from [record] if record else []

    def _go_on(self, values: list[str], tag: str, more: str) -> None:
        if tag in self.each:
            values.append(more)
        else:
            values[-1] = f"{values[-1]} {more}"
