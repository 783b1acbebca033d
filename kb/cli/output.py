"""The one place where `kb` answers: in which form, which fields, which page of a list, and to where.

Data goes to stdout (or to ``-o FILE``), everything else to stderr. On a terminal a listing is a table;
captured it is TSV with a header line, never cut off. Imports rich only where a terminal shows something.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb.cli.forms import WRITERS, Row, cell, json_text
from kb.cli.reporting import SCHEMA_VERSION, remark
from kb.cli.words import say_of
from kb.cli.writing import StdoutErrors, write_file, write_stdout
from kb.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from kb.cli.vocabulary import Vocabulary

Form = Literal["table", "tsv", "csv", "md", "json", "jsonl"]
Flat = Callable[[Row], Iterable[Row]]
_BY_EXTENSION: dict[str, Form] = {
    ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".md": "md",
}  # fmt: skip

#: The columns of one thing told as lines.
PAIRS = ("field", "value")

#: Columns whose values are words of the house, shown in the chosen language.
_WORDS = frozenset({"kind", "type", "status", "checked", "topic", "verdict"})


@dataclass
class Output:
    """How one command answers. ``form`` is None where the terminal decides."""

    form: Form | None = None
    fields: tuple[str, ...] = ()
    limit: int | None = None
    page: int = 1
    file: Path | None = None
    language: Literal["en", "zh"] = "en"
    context: str = ""  # what the columns are columns of, where a word has two meanings
    warnings: list[str] = field(default_factory=list)

    @property
    def shape(self) -> Form:
        """The form that is written: chosen, else by the file's ending, else table or TSV."""
        if self.form:
            return self.form
        if self.file:
            return _BY_EXTENSION.get(self.file.suffix.lower(), "tsv")
        return "table" if sys.stdout.isatty() else "tsv"

    def say(self, word: str) -> str:
        """A label in the chosen language."""
        return say_of(word, self.context, self.language)

    def note(self, text: str) -> None:
        """A remark for people, on stderr, in their language."""
        remark(text, sys.stderr, self.language)

    def warn(self, text: str) -> None:
        """Something that the reader of the answer should know: in the envelope, or else on stderr."""
        self.warnings.append(text)
        if self.shape != "json":
            self.note(text)

    def listing(
        self,
        objects: Sequence[Row],
        columns: Sequence[str],
        *,
        flat: Flat | None = None,
        whole: Row | Callable[[Sequence[Row]], Row] | None = None,
        human: Callable[[Console, Sequence[Row]], None] | None = None,
    ) -> None:
        """Answer with a list. Raises UsageError for an unknown field, SourceError where it cannot be written.

        ``flat`` makes the rows of one object for TSV, CSV, Markdown and the table; ``columns`` are those
        shown when no ``--fields`` are given. ``whole`` (or what it makes of the objects of this page) is what
        ``--json`` carries instead of the bare list. ``human`` draws on a terminal instead of the plain table.
        """
        shown = self._page(objects)
        if self.shape == "json":
            data = whole(shown) if callable(whole) else whole
            self._json(self._chosen(list(shown) if data is None else data))
        elif self.shape == "jsonl":
            self.text("".join(json_text(self._chosen(item)) + "\n" for item in shown))
        elif self.shape == "table" and human and not self.fields:
            self.draw(lambda console: human(console, shown))
        else:
            self._rows([row for item in shown for row in (flat(item) if flat else [item])], columns)

    def _rows(self, rows: Sequence[Row], columns: Sequence[str]) -> None:
        names = self._columns(rows, columns)
        if self.shape == "table":
            self.draw(lambda console: self._table(console, rows, names))
        else:
            self.text(WRITERS[self.shape](rows, names))

    def text(self, text: str) -> None:
        """Write text as it is, to stdout or completely to the file. Raises SourceError."""
        if self.file:
            write_file(self.file, text)
        else:
            write_stdout(text)

    def draw(self, picture: Callable[[Console], None]) -> None:
        """Let a function draw on the terminal with rich (NO_COLOR is respected)."""
        from kb.cli.console import PlainConsole

        console = PlainConsole(sys.stdout)
        with StdoutErrors():
            picture(console)
            sys.stdout.flush()

    def _json(self, data: Any) -> None:
        envelope = {"schema_version": SCHEMA_VERSION, "data": data, "warnings": self.warnings}
        self.text(json_text(envelope, indent=2) + "\n")

    def _page(self, objects: Sequence[Row]) -> Sequence[Row]:
        if self.limit is None:
            if self.page > 1:
                raise UsageError("--page needs --limit")
            return objects
        start = (self.page - 1) * self.limit
        shown = objects[start : start + self.limit]
        if len(objects) > start + self.limit:
            self.warn(f"{len(shown)} of {len(objects)} shown; more with --page {self.page + 1}")
        return shown

    def _chosen(self, data: Any) -> Any:
        if not self.fields:
            return data
        if isinstance(data, list):
            return [self._chosen(item) for item in data]
        self.check_fields(data)
        return {name: data[name] for name in self.fields}

    def _columns(self, rows: Sequence[Row], columns: Sequence[str]) -> Sequence[str]:
        if not self.fields or columns == PAIRS:
            return columns  # of field/value lines, --fields chose the lines
        self.check_fields(dict.fromkeys((*columns, *(name for row in rows for name in row))))
        return self.fields

    def check_fields(self, there: Iterable[str]) -> None:
        """Take the fields of ``--fields`` as they are called there. Raises UsageError for one that is not."""
        from kb.cli.vocabulary import Vocabulary

        names = list(there)
        if not set(self.fields) <= set(names):
            known = Vocabulary("--fields", names)
            self.fields = tuple(name if name in names else self._field(known, name) for name in self.fields)

    @staticmethod
    def _field(known: Vocabulary, name: str) -> str:
        if len(found := known.fitting(name)) == 1:
            return found[0]
        raise UsageError(f"unknown field {name!r} in --fields; {known.tip(name)}")

    def _table(self, console: Console, rows: Sequence[Row], names: Sequence[str]) -> None:
        from kb.cli.layout import Listing, columns_of

        if not rows:
            console.print(self.say("nothing found"), style="dim")
            return
        cells = [[self._shown(name, row.get(name)) for name in names] for row in rows]
        console.print(Listing(columns_of(names, cells, self.say)))

    def _shown(self, name: str, value: Any) -> str:
        """A value as people read it: words in their language, several of them with commas."""
        if isinstance(value, (list, tuple)):
            return ", ".join(self._shown(name, item) for item in value)
        text = cell(value)
        return self.say(text) if name in _WORDS else text
