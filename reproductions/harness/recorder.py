"""The writing side of a run folder: events, pictures, checkpoints; and when to stop."""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch

from reproductions import rundir
from reproductions.harness import checkpoint
from reproductions.pictures import png
from reproductions.pictures.curves import Series, curves
from reproductions.pictures.heatmap import heatmap
from reproductions.stopped import Stopped

__all__ = ["Cancelled", "Recorder", "plain"]

Echo = Callable[[dict[str, Any]], None]


class Cancelled(Exception):
    """The run was asked to stop (the file `cancel`, SIGTERM or Ctrl-C), and its state is saved."""


class Recorder:
    """What a reproduction writes through while it trains.

    `steps` is the number of steps of the whole run and `per_step` the number of items (images, sequences)
    that one step trains on over all seeds; rate and time to go follow from them. Seconds are seconds of
    training, summed over the pieces of a resumed run.
    """

    def __init__(self, path: Path, echo: Echo | None = None) -> None:
        self.path = path
        self.state = checkpoint.load(path / "checkpoints" / "last.pt")
        self.steps, self.per_step, self.budget, self.unit = 1, 1, math.inf, "steps"
        self.length: tuple[int, str] = (1, "steps")
        self.reached = int((self.state or {}).get("step", 0))
        self._echo = echo or (lambda event: None)
        self._handlers: dict[int, Any] = {}
        self._before = float((self.state or {}).get("elapsed", 0.0))
        self._began = self._saved = time.monotonic()
        self._mark = (self.reached, self._before)
        self._asked = False
        self._metrics = _reopen(path / "metrics.jsonl", self.reached if self.state else None)

    def begin(
        self,
        *,
        steps: int,
        per_step: int,
        budget: float,
        unit: str,
        length: tuple[int, str] | None = None,
    ) -> None:
        """Start the clock; `budget` in seconds of training (0 for none).

        `length` says all steps in the words of the paper, such as (50, "epochs").
        """
        self.steps, self.per_step, self.budget, self.unit = steps, per_step, budget or math.inf, unit
        self.length = length or (steps, "steps")
        self._began = self._saved = time.monotonic()
        self.update(steps=steps, unit=unit)

    def listen(self) -> None:
        """End cleanly on SIGTERM and Ctrl-C, until `close`: the loop sees it at its next step."""
        for number in (signal.SIGTERM, signal.SIGINT):
            self._handlers[number] = signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: Any) -> None:
        self._asked = True

    @property
    def elapsed(self) -> float:
        """Seconds of training so far."""
        return self._before + time.monotonic() - self._began

    @property
    def cancelled(self) -> bool:
        """Whether the run was asked to stop."""
        return self._asked or (self.path / "cancel").exists()

    def out_of_time(self) -> bool:
        """Whether the time budget is used up: train no further, then evaluate."""
        return self.elapsed >= self.budget

    def trained(self) -> float:
        """Note the end of the training, and whether the time limit brought it; returns its seconds."""
        seconds = self.elapsed
        stopped = None
        if self.reached < self.steps and seconds >= self.budget:
            whole, unit = self.length
            stopped = Stopped(self.reached * whole // self.steps, whole, unit, self.budget)
            self.phase(self.reached, str(stopped))
        self.update(stopped=stopped and stopped.record())
        return seconds

    def log(self, step: int, **values: Any) -> None:
        """Write one event: values per seed (tensor [seeds], list or number), with rate and time to go."""
        self.reached, elapsed = step, self.elapsed
        steps, seconds = step - self._mark[0], elapsed - self._mark[1]
        rate = steps * self.per_step / seconds if steps > 0 and seconds > 0 else None
        if steps > 0:
            self._mark = (step, elapsed)
        left = (
            min((self.steps - step) * self.per_step / rate, max(0.0, self.budget - elapsed)) if rate else None
        )
        self._write({"step": step, "t": elapsed, "rate": rate, "eta": left, "values": values})

    def phase(self, step: int, name: str) -> None:
        """Write that another phase begins ("evaluating")."""
        self._write({"step": step, "t": self.elapsed, "event": name})

    def _write(self, event: dict[str, Any]) -> None:
        event = plain({**event, "fraction": min(1.0, event["step"] / self.steps)})
        self._metrics.write(json.dumps(event, allow_nan=False) + "\n")
        self._echo({**event, "steps": self.steps, "unit": self.unit})

    def checkpoint(self, step: int, state: Callable[[], dict[str, Any]], every: float = 0.0) -> None:
        """Save the state if `every` seconds have passed since the last time."""
        self.reached = step
        if time.monotonic() - self._saved < every:
            return
        saved = {**state(), "step": step, "elapsed": self.elapsed}
        checkpoint.save(self.path / "checkpoints" / "last.pt", saved)
        self._saved = time.monotonic()

    def image(
        self, name: str, images: np.ndarray, columns: int, title: str, step: int, scale: int = 2
    ) -> None:
        """Save a sheet of images [n, height, width] as PNG, the same numbers as .npz, and list both."""
        png.write(self.path / "artefacts" / f"{name}.png", png.tile(images, columns, scale))
        self._list(name, f"{name}.png", "image", title, step)
        self._beside(name, title, step, images=np.rint(images * 255).astype(np.uint8))

    def heatmap(self, name: str, matrix: np.ndarray, title: str, step: int, **labels: Any) -> None:
        """Save a matrix [rows, columns] as shades; `labels` as `pictures.heatmap` takes them."""
        self._drawing(name, heatmap(matrix, title, **labels), title, step)
        self._beside(name, title, step, matrix=matrix)

    def curves(self, name: str, series: Series, title: str, step: int, **labels: Any) -> None:
        """Save curves {label: (x [n], y [seeds, n])}; `labels` as `pictures.curves` takes them."""
        self._drawing(name, curves(series, title, **labels), title, step)
        arrays = {
            f"{label}: {axis}": part
            for label, pair in series.items()
            for axis, part in zip("xy", pair, strict=True)
        }
        self._beside(name, title, step, **arrays)

    def _drawing(self, name: str, svg: str, title: str, step: int) -> None:
        part = self.path / "artefacts" / f".{name}.part.svg"
        part.write_text(svg, "utf-8")
        part.replace(part.with_name(f"{name}.svg"))
        self._list(name, f"{name}.svg", "image", title, step)

    def _beside(self, name: str, title: str, step: int, **arrays: np.ndarray) -> None:
        """The numbers of a picture, beside it as .npz."""
        part = self.path / "artefacts" / f".{name}.part.npz"
        np.savez_compressed(part, **arrays)  # type: ignore[arg-type]  # names are free, also "file"
        part.replace(part.with_name(f"{name}.npz"))
        self._list(f"{name}-data", f"{name}.npz", "data", title, step)

    def _list(self, name: str, path: str, kind: str, title: str, step: int) -> None:
        index = self.path / "artefacts" / "index.json"
        rows = rundir.read_json(index)["artefacts"] if index.exists() else []
        rows = [row for row in rows if row["name"] != name]
        rows.append({"name": name, "path": path, "kind": kind, "title": title, "step": step})
        rundir.write_json(index, {"artefacts": rows})

    def events(self) -> list[dict[str, Any]]:
        """All events so far, those before a resume included."""
        return [json.loads(line) for line in _whole_lines(self.path / "metrics.jsonl")]

    def update(self, **fields: Any) -> None:
        """Change fields of run.json."""
        path = self.path / "run.json"
        rundir.write_json(path, {**rundir.read_json(path), **plain(fields)})

    def close(self) -> None:
        """Close the stream of events, and let go of the signals.

        What a full disk did not take was reported when it was written.
        """
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()
        with contextlib.suppress(OSError):
            self._metrics.close()


def plain(value: Any) -> Any:
    """Tensors, arrays and containers as JSON has them; a number that is not finite becomes null."""
    if isinstance(value, torch.Tensor | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(f"{value:.7g}") if math.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def _reopen(path: Path, step: int | None) -> TextIO:
    """The stream of events, cut back to the step of the checkpoint, so that none appears twice.

    Without a checkpoint the run begins anew, and so does the stream.
    """
    kept = [
        line
        for line in (_whole_lines(path) if step is not None else ())
        if json.loads(line)["step"] <= step and "event" not in json.loads(line)
    ]
    if path.exists() and not path.is_symlink():
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.write_text("".join(kept), "utf-8")
        part.replace(path)
    return path.open("a", buffering=1, encoding="utf-8")


def _whole_lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
    return [line for line in lines if line.endswith("\n") and line.startswith("{")]
