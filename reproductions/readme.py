"""`python -m reproductions.readme [--check]`: the generated parts of every `<paper>/README.md`.

The table of settings comes from the header of paper.py and the measurements from results/, so that neither is
ever typed by hand. With --check nothing is written, and the exit code is 1 where a file is not up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from reproductions import catalog
from reproductions.catalog import Reproduction

__all__ = ["main", "render"]


def main(arguments: list[str]) -> int:
    """Write, or check, every README; 0 where all is up to date."""
    stale = []
    for reproduction in catalog.catalog().values():
        file = reproduction.folder / "README.md"
        text = file.read_text("utf-8")
        fresh = render(text, reproduction)
        if fresh != text:
            stale.append(file)
            if "--check" not in arguments:
                file.write_text(fresh, "utf-8")
    for file in stale:
        print(
            f"{file}: "
            + ("out of date; run python -m reproductions.readme" if "--check" in arguments else "written")
        )
    return 1 if stale and "--check" in arguments else 0


def render(text: str, reproduction: Reproduction) -> str:
    """The text with each generated part (between `<!-- name -->` and `<!-- end -->`) made anew."""
    for name, make in PARTS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(
                f"{reproduction.folder / 'README.md'}: lacks the lines <!-- {name} --> and <!-- end -->"
            )
        text = pattern.sub(lambda found, body=make(reproduction): found[1] + body + found[2], text)
    return text


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)


def _settings(reproduction: Reproduction) -> str:
    rows = [[row.name, row.paper, row.code, row.ours, row.why] for row in reproduction.settings]
    return _table(["", "Paper", "Released code", "Ours", "Why"], rows)


def _criteria(reproduction: Reproduction) -> str:
    rows = [[claim.id, claim.claim, claim.criterion] for claim in reproduction.claims]
    return _table(["", "Claim", "Criterion, fixed before the first recorded run"], rows)


def _measured(reproduction: Reproduction) -> str:
    recorded = catalog.results(reproduction.id)
    if not recorded:
        return "Nothing is recorded yet.\n"
    newest: dict[str, dict[str, Any]] = {}
    for result in recorded:
        newest.setdefault(f"{result['preset']} on {result['device']}", result)
    details = [_result(f"Newest {name}: {found['run']}", found) for name, found in sorted(newest.items())]
    return "\n".join([_every_run(recorded), *details])


def _every_run(recorded: list[dict[str, Any]]) -> str:
    """One row a recorded run, whatever it said."""
    claims = sorted({key for result in recorded for key in result["claims"]})
    rows = [
        [
            f"[{result['run']}](results/{result['run']}.json)",
            f"{_trained(result['facts'])}, {result['minutes']} min, {result['device']}",
            *(_verdict(result["claims"].get(key)) for key in claims),
        ]
        for result in recorded
    ]
    return "Every recorded run, newest first:\n\n" + _table(["Run", "Length", *claims], rows)


def _trained(facts: dict[str, Any]) -> str:
    """How long a run trained, in the unit of its paper; runs before 2026-11-24 counted epochs only."""
    return str(facts.get("trained") or f"{facts['epochs']} epochs")


def _verdict(row: dict[str, Any] | None) -> str:
    return f"**{row['verdict']}**: {row['because']}" if row else ""


def _result(name: str, result: dict[str, Any]) -> str:
    data, hardware, facts = result["data"], result["hardware"], result["facts"]
    used = data["name"] + (f" in place of {data['substitute_for']}" if data["substitute_for"] else "")
    intro = (
        f"### {name}\n\n"
        f"{_trained(facts)} ({facts['updates']} updates), {len(result['seeds'])} seed(s), on {used}; "
        f"{result['minutes']} min on {hardware['gpu'] or hardware['cpu']}, {result['threads']} thread(s), "
        f"torch {result['torch']}; commit {result['git_commit'][:12]}, ended {result['ended']}."
        f"{_ended_by_the_clock(result)}\n\n"
        f"    {result['command']}\n\n"
    )
    claims = [
        [key, row["verdict"], row["because"], row["control"] or ""] for key, row in result["claims"].items()
    ]
    measures = [[row["about"], _value(row), row["unit"]] for row in result["measures"].values()]
    return (
        intro
        + _table(["", "Verdict", "Measured", "Control"], claims)
        + "\n"
        + _table(["Measured", "Mean over seeds, 95 % interval", "Unit"], measures)
    )


def _ended_by_the_clock(result: dict[str, Any]) -> str:
    """What to know of its time limit before one repeats a run; nothing where it had its whole length."""
    limit = result["config"].get("max_seconds") or 0
    told = (result.get("stopped") or {}).get("about")  # older records: by their minutes
    if not told and not (limit and (result["train_minutes"] + 0.005) * 60 >= limit):
        return ""
    return (
        f" The time limit ended its training ({told or f'max_seconds={limit:g}'}), so a repeat on another"
        " machine comes to another number of updates."
    )


def _value(row: dict[str, Any]) -> str:
    if row["mean"] is None:
        return "not finite"
    ends = " [{:.4g}, {:.4g}]".format(*row["interval"]) if row["interval"] else ""
    return f"{row['mean']:.4g}{ends}"


PARTS: dict[str, Callable[[Reproduction], str]] = {
    "settings": _settings,
    "criteria": _criteria,
    "measured": _measured,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
