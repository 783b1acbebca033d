"""`python -m reproductions gan --preset cpu`: run a paper in the foreground, with a line of progress on
stderr.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from pathlib import Path
from typing import Any

from reproductions import catalog, launch, rundir
from reproductions.errors import BadOverride, ReproductionError, RunRefused, TorchMissing


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 0, or the code of the error."""
    _open_closed_streams()
    options = _parser().parse_args(arguments)
    try:
        return _record(options) if options.record else _run(options)
    except ReproductionError as error:
        near = f" (did you mean {', '.join(error.candidates[:3])}?)" if error.candidates else ""
        print(f"error: {error.message}{near}", file=sys.stderr)
        return error.code


def _open_closed_streams() -> None:
    """Print into the null device where whoever started us closed stdout or stderr (`2>&-`)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, open(null, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reproductions", description=__doc__)
    parser.add_argument("paper", nargs="?", default="gan", help="which paper: a folder here (%(default)s)")
    parser.add_argument("--preset", default="smoke", help="smoke, cpu, gpu or paper (%(default)s)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change one setting")
    parser.add_argument("--seed", type=int, default=0, help="the first seed (%(default)s)")
    parser.add_argument("--device", default=None, help="cpu or cuda (the best one here)")
    parser.add_argument(
        "--run-dir", type=Path, default=None, help="write the run here, not into the user's data folder"
    )
    parser.add_argument("--resume", type=Path, default=None, metavar="DIR", help="go on with this run")
    parser.add_argument(
        "--download", action="store_true", help="allow the download of a data set that is missing"
    )
    parser.add_argument(
        "--record", type=Path, default=None, metavar="DIR", help="enter this finished run into results/"
    )
    parser.add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--background", action="store_true", help=argparse.SUPPRESS)
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.download:
        os.environ["KB_OFFLINE"] = "0"
    if options.background:
        os.nice(5)  # the page that shows the run comes first
    shared = int(os.environ.get("WORLD_SIZE", "1")) > 1  # torchrun's word for how many processes there are
    path = None if shared else _folder(options)
    if importlib.util.find_spec("torch") is None:
        raise TorchMissing("running a paper needs PyTorch: pip install 'timetested[reproductions]'")
    progress = ProgressLine()
    try:
        path, record = _execute(path, progress) if path else _execute_shared(options, progress)
    finally:
        progress.close()
    if os.environ.get("RANK", "0") == "0":
        ended = ", ".join(filter(None, (record["status"], rundir.Run.read(path).stopped())))
        print(f"{ended}: {path}", file=sys.stderr)
        if record["status"] == "done":
            _print_measurements(path)
    return 0 if record["status"] == "done" else 130


def _execute(path: Path, progress: ProgressLine) -> tuple[Path, dict[str, Any]]:
    from reproductions.harness.execution import execute

    launch.refuse_alone(rundir.Run.read(path))
    return path, execute(path, progress, signals=True)


def _execute_shared(options: argparse.Namespace, progress: ProgressLine) -> tuple[Path, dict[str, Any]]:
    from reproductions.places_to_run.ranks import Ranks

    with Ranks.join() as ranks:
        path = ranks.agree(lambda: _folder(options))
        return path, ranks.execute(path, progress)


def _folder(options: argparse.Namespace) -> Path:
    if options.resume:
        path = options.resume.resolve()
        run = rundir.Run.read(path)
        if run.status in ("done", "unreadable"):
            raise RunRefused(f"{path}: {run.problem or 'the run is done'}; there is nothing to resume")
        (path / "cancel").unlink(missing_ok=True)
        return path
    if options.prepared:
        return Path(options.run_dir)
    config = catalog.configure(options.paper, options.preset, _overrides(options.set), options.seed)
    told = launch.estimate(options.paper, options.preset, options.device)
    print(f"{options.paper} {options.preset} on {told.device}: {told.note}", file=sys.stderr)
    path = options.run_dir.resolve() if options.run_dir else None
    return launch.prepare(options.paper, options.preset, config, told.device, path)


def _overrides(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    for name, sign, _ in split:
        if not sign:
            raise BadOverride(f"--set {name}: expected NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in split}


class ProgressLine:
    """One line on stderr that refreshes itself on a terminal; elsewhere a plain line every few seconds."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = 0.0

    def __call__(self, event: dict[str, Any]) -> None:
        pause = 0.2 if self._live else 5.0
        if time.monotonic() - self._last < pause and "event" not in event:
            return
        if event.get("rate") or "event" in event:  # the first has no rate yet
            self._last = time.monotonic()
        line = _sentence(event)
        print(
            f"\r\033[K{line}" if self._live else line,
            end="" if self._live else "\n",
            file=sys.stderr,
            flush=True,
        )

    def close(self) -> None:
        """Leave the cursor on a fresh line."""
        if self._live and self._last:
            print(file=sys.stderr)


def _sentence(event: dict[str, Any]) -> str:
    if "event" in event:
        return f"step {event['step']}: {event['event']}"
    parts = [f"{event['fraction']:4.0%}", f"step {event['step']}/{event['steps']}"]
    if event.get("rate"):
        parts.append(f"{event['rate']:,.0f} {event['unit']}/s")
    if event.get("eta") is not None:
        end = time.strftime("%H:%M:%S", time.localtime(time.time() + event["eta"]))
        parts.append(f"{event['eta']:.0f} s to go, until {end}")
    for name, values in list(event["values"].items())[:3]:
        finite = [value for value in (values if isinstance(values, list) else [values]) if value is not None]
        parts.append(f"{name} {sum(finite) / len(finite):.3g}" if finite else f"{name} not finite")
    return "  ".join(parts)


def _print_measurements(path: Path) -> None:
    found = rundir.read_json(path / "measurements.json")
    for name, measure in found["measures"].items():
        ends = " [{:.4g}, {:.4g}]".format(*measure["interval"]) if measure["interval"] else ""
        print(f"{name}\t{measure['mean']:.4g}{ends}\t{measure['unit']}\t{measure['about']}")
    for name, claim in found["claims"].items():
        print(f"{name}\t{claim['verdict']}\t{claim['because']}; control: {claim['control']}")


def _record(options: argparse.Namespace) -> int:
    from reproductions import ledger

    print(ledger.record(options.record.resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
