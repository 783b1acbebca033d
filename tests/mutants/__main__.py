"""`python -m tests.mutants`: a sample of faults by a seed, each held against the tests of its module.

Exit code 1 where fewer of them are noticed than --at-least. A fault that makes a test run on for ever is
noticed, too: who runs it sees that.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mirror import ROOT, tests_of
from tests.mutants.mutations import Mutation, mutations

CODE = ("kb", "reproductions", "explorer/links")
PATIENCE = 90.0  # seconds for the tests of one fault
NEEDED = (
    "kb", "reproductions", "explorer", "tests", "data", "docs", "benchmarks", "pyproject.toml", "README.md",
)  # fmt: skip

ENDLESS = "(no end)"
Fault = tuple[Path, Mutation]


def sample(n: int, seed: int) -> list[Fault]:
    """`n` faults, each place in the code as likely as any other."""
    files = sorted(file for name in CODE for file in (ROOT / name).rglob("*.py"))
    every = [
        (file.relative_to(ROOT), fault) for file in files for fault in mutations(file.read_text("utf-8"))
    ]
    return random.Random(seed).sample(every, n)


def noticed(fault: Fault, copy: Path) -> bool:
    """Whether a test of its module fails with a fault in the copy, and passes without."""
    module, mutation = fault
    before = (copy / module).read_text("utf-8")
    (copy / module).write_text(mutation.text(before), "utf-8")
    try:
        failed = _failing(tests_of(module), copy)
    finally:
        (copy / module).write_text(before, "utf-8")
    if failed and failed != ENDLESS and _failing([failed], copy):
        raise SystemExit(f"{failed} fails without any fault: mend that first")
    return failed is not None


def _failing(tests: list[str], copy: Path) -> str | None:
    """The first of these tests that fails, or the file that cannot even be read; None where all pass."""
    quiet = ("-x", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *quiet, *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "KB_COMPILE": "0"}
    with subprocess.Popen(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    ) as tests_run:  # fmt: skip
        try:
            said, _ = tests_run.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(tests_run.pid, 9)
            return ENDLESS
    found = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
    return (found[1] if found else tests[0]) if tests_run.returncode else None


def copies(n: int, place: Path) -> SimpleQueue[Path]:
    """Copies of the checkout to put faults into, one for each of the processes that run at once."""
    free: SimpleQueue[Path] = SimpleQueue()
    for number in range(n):
        for name in NEEDED:
            source, target = ROOT / name, place / str(number) / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        _under_git(place / str(number))
        free.put(place / str(number))
    return free


def _under_git(copy: Path) -> None:
    """A history of one commit: some answers (`kb blame`) come from git, and their tests need one."""
    git = ("git", "-C", str(copy), "-c", "user.name=mutants", "-c", "user.email=mutants@localhost")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "before the faults")):
        subprocess.run([*git, *words], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Take the sample, print each fault that no test notices, then the share."""
    asked = _parser().parse_args()
    chosen, began = sample(asked.number, asked.seed), time.monotonic()
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(asked.jobs) as workers:
        free = copies(asked.jobs, Path(place))

        def judge(fault: Fault) -> bool:
            copy = free.get()
            try:
                found = noticed(fault, copy)
            finally:
                free.put(copy)
            print(f"{'noticed ' if found else 'SURVIVES'} {_told(fault)}", flush=True)
            return found

        caught = sum(workers.map(judge, chosen))
    share = caught / len(chosen)
    seconds = time.monotonic() - began
    print(f"{caught} of {len(chosen)} noticed ({share:.0%}), seed {asked.seed}, {seconds:.0f} s")
    return 0 if share >= asked.at_least else 1


def _told(fault: Fault) -> str:
    module, mutation = fault
    return f"{module}:{mutation.line}: {mutation.old[:60]}  ->  {mutation.new[:60]}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("-n", "--number", type=int, default=100, help="how many faults (%(default)s)")
    parser.add_argument("--seed", type=int, default=20261129, help="of the sample (%(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once (%(default)s)")
    parser.add_argument("--at-least", type=float, default=0.85, help="the share to notice (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
