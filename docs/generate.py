"""Write the generated parts of the documentation; with --check, only say whether they are up to date.

``docs/cli.md`` is the ``--help`` of every command, so that it tells what the program does;
``data/schema/`` holds the JSON Schema of every facts file, from the records themselves.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Write every generated page, or compare them; 1 if one is out of date."""
    pages = {HERE / "cli.md": command_line(), **schemas()}
    if "--check" not in sys.argv[1:]:
        for page, text in pages.items():
            page.write_text(text, encoding="utf-8")
        return 0
    stale = [p.name for p, text in pages.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    if stale:
        print(f"{stale[0]} is out of date: run `python docs/generate.py`", file=sys.stderr)
    return 1 if stale else 0


def schemas() -> dict[Path, str]:
    """The JSON Schema of every facts file, beside the facts."""
    from kb.kinds import FILES
    from kb.schema import schema

    place = HERE.parent / "data" / "schema"
    place.mkdir(exist_ok=True)
    return {
        place / file.replace(".yaml", ".schema.json"): json.dumps(schema(file), indent=1) + "\n"
        for file in FILES
    }


def command_line() -> str:
    """The page about `kb`: its own help, the help of every command, and the exit codes."""
    os.environ["COLUMNS"] = os.environ["TERMINAL_WIDTH"] = "100"  # the same text on every terminal
    import typer

    from kb.cli.app import COMMANDS, build, load
    from kb.cli.reporting import EXIT_CODES

    def helped(command: object, name: str) -> str:
        context = typer.Context(command, info_name=name, max_content_width=100, terminal_width=100)  # type: ignore[arg-type]
        text = "\n".join(line.rstrip() for line in context.get_help().splitlines())
        return f"```text\n{text}\n```\n"

    parts = [
        "# The command line\n",
        "Generated from `--help` by `python docs/generate.py`; `make check` compares them.\n",
        helped(build(), "kb"),
        "## Exit codes\n",
        "| code | meaning |\n|---|---|\n" + "".join(f"| {c} | {text} |\n" for c, text in EXIT_CODES.items()),
    ]
    for name in COMMANDS:
        parts += [f"## kb {name}\n", helped(load(name), f"kb {name}")]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
