"""Asking a network that was trained here: what a paper can be asked, which runs can answer, and the answer.

A paper that can be asked has a `demonstration.py` beside its story: ABOUT, FIELDS and TEXTS as plain
literals, which are read without importing torch, and `answer(config, state, data, asked, sheet)`. The answer
is made in a process of its own from the run's checkpoint (`python -m reproductions.demonstrating RUN --ask
JSON -o DIR`), so that whoever asks needs no torch, and a broken checkpoint breaks nothing else.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reproductions import catalog, launch, rundir
from reproductions.errors import BadOverride, DataMissing, ReproductionError, RunRefused, TorchMissing
from reproductions.literals import literals

__all__ = [
    "Answer",
    "Demonstration",
    "Field",
    "Picture",
    "ask",
    "checked",
    "demonstrations",
    "perform",
    "ready",
]

FILE = "demonstration.py"
HEADER = ("ABOUT", "FIELDS", "TEXTS")
PATIENCE = 120.0  # seconds; an answer takes two or three, most of them for starting torch
LONGEST = 4000  # characters of a text


@dataclass(frozen=True)
class Field:
    """Something one may choose: a whole number within limits, or a text (then both limits are None).

    What depends on the training is taken from a run's settings (``fitted``): ``most_in`` names the one that
    limits the field, ``default_in`` the one up to which the network was trained. Where that is 0, as
    published, ``published`` says how far that is, by the value of another setting.
    """

    name: str
    about: str
    default: int | str
    least: int | None = None
    most: int | None = None
    most_in: str | None = None
    default_in: str | None = None
    published: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def fitted(self, config: Mapping[str, Any]) -> Field:
        """This field for a network that was trained with these settings."""
        if self.least is None or self.most is None:
            return self
        most = int(config.get(self.most_in or "") or self.most)
        trained = [table.get(config.get(name)) for name, table in self.published.items()]
        default = int(config.get(self.default_in or "") or next(filter(None, trained), self.default))
        limits = max(self.least, min(most, self.most))
        return replace(self, default=max(self.least, min(default, limits)), most=limits)


@dataclass(frozen=True)
class Demonstration:
    """What a paper can be asked; ``texts`` are the words of its answers by key, in English."""

    paper: str
    about: str
    fields: tuple[Field, ...]
    texts: dict[str, str]

    def fitted(self, config: Mapping[str, Any]) -> Demonstration:
        """The same for a network that was trained with these settings."""
        return replace(self, fields=tuple(one.fitted(config) for one in self.fields))


@dataclass(frozen=True)
class Picture:
    """A picture of an answer: its key, its file ending (.png or .svg) and its bytes."""

    name: str
    ending: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What came out: facts by key, and pictures in their order."""

    facts: dict[str, Any]
    pictures: tuple[Picture, ...]


def demonstrations() -> dict[str, Demonstration]:
    """All papers that can be asked, by id; read without importing torch."""
    found = {paper: known.folder / FILE for paper, known in catalog.catalog().items()}
    return {paper: _read(paper, file) for paper, file in found.items() if file.is_file()}


def _read(paper: str, file: Path) -> Demonstration:
    header = literals(file, HEADER)
    fields = tuple(Field(name, **about) for name, about in header["FIELDS"].items())
    return Demonstration(paper, header["ABOUT"], fields, header["TEXTS"])


def ready(paper: str) -> list[launch.Run]:
    """Finished runs of a paper on this machine that still have their checkpoint, newest first."""
    return [run for run in launch.runs(paper) if run.status == "done" and _checkpoint(run.path).is_file()]


def _checkpoint(run: Path) -> Path:
    return run / "checkpoints" / "last.pt"


def checked(demonstration: Demonstration, asked: Mapping[str, Any]) -> dict[str, int | str]:
    """The question whole, defaults for what was left out. Raises BadOverride for what cannot be asked."""
    known = {one.name: one for one in demonstration.fields}
    for name in asked:
        if name not in known:
            raise BadOverride(f"{demonstration.paper} cannot be asked for {name!r}; {', '.join(known)} can")
    return {name: _value(one, asked.get(name, one.default)) for name, one in known.items()}


def _value(field: Field, value: Any) -> int | str:
    if field.least is None or field.most is None:
        if not isinstance(value, str) or len(value) > LONGEST:
            raise BadOverride(f"{field.name}: expected a text of at most {LONGEST:,} characters")
        return value
    if not isinstance(value, int) or isinstance(value, bool) or not field.least <= value <= field.most:
        raise BadOverride(
            f"{field.name}: expected a whole number from {field.least} to {field.most}, got {value!r}"
        )
    return value


