"""The one place that formats what `kb` answers, and the one that turns errors into messages and exit codes.

Data goes to stdout (or to ``-o FILE``), everything else to stderr. On a terminal a listing is a table;
captured it is TSV with a header line, never cut off: tab, newline and backslash inside a value are written
``\\t``, ``\\n``, ``\\\\``. Imports rich only where something is shown on a terminal.
"""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from kb.cli.words import say
from kb.errors import FactsInvalid, KnowledgeBaseError, SourceError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

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
        return say(word, self.language)

    def note(self, text: str) -> None:
        """A remark for people, on stderr."""
        print(text, file=sys.stderr)

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
            self.text("".join(_json_line(self._chosen(item)) + "\n" for item in shown))
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
            _write_stdout(text)

    def draw(self, picture: Callable[[Console], None]) -> None:
        """Let a function draw on the terminal with rich (NO_COLOR is respected)."""
        from rich.console import Console

        console = Console(file=sys.stdout, highlight=False, soft_wrap=False)
        with StdoutErrors():
            picture(console)
            sys.stdout.flush()

    def _json(self, data: Any) -> None:
        envelope = {"schema_version": SCHEMA_VERSION, "data": data, "warnings": self.warnings}
        self.text(json.dumps(envelope, ensure_ascii=False, indent=2, default=str) + "\n")

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
        """Raises UsageError for a field of ``--fields`` that is not there."""
        from kb.spelling import nearest

        names = list(there)
        for name in self.fields:
            if name not in names:
                near = nearest(name, names, 1)
                tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(names)}"
                raise UsageError(f"unknown field {name!r} in --fields; {tip}")

    def _table(self, console: Console, rows: Sequence[Row], names: Sequence[str]) -> None:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        if not rows:
            console.print(self.say("nothing found"), style="dim")
            return
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
        widest = max(len(cell(row.get(names[0]))) for row in rows)
        table.add_column(self.say(names[0]), style="cyan", overflow="fold", min_width=min(widest, 45))
        for name in names[1:]:
            table.add_column(self.say(name), overflow="fold")
        for row in rows:
            cells = [(name, cell(row.get(name))) for name in names]
            table.add_row(*(Text(self.say(text) if name in _WORDS else text) for name, text in cells))
        console.print(table)


def cell(value: Any) -> str:
    """A value as one cell: lists joined by a bar, a thing as its id, deeper things as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "|".join(cell(item) for item in value)
    if isinstance(value, dict):
        return str(value["id"]) if "id" in value and "label" in value else _json_line(value)
    return str(value)


def _json_line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


def _tsv(rows: Sequence[Row], names: Sequence[str]) -> str:
    def safe(text: str) -> str:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")

    lines = ["\t".join(names), *("\t".join(safe(cell(row.get(name))) for name in names) for row in rows)]
    return "\n".join(lines) + "\n"


def _csv(rows: Sequence[Row], names: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(row.get(name)) for name in names] for row in rows)
    return buffer.getvalue()


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


class StdoutErrors:
    """A reader that went away (`| head`) ends the program in silence; a full disk is a SourceError."""

    def __enter__(self) -> None: ...

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, BrokenPipeError):
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # the flush at exit must not fail too
            raise SystemExit(0)
        if isinstance(error, OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SourceError(f"cannot write to stdout: {error.strerror}") from error


def _write_stdout(text: str) -> None:
    with StdoutErrors():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_file(file: Path, text: str) -> None:
    """Write a whole file or none: beside its place, then renamed. Raises SourceError."""
    try:
        if file.exists() and not stat.S_ISREG(file.stat().st_mode):  # a pipe or device cannot be renamed over
            file.write_text(text, encoding="utf-8")
            return
        _replace(file.resolve(), text)
    except OSError as error:
        raise SourceError(
            f"cannot write {file}: {error.strerror or error}; nothing was left there"
        ) from error


def _replace(file: Path, text: str) -> None:
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        mask = os.umask(0)
        os.umask(mask)
        Path(beside).chmod(stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o666 & ~mask)
        Path(beside).replace(file)
    finally:
        Path(beside).unlink(missing_ok=True)


def report(error: KnowledgeBaseError, as_json: bool, stream: TextIO | None = None) -> int:
    """Say on stderr what went wrong and return the exit code."""
    stream = stream or sys.stderr
    if as_json:
        first = str(error).splitlines()[0] if isinstance(error, FactsInvalid) else str(error)
        kind = getattr(error, "type", type(error).__name__)
        body: Row = {"code": error.code, "type": kind, "message": first, **error.details}
        print(json.dumps({"schema_version": SCHEMA_VERSION, "error": body}, ensure_ascii=False), file=stream)
    else:
        print(f"kb: {error}", file=stream)
    return error.code


def exit_code(run: Callable[[], object], as_json: bool) -> int:
    """Run a command to its end; every expected error becomes one message on stderr and its exit code."""
    try:
        code = run()
    except KnowledgeBaseError as error:
        return report(error, as_json)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever read our answer has seen enough
    except OSError as error:
        return report(SourceError(f"{error.filename or 'input/output'}: {error.strerror or error}"), as_json)
    return code if isinstance(code, int) else 0
