"""Cold start: every command that reads, as a whole process, against `python -c "import typer"`.

All are started in turn, some rounds over; medians of CPU seconds (user and system). Beside the ratio to
``import typer`` stands that to `kb schema --help`, the least that a command costs whose options typer reads:
typer imports pydantic for that. The facts are compiled once before, as they are for everybody after the
first command. The last line is the result as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence

ROUNDS = 5
PROMISE = 3.0
PEER = 'python -c "import typer"'
LEAST = "kb schema --help"
COMMANDS = (
    "show gan", "search attention", "links gan", "lineage gan", "path seq2seq transformer", "mainpath",
    "missing-without gan", "compare gan wgan", "similar gan", "rank", "communities", "timeline gan", "awards",
    "coauthors ian-goodfellow", "genealogy ilya-sutskever", "claims gan", "press gan", "lesson gan",
    "export gan", "stories", "stats", "ledger gan", "runs",
)  # fmt: skip


def started(command: str) -> list[str]:
    """The words of a process that runs one command line of kb."""
    return [sys.executable, "-c", "from kb.cli import main; main()", *command.split()]


def measure(command: Sequence[str]) -> float:
    """CPU seconds of one process from start to end."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the medians, the ratios, and one line of JSON."""
    processes = {PEER: [sys.executable, "-c", "import typer"], LEAST: started("schema --help")}
    processes |= {f"kb {command}": started(command) for command in COMMANDS}
    for process in processes.values():
        measure(process)  # compiles bytecode and facts, warms the file cache
    seconds: dict[str, list[float]] = {name: [] for name in processes}
    for _ in range(ROUNDS):
        for name, process in processes.items():
            seconds[name].append(measure(process))
    cpu = {name: statistics.median(found) for name, found in seconds.items()}
    for name, value in cpu.items():
        against = f"{value / cpu[PEER]:5.2f} times import typer, {value / cpu[LEAST]:5.2f} times {LEAST}"
        print(f"{name:30} {value * 1000:6.0f} ms CPU  {against}")
    ratios = {name: round(value / cpu[PEER], 3) for name, value in cpu.items() if name != PEER}
    most = max(ratios.values())
    print(f"largest ratio {most:.2f} (promise: at most {PROMISE})")
    result = {"ratio_cpu": most, "promise": PROMISE, "kept": most <= PROMISE, "rounds": ROUNDS}
    print(json.dumps({**result, "ratios": ratios, "cpu_seconds": cpu}))


if __name__ == "__main__":
    main()