def ask(run_id: str, asked: Mapping[str, Any]) -> Answer:
    """What the network of a run answers. Raises BadOverride, UnknownRun, RunRefused, or what the run says."""
    run = launch.load(run_id)
    known = demonstrations().get(run.paper)
    if known is None:
        raise RunRefused(f"{run.paper}: nothing can be asked of it yet")
    if not _checkpoint(run.path).is_file():
        raise RunRefused(f"{run_id}: its checkpoint is gone; run it again and then ask")
    question = checked(known.fitted(run.record.get("config") or {}), asked)
    with tempfile.TemporaryDirectory() as out:
        _answered(run.path, question, Path(out))
        return collected(Path(out))


def _answered(run: Path, question: Mapping[str, Any], out: Path) -> None:
    command = [sys.executable, "-m", "reproductions.demonstrating", str(run)]
    command += ["--ask", json.dumps(question), "-o", str(out)]
    root = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": paths, "KB_COMPILE": "0", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ReproductionError(f"no answer within {PATIENCE:.0f} s") from late
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["the process ended without a word"])[-1]
        raise ReproductionError(last.removeprefix("error: "))


def collected(out: Path) -> Answer:
    """The answer that `perform` wrote to a folder."""
    told = json.loads((out / "answer.json").read_text("utf-8"))
    pictures = [out / name for name in told["pictures"]]
    return Answer(told["facts"], tuple(Picture(p.stem, p.suffix, p.read_bytes()) for p in pictures))


class Sheet:
    """Where an answer puts its pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pictures: list[str] = []

    def image(self, name: str, images: Any, columns: int, scale: int = 2) -> None:
        """Images [n, height, width] from 0 to 1 as one PNG."""
        from reproductions.pictures import png

        png.write(self.folder / f"{name}.png", png.tile(images, columns, scale))
        self.pictures.append(f"{name}.png")

    def heatmap(self, name: str, matrix: Any, title: str, **labels: Any) -> None:
        """A matrix [rows, columns] as shades; ``labels`` as `pictures.heatmap` takes them."""
        from reproductions.pictures.heatmap import heatmap

        (self.folder / f"{name}.svg").write_text(heatmap(matrix, title, **labels), "utf-8")
        self.pictures.append(f"{name}.svg")


def perform(run: Path, question: dict[str, Any], out: Path) -> None:
    """The answer of a run's network to a whole question, made in this process and written to a folder."""
    try:
        import torch

        from reproductions import datasets
        from reproductions.harness import checkpoint
    except ModuleNotFoundError as missing:
        raise TorchMissing(
            f"asking a network needs {missing.name}: pip install 'timetested[reproductions]'"
        ) from None
    record = rundir.read_json(run / "run.json")
    state = checkpoint.load(_checkpoint(run))
    if state is None:
        raise RunRefused(f"{run}: it has no checkpoint")
    name = (record.get("data") or {}).get("name", record["config"]["dataset"])
    data = datasets.load(record["config"]["dataset"])
    if data.record["name"] != name:
        raise DataMissing(f"this network was trained on {name}, which is not on this machine now")
    folder = catalog.find(record["paper"]).folder.name
    demonstration = importlib.import_module(f"reproductions.{folder}.demonstration")
    torch.set_num_threads(1)
    sheet = Sheet(out)
    with torch.inference_mode():
        facts = demonstration.answer(record["config"], state, data, question, sheet)
    rundir.write_json(out / "answer.json", {"facts": facts, "pictures": sheet.pictures})


def main() -> int:
    """The command that `ask` starts."""
    parser = argparse.ArgumentParser(prog="python -m reproductions.demonstrating", description=__doc__)
    parser.add_argument("run", type=Path, help="the folder of a finished run")
    parser.add_argument("--ask", default="{}", help="the question as JSON, e.g. '{\"seed\": 3}'")
    parser.add_argument("-o", "--out", type=Path, required=True, help="an empty folder for the answer")
    options = parser.parse_args()
    try:
        record = rundir.read_json(options.run / "run.json")
        known = demonstrations()[record["paper"]].fitted(record["config"])
        perform(options.run, checked(known, json.loads(options.ask)), options.out)
    except (ReproductionError, OSError, ValueError, KeyError) as error:
        print(f"error: {getattr(error, 'message', None) or error}", file=sys.stderr)
        return getattr(error, "code", 1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
