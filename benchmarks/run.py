"""Run every benchmark of this folder, one after the other, and print what each prints.

Each benchmark is a script that measures a ratio against a peer in its own run and prints one JSON line last.
``python benchmarks/run.py cold_start`` runs one of them; ``-o FILE`` keeps the JSON lines together.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def available() -> list[str]:
    """The names of the benchmarks, in alphabetical order."""
    return sorted(p.stem for p in HERE.glob("*.py") if p.name != Path(__file__).name)


def run(name: str) -> dict[str, object]:
    """Run one benchmark in a process and a home of its own; its last line of output is its result."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "KB_HOME": home, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, str(HERE / f"{name}.py")],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    lines = done.stdout.strip().splitlines()
    print("\n".join(lines[:-1]), flush=True)
    try:
        result = json.loads(lines[-1])
    except (IndexError, json.JSONDecodeError):
        result = {"error": f"exit code {done.returncode}, no result line"}
        print("\n".join(lines[-1:]))
    return {"benchmark": name, **result}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", help=f"which (default: all of {', '.join(available())})")
    parser.add_argument("-o", "--output", type=Path, help="write the results as JSON lines")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(available()))
    if unknown:
        parser.error(f"no benchmark called {unknown[0]!r}; there are {', '.join(available())}")
    cpu = platform.processor() or platform.machine()
    print(f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    results = []
    for name in arguments.names or available():
        print(f"== {name}", flush=True)
        results.append(run(name))
        print()
    if arguments.output:
        arguments.output.write_text("".join(json.dumps(r) + "\n" for r in results), encoding="utf-8")
    return int(any("error" in r for r in results))


if __name__ == "__main__":
    raise SystemExit(main())
