"""What the benchmarks of reproductions share: loops timed in turn, a table of medians, a last line of JSON.

CPU-seconds rather than seconds, and one thread, so that other work on the machine counts little; the rounds
alternate, so that what does count falls on all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

__all__ = ["alternating", "finish", "medians", "options", "table"]

Found = dict[str, list[float]]


def options(about: str | None, **numbers: int) -> argparse.Namespace:
    """The command line: whole numbers by name with their defaults, and --json; sets one thread and a seed."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default, help="(%(default)s)")
    parser.add_argument("--json", type=Path, default=None, help="write the last line here, too")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return parser.parse_args()


def alternating(loops: Mapping[str, Iterator[int]], rounds: int, updates: int) -> Found:
    """Items per CPU-second of each loop in each round; a loop yields the items of each of its updates."""
    found: Found = {label: [] for label in loops}
    for _ in range(rounds):
        for label, loop in loops.items():
            began = time.process_time()
            items = sum(next(loop) for _ in range(updates))
            found[label].append(items / (time.process_time() - began))
    return found


def medians(found: Found) -> dict[str, float]:
    """The median of each row."""
    return {label: statistics.median(values) for label, values in found.items()}


def table(title: str, unit: str, found: Found, ratios: Mapping[str, float]) -> None:
    """Print a line for each row: median, ratio, lowest to highest."""
    width = max(len(title), *(len(label) for label in found)) + 2
    print(f"{title:{width}} {unit:>16} {'ratio':>7}   range")
    for label, median in medians(found).items():
        low, high = min(found[label]), max(found[label])
        print(f"{label:{width}} {median:16,.1f} {ratios[label]:7.2f}   {low:,.1f} to {high:,.1f}")


def finish(unit: str, found: Found, file: Path | None, **more: Any) -> None:
    """Print the result with its circumstances as one line of JSON, and write it to a file if asked."""
    result = {
        "unit": unit, "threads": 1, "device": "cpu", "torch": torch.__version__, "load": os.getloadavg()[0],
        **more, "medians": medians(found), "all": found,
    }  # fmt: skip
    print(json.dumps(result))
    if file:
        file.write_text(json.dumps(result, indent=1) + "\n")
