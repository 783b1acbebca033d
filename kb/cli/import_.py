"""`kb import`: somebody's own references, held against the base; they stay beside the facts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.forms import Row
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabularies import READABLE
from kb.cli.watching import watched, while_reading
from kb.errors import SourceError, UsageError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.errors import Problem
    from kb.overlay import Ground, Overlay, Study

EXAMPLES = (
    "kb import my.bib                   what I have, what it builds on, what I lack",
    "kb import my.bib --json            the same as data",
    "kb import refs.ris --name thesis",
    "cat ids.txt | kb import -          one identifier or title a line",
    "kb import --name thesis            once more, by the facts of today",
    "kb import --list",
    "kb import --forget thesis",
)
COLUMNS = ("what", "line", "entry", "id", "label", "year", "reason", "candidates", "mine")
LISTED = ("name", "entries", "problems", "imported", "source")


def complete_overlay(incomplete: str) -> list[str]:
    """Overlays that begin like this, for the shell."""
    from kb import overlay

    return [name for name in overlay.names() if name.startswith(incomplete)]


@answers()
def import_(
    out: Output,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="BibTeX, RIS, CSL-JSON, EndNote, MEDLINE, CSV ..., or names, one a line; - is stdin.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="What to call the list; without FILE, the kept one to show.",
            autocompletion=complete_overlay,
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        str | None,
        READABLE.asked("The format, where the file does not show it.", "--format", "-f", show_default=False),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List what was imported.")] = False,
    forget: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Forget a list.", autocompletion=complete_overlay, show_default=False
        ),
    ] = None,
) -> None:
    """Hold your own references against the base: which are in it, what they build on, what you lack.

    The list is kept in your home of kb, never among the facts, and nothing leaves this machine.
    """
    if sum((file is not None, listed, forget is not None)) + (name is not None and file is None) != 1:
        raise UsageError("give one of FILE, --name NAME, --list and --forget NAME (see `kb import --help`)")
    if listed:
        _list(out)
    elif forget is not None:
        _forget(out, forget)
    else:
        from kb import overlay
        from kb.base import KnowledgeBase

        base = KnowledgeBase.load()
        shown = name if file is None else _kept_name(file, name)
        kept = _taken(out, file, name, format) if file and not shown else overlay.load(str(shown))
        _answer(out, base, kept, overlay.study(base, kept, watched))


def _kept_name(file: str, name: str | None) -> str | None:
    """The kept list that a word means which is no file: no path, and nothing of that name lies here."""
    from kb import overlay

    plain = name is None and Path(file).name == file and not Path(file).suffix and not Path(file).exists()
    return file if plain and file in overlay.names() else None


def _taken(out: Output, file: str, name: str | None, format: str | None) -> Overlay:
    """Read a list and keep it."""
    from kb import formats, overlay

    if format is not None:
        formats.reader(format)  # a wrong one is refused before anything is read
    source = "stdin" if file == "-" else str(Path(file).absolute())
    data = _bytes(file)
    called = overlay.checked_name(name) if name else overlay.free_name(source)
    with while_reading(Path(source).name, len(data)):
        found = overlay.read(data, Path(source).name, format)
    if not found.entries:
        raise UsageError(f"{Path(source).name} holds no reference; nothing was kept")
    if name is None and called != overlay.name_of(source):
        out.note(
            f"{overlay.name_of(source)} is another list, from {overlay.load(overlay.name_of(source)).source}"
        )
    taken = overlay.Overlay(called, source, date.today().isoformat(), found.entries, found.problems)
    overlay.save(taken)
    out.note(f"kept as {called}; `kb import --name {called}` shows it again")
    return taken


def _bytes(file: str) -> bytes:
    if file == "-":
        stream = getattr(sys.stdin, "buffer", None)
        return stream.read() if stream else sys.stdin.read().encode("utf-8", "surrogateescape")
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {file}: {error.strerror or error}") from error


def _list(out: Output) -> None:
    from kb import overlay

    rows = [
        {**asdict(kept), "entries": len(kept.entries), "problems": len(kept.problems)}
        for kept in map(overlay.load, overlay.names())
    ]
    out.listing(rows, LISTED)


def _forget(out: Output, name: str) -> None:
    from kb import overlay

    overlay.forget(name)
    out.listing([{"name": name, "status": "forgotten"}], ("name", "status"))


# -- the answer ---------------------------------------------------------------------------------------------


def _answer(out: Output, base: KnowledgeBase, kept: Overlay, found: Study) -> None:
    from kb.cli.reasons import reason_told

    whole = _whole(base, kept, found)
    rows = [_entry_row(entry) for entry in whole["entries"]]
    rows += [_ground_row(what, ground) for what in ("builds_on", "missing") for ground in whole[what]]
    rows += [_problem_row(problem) for problem in kept.problems]
    for row in rows:
        row["reason"] = reason_told(row["reason"], out.language)
    out.listing(rows, COLUMNS, whole=whole, human=lambda console, shown: _draw(console, out, shown))


def _whole(base: KnowledgeBase, kept: Overlay, found: Study) -> Row:
    from kb.cards import reference

    twice = {work: entries for work, entries in found.entries_of.items() if len(entries) > 1}
    entries = [
        {
            **vars(match.reference),
            "status": match.status,
            "reason": match.reason,
            "work": reference(base, match.work) if match.work else None,
            "candidates": [reference(base, work) for work in match.candidates],
            "same_as": [
                {"line": other.line, "key": other.key}
                for other in twice.get(match.work or "", ())
                if other is not match.reference
            ],
        }
        for match in found.matches
    ]
    return {
        "name": kept.name,
        "source": kept.source,
        "imported": kept.imported,
        "entries": entries,
        "builds_on": [_ground(base, ground) for ground in found.builds_on],
        "missing": [_ground(base, ground) for ground in found.missing],
        "problems": [asdict(problem) for problem in kept.problems],
    }


def _ground(base: KnowledgeBase, ground: Ground) -> Row:
    from kb.cards import reference

    mine = [reference(base, work) for work in ground.mine]
    return {**reference(base, ground.work), "have": ground.have, "mine": mine, "links": list(ground.links)}


def _row(what: str, **values: Any) -> Row:
    return {**dict.fromkeys(COLUMNS), "what": what, **values}


def _entry_row(entry: Row) -> Row:
    work = entry["work"] or {"id": None, "label": entry["title"], "label_zh": "", "year": entry["year"]}
    shown = {key: work[key] for key in ("id", "label", "label_zh", "year")}
    others = ", ".join(f"{other['key']} (line {other['line']})" for other in entry["same_as"])
    reason = entry["reason"] + (f"; the same work as {others}" if others else "")
    told = {"line": entry["line"], "entry": entry["key"], "reason": reason}
    return _row(entry["status"], **shown, **told, candidates=entry["candidates"])


def _ground_row(what: str, ground: Row) -> Row:
    shown = {key: ground[key] for key in ("id", "label", "label_zh", "year", "mine")}
    reason = f"{len(ground['mine'])} of mine" + (", and is mine itself" if ground["have"] else "")
    return _row(what, **shown, reason=reason)


def _problem_row(problem: Problem) -> Row:
    return _row("problem", line=problem.line, entry=problem.field, reason=problem.said)


#: What a section is headed by on a terminal, in the order of the rows.
HEADINGS = {
    "matched": {"en": "in the base", "zh": "库中已有"},
    "ambiguous": {"en": "ambiguous", "zh": "有歧义"},
    "unmatched": {"en": "not in the base", "zh": "库中没有"},
    "builds_on": {"en": "what they build on", "zh": "它们建立于"},
    "missing": {"en": "shared ancestors that you lack", "zh": "缺少的共同源流"},
    "problem": {"en": "problems in the file", "zh": "文件中的问题"},
}


def _draw(console: Any, out: Output, rows: Sequence[Row]) -> None:
    from rich.text import Text

    from kb.cli.wrapping import Prose

    if not rows:
        console.print(out.say("nothing found"), style="dim")
    for what, heading in HEADINGS.items():
        chosen = [row for row in rows if row["what"] == what]
        if chosen:
            console.print(Text(f"{heading[out.language]} ({len(chosen)})", style="bold green"))
        for row in chosen:
            console.print(Prose(_line(row, "label_zh" if out.language == "zh" else "label"), 2, hang=4))


def _line(row: Row, label: str) -> Any:
    from rich.text import Text

    line = Text(f"{row['line']}: " if row["line"] else "", style="dim")
    if row["entry"]:
        line.append(f"{row['entry']}  ", style="cyan")
    if row["label"]:
        line.append(f"{row.get(label) or row['label']} ({row['year'] or '?'})  ", style="not dim")
    others = [*(row["candidates"] or []), *(row["mine"] or [])]
    names = ": " + ", ".join(other[label] for other in others) if others else ""
    return line.append(f"{row['reason']}{names}", style="dim")
