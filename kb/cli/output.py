"""The one place that formats what `kb` answers, and the one that turns errors into messages and exit codes.

Data goes to stdout (or to ``-o FILE``), everything else to stderr. On a terminal a listing is a table;
captured it is TSV with a header line, never cut off: tab, newline and backslash inside a value are written
``\\t``, ``\\n``, ``\\\\``. Imports rich only where something is shown on a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from kb.characters import UNSEEN, visible
from kb.cli.words import say_of
from kb.cli.writing import StdoutErrors, write_file, write_stdout
from kb.errors import FactsInvalid, KnowledgeBaseError, SourceError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from kb.cli.vocabulary import Vocabulary

SCHEMA_VERSION = "1"
Form = Literal["table", "tsv", "csv", "md", "json", "jsonl"]
Row = dict[str, Any]
Flat = Callable[[Row], Iterable[Row]]
_BY_EXTENSION: dict[str, Form] = {
    ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".md": "md",
}  # fmt: skip

#: The columns of one thing told as lines.
PAIRS = ("field", "value")

#: Columns whose values are words of the house, shown in the chosen language.
_WORDS = frozenset({"kind", "type", "status", "checked", "topic", "verdict"})

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = tuple("=+-@\t\r")

#: What an exit code means; `kb help exit-codes` prints this.
EXIT_CODES = {
    0: "done (an empty answer too)",
    1: "a check or a run failed",
    2: "usage: an unknown option, or a value that does not fit",
    3: "a network, a source or a file outside could not be read or written",
    4: "no such object, or several answer to the name (the error names candidates)",
    5: "the facts or a data file are not valid",
    6: "this machine cannot run it now (a part is not installed, the disk is full, a limit is reached)",
    130: "interrupted",
}


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
            self.text("".join(_json_text(self._chosen(item)) + "\n" for item in shown))
        elif self.shape == "table" and human and not self.fields:
            self.draw(lambda console: human(console, shown))
        else:
            self._rows([row for item in shown for row in (flat(item) if flat else [item])], columns)

    def _rows(self, rows: Sequence[Row], columns: Sequence[str]) -> None:
        names = self._columns(rows, columns)
        if self.shape == "table":
            self.draw(lambda console: self._table(console, rows, names))
        else:
            self.text(_WRITERS[self.shape](rows, names))

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
        self.text(_json_text(envelope, indent=2) + "\n")

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
        return str(value["id"]) if "id" in value and "label" in value else _json_text(value)
    return visible(str(value), keep="\n\t\r")


def _json_text(data: Any, indent: int | None = None) -> str:
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
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe."""
    text = cell(value)
    return "'" + text if isinstance(value, (str, list, tuple)) and text[:1] in _FORMULA else text


def _markdown(rows: Sequence[Row], names: Sequence[str]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(" ".join(text.replace("|", "\\|").split()) for text in cells) + " |"

    body = [line(cell(row.get(name)) for name in names) for row in rows]
    return "\n".join([line(names), line("---" for _ in names), *body]) + "\n"


_WRITERS: dict[str, Callable[[Sequence[Row], Sequence[str]], str]] = {
    "tsv": _tsv,
    "csv": _csv,
    "md": _markdown,
}


def report(
    error: KnowledgeBaseError, as_json: bool, stream: TextIO | None = None, language: str = "en"
) -> int:
    """Say on stderr what went wrong and return the exit code. JSON, which programs read, is English."""
    stream = stream or sys.stderr
    if as_json:
        first = str(error).splitlines()[0] if isinstance(error, FactsInvalid) else str(error)
        kind = getattr(error, "type", type(error).__name__)
        body: Row = {"code": error.code, "type": kind, "message": first, **error.details}
        print(_json_text({"schema_version": SCHEMA_VERSION, "error": body}), file=stream)
    else:
        remark(f"kb: {_error_in_words(error, language)}", stream)
    return error.code


def _error_in_words(error: KnowledgeBaseError, language: str) -> str:
    if language == "en" or not isinstance(error, FactsInvalid):
        return _in_words(str(error), language)
    told = [_in_words(str(error).splitlines()[0], language)]
    for problem in error.problems:
        said = [_in_words(text, language) for text in (problem.said, problem.suggestion) if text]
        told.append(f"{problem.where}: {'；'.join(said)}")
    return "\n".join(told)


def _in_words(text: str, language: str) -> str:
    if language == "en":
        return text
    from kb.cli.translation import told

    return told(text, language)


def remark(text: str, stream: TextIO, language: str = "en") -> None:
    """A line for people; on a terminal that is narrower it is broken between words."""
    text = _in_words(text, language)
    if stream.isatty() and len(text) > 40:
        from kb.cli.console import PlainConsole
        from kb.cli.wrapping import Prose

        PlainConsole(stream).print(Prose(text))
    else:
        print(visible(text), file=stream)


def exit_code(run: Callable[[], object], as_json: bool, language: str = "en") -> int:
    """Run a command to its end; every expected error becomes one message on stderr and its exit code."""
    try:
        code = run()
    except KnowledgeBaseError as error:
        return report(error, as_json, language=language)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever read our answer has seen enough
    except OSError as error:
        return report(SourceError(f"{error.filename or 'input/output'}: {error.strerror or error}"), as_json)
    return code if isinstance(code, int) else 0
