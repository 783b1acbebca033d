"""Cold start: `kb show gan` as a whole process, against `python -c "import typer"` in the same environment.

Both are started in turn, seven times each; medians of CPU seconds (user and system) and of wall seconds. The
promise is a CPU ratio of at most 2.5. The facts are compiled once before, as they are for everybody after the
first command. The last line is the result as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

ROUNDS = 7
PROMISE = 2.5
COMMANDS = {
    "kb show gan": [sys.executable, "-c", "from kb.cli import main; main()", "show", "gan"],
    "kb search attention": [sys.executable, "-c", "from kb.cli import main; main()", "search", "attention"],
    'python -c "import typer"': [sys.executable, "-c", "import typer"],
    "python -c pass": [sys.executable, "-c", "pass"],
}


def measure(command: Sequence[str]) -> tuple[float, float]:
    """CPU and wall seconds of one process from start to end."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall


def main() -> None:
    """Print the medians, the ratio, and one line of JSON."""
    for command in COMMANDS.values():
        measure(command)  # compiles bytecode and facts, warms the file cache
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            seconds[name].append(measure(command))
    cpu = {name: statistics.median(c for c, _ in found) for name, found in seconds.items()}
    wall = {name: statistics.median(w for _, w in found) for name, found in seconds.items()}
    for name in COMMANDS:
        print(f"{name:28} {cpu[name] * 1000:6.0f} ms CPU  {wall[name] * 1000:6.0f} ms wall")
    ratio = cpu["kb show gan"] / cpu['python -c "import typer"']
    print(f"ratio {ratio:.2f} (promise: at most {PROMISE})")
    result = {"ratio_cpu": round(ratio, 3), "promise": PROMISE, "kept": ratio <= PROMISE, "rounds": ROUNDS}
    print(json.dumps({**result, "cpu_seconds": cpu, "wall_seconds": wall}))


if __name__ == "__main__":
    main()
