"""How a listing stands on a terminal: a table where its columns fit, else a block for each row.

One rule for all commands. A table it is where every column has the room that its words need and no row grows
higher than a glance takes in; otherwise each row is a block: what names it as a heading, short facts on one
line, and prose below, wrapped as prose. Nothing is cut off in either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from kb.cli.wrapping import Facts, Prose, broken, lines_of, widest

#: Columns that say which thing a row is about; with the first one they make the heading of its block.
_NAMING = frozenset({"id", "label", "title", "year", "name", "centre", "from", "to", "preset"})
_TOLD = frozenset({"statement", "summary", "text"})  # prose that says by itself what it is
_GAP = 3  # cells between two columns
_NARROW = 18  # a column of text is not made narrower than this
_HIGH, _HIGHER = 3, 6  # lines of a row: of narrow columns, of columns as wide as prose
_PROSE = 40  # cells from which a column reads as prose
_SHORT = 28  # cells up to which a fact stands in one line with others


@dataclass(frozen=True)
class Column:
    """One column: its heading and its cells, as they are shown."""

    name: str
    heading: str
    cells: tuple[str, ...]

    @property
    def natural(self) -> int:
        """The cells it takes when nothing is wrapped."""
        return max(cell_len(line) for text in (self.heading, *self.cells) for line in text.split("\n"))

    @property
    def least(self) -> int:
        """The cells without which words break, or text becomes a thread."""
        words = max(widest(text) for text in (self.heading, *self.cells))
        return max(words, min(self.natural, _NARROW))

    @property
    def numeric(self) -> bool:
        return all(text.replace(".", "").replace("-", "").isdigit() for text in self.cells if text)


class Listing:
    """Columns as a table or as blocks, whichever can be read in the room; an empty column is left out."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = [column for column in columns if any(column.cells)] or list(columns)

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        widths = _widths(self.columns, options.max_width)
        yield _blocks(self.columns) if widths is None else _table(self.columns, widths)


def columns_of(
    names: Sequence[str], rows: Sequence[Sequence[str]], say: Callable[[str], str]
) -> list[Column]:
    """Columns of rows of cells."""
    return [Column(name, say(name), tuple(row[k] for row in rows)) for k, name in enumerate(names)]


def _widths(columns: Sequence[Column], width: int) -> list[int] | None:
    """The width of each column of a table in so many cells; None where it would not be read."""
    room = width - _GAP * (len(columns) - 1) - 2
    widths = [column.natural for column in columns]
    least = [column.least for column in columns]
    while sum(widths) > room:
        at = max(range(len(widths)), key=lambda k: (widths[k] > least[k], widths[k]))
        if widths[at] <= least[at]:
            return None
        widths[at] -= 1
    return widths if _readable(columns, widths) else None


def _readable(columns: Sequence[Column], widths: Sequence[int]) -> bool:
    if len(columns) <= 2:  # a name and what it says: the second column is prose as it stands
        return widths[-1] >= min(_NARROW, columns[-1].natural)
    for column, width in zip(columns, widths, strict=True):
        allowed = _HIGHER if width >= _PROSE else _HIGH
        if width < column.natural and any(lines_of(text, width) > allowed for text in column.cells):
            return False
    return True


def _table(columns: Sequence[Column], widths: Sequence[int]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        table.add_column(
            _wrapped(column.heading, width),
            style="" if place else "cyan",
            justify="right" if place and column.numeric else "left",
            width=width,
            no_wrap=True,
            overflow="crop",
        )
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(_wrapped(text, width) for text, width in zip(row, widths, strict=True)))
    return table


def _wrapped(text: str, width: int) -> Text:
    return Text("\n").join(broken(Text(text), width))


def _blocks(columns: Sequence[Column]) -> Group:
    rows = len(columns[0].cells)
    return Group(*(part for row in range(rows) for part in _block(columns, row)))


def _block(columns: Sequence[Column], row: int) -> Iterator[RenderableType]:
    """One row: a heading, then its facts in their order: short ones together, each longer one by itself."""
    naming = [c for k, c in enumerate(columns) if k == 0 or c.name in _NAMING]
    yield Prose(_heading(naming, row), hang=4)
    rest = [c for c in columns if c not in naming and c.cells[row]]
    for short, group in groupby(rest, key=lambda c: cell_len(c.cells[row]) <= _SHORT and c.name not in _TOLD):
        facts = [_fact(column, row, short=short) for column in group]
        yield from [Facts(facts, 2)] if short else (Prose(fact, 2, hang=2) for fact in facts)


def _fact(column: Column, row: int, *, short: bool) -> Text:
    if column.name in _TOLD:
        return Text(column.cells[row])
    sign = " " if short else ": " if column.heading.isascii() else "："
    return Text.assemble((column.heading + sign, "dim"), column.cells[row])


def _heading(naming: Sequence[Column], row: int) -> Text:
    line = Text()
    for place, column in enumerate(naming):
        text = column.cells[row]
        if not text:
            continue
        named = f"({text})" if column.name == "year" else text
        style = "bold" if column.name in ("label", "title") else "" if place else "cyan"
        line.append(("" if not line else " " if column.name == "year" else "  ") + named, style=style)
    return line
