"""Help as a page for a terminal: in the language that is spoken, and as wide as its characters are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from kb.cli.translation import spoken, told
from kb.cli.wrapping import broken

_NOTES = {
    "required": "必填", "default:": "默认", "env var:": "环境变量",
}  # fmt: skip


class HelpPage:
    """What the option parser writes help into, by these methods; told in a language, never cut off."""

    def __init__(self, language: str, width: int | None = None) -> None:
        self.language = language
        self.width = max(min(width or shutil.get_terminal_size().columns, 100) - 2, 40)
        self.current_indent = 0
        self._written: list[str] = []

    def write(self, text: str) -> None:
        self._written.append(text)

    def getvalue(self) -> str:
        return "".join(self._written)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        first = "用法：" if self.language == "zh" else "Usage: "
        self._lines(f"{first}{prog} {args}", hang=4)

    def write_heading(self, heading: str) -> None:
        self._lines(f"{told(heading, self.language)}{'：' if self.language == 'zh' else ':'}")

    def write_paragraph(self) -> None:
        if self._written:
            self.write("\n")

    def write_text(self, text: str) -> None:
        for paragraph in [told(text, self.language)] if told(text, "zh") != text else text.split("\n\n"):
            if paragraph.startswith("\b\n"):
                self._as_it_is(paragraph.removeprefix("\b\n"))
            else:
                self._lines(" ".join(paragraph.split()))
            self.write("\n")
        self._written.pop()

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        column = min(max((cell_len(first) for first, _ in rows), default=0), col_max) + col_spacing
        for first, second in rows:
            lines = broken(Text(self._told(second)), self.width - self.current_indent - column)
            margin = " " * self.current_indent
            fits = cell_len(first) <= column - col_spacing
            head = first + " " * (column - cell_len(first)) if fits else f"{first}\n{margin}{' ' * column}"
            rest = f"\n{margin}{' ' * column}".join(line.plain for line in lines)
            self.write(f"{margin}{head}{rest}\n")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        self.write_paragraph()
        self.write_heading(name)
        with self.indentation():
            yield

    @contextmanager
    def indentation(self) -> Iterator[None]:
        self.indent()
        yield
        self.dedent()

    def indent(self) -> None:
        self.current_indent += 2

    def dedent(self) -> None:
        self.current_indent -= 2

    def _told(self, text: str) -> str:
        """A help text with its notes in brackets, such as [default: 20]."""
        plain, bracket, notes = re.fullmatch(r"(.*?)(?:  (\[)(.*)\])?", text, re.DOTALL).groups()  # type: ignore[union-attr]
        if self.language == "zh" and notes:
            for english, chinese in _NOTES.items():
                notes = notes.replace(english, chinese)
        return told(plain, self.language) + (f"  [{notes}]" if bracket else "")

    def _lines(self, text: str, hang: int = 0) -> None:
        margin = " " * self.current_indent
        lines = broken(Text(text), self.width - self.current_indent, hang)
        for number, line in enumerate(lines):
            self.write(f"{margin}{' ' * hang if number else ''}{line.plain}\n")

    def _as_it_is(self, text: str) -> None:
        heading, _, rest = text.partition("\n")
        self.write_heading(heading.removesuffix(":"))
        for line in rest.splitlines():
            self.write(f"{' ' * self.current_indent}{line}\n")


def page_of(command: Any, ctx: Any) -> str:
    """The help of a command in the language that is spoken."""
    page = HelpPage(spoken(), getattr(ctx, "terminal_width", None))
    command.format_help(ctx, page)
    return page.getvalue().rstrip("\n")
