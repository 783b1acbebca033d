"""A run shared among the processes that torchrun (or Slurm) started: every rank trains some of the seeds.

Seeds are independent, so no gradient is exchanged. Each rank trains its share in a run folder of its own,
`ranks/<k>`; rank 0 then puts the checkpoints and the events together, as one process would have left them,
and goes on alone: it finds the training done, and measures. A time limit ends each rank for itself, so the
run counts as trained for as many updates as the slowest.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as group

from reproductions import catalog, rundir
from reproductions.errors import ReproductionError, RunRefused
from reproductions.harness import checkpoint
from reproductions.harness.execution import announce, close, execute
from reproductions.harness.recorder import Echo

__all__ = ["Ranks", "merged_events", "refuse", "share"]

LONGEST = timedelta(days=30)  # that a rank waits for the slowest; one that dies is noticed at once


@dataclass(frozen=True)
class Ranks:
    """This process among `world` others; made by `join`, from the environment that torchrun sets."""

    rank: int
    world: int

    @classmethod
    def join(cls) -> Ranks:
        """Meet the other ranks at MASTER_ADDR, and take the GPU of this rank where there is one."""
        group.init_process_group("gloo", timeout=LONGEST)
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        return cls(group.get_rank(), group.get_world_size())

    def __enter__(self) -> Ranks:
        return self

    def __exit__(self, *_error: object) -> None:
        group.destroy_process_group()

    def agree(self, find: Callable[[], Path]) -> Path:
        """The run folder that rank 0 finds; what it cannot have, no rank can."""
        found: list[Any] = [None]
        if self.rank == 0:
            try:
                found = [find()]
                refuse(found[0], self.world)
            except ReproductionError as error:
                found = [error]
        group.broadcast_object_list(found)
        if isinstance(found[0], ReproductionError):
            raise found[0]
        return Path(found[0])

    def execute(self, path: Path, echo: Echo | None = None) -> dict[str, Any]:
        """Train the share of this rank; rank 0 also merges and measures. Returns the run.json as it ends."""
        record = rundir.read_json(path / "run.json")
        if self.rank:
            own = execute(self._folder(path, record), signals=True, measure=False)
            self._outcomes(own["status"])
            return own
        announce(path, record)
        _update(path, ranks=self.world)
        ended: dict[str, Any] = {"status": "failed", "error": "a rank ended without a word; see log.txt"}
        try:
            own = execute(self._folder(path, record), _live(path, echo), signals=True, measure=False)
            if set(self._outcomes(own["status"])) == {"done"}:
                _merge(path, self.world)
                return execute(path, echo, signals=True)
            ended = {"status": "cancelled", "error": None}
        except ReproductionError as error:
            ended["error"] = error.message
            raise
        finally:
            if rundir.read_json(path / "run.json")["status"] == "running":
                close(path, ended)
        return rundir.read_json(path / "run.json")

    def _outcomes(self, status: str) -> list[str]:
        outcomes = [""] * self.world
        group.all_gather_object(outcomes, status)
        return outcomes

    def _folder(self, path: Path, record: dict[str, Any]) -> Path:
        """The run folder of this rank's share, made or found again."""
        folder = path / "ranks" / str(self.rank)
        for name in ("artefacts", "checkpoints"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if not (folder / "run.json").exists():
            config = record["config"] | share(record["config"], self.rank, self.world)
            rundir.write_json(folder / "run.json", {**record, "config": config})
        if not (folder / "cancel").is_symlink():
            (folder / "cancel").symlink_to(Path("../../cancel"))  # who cancels the run cancels every rank
        if self.rank == 0:
            _show(path)
        return folder


def share(config: dict[str, Any], rank: int, world: int) -> dict[str, int]:
    """The seeds of one rank: neighbours, and no rank has more than one seed more than another.

    >>> [share({"seed": 10, "seeds": 5}, rank, 2) for rank in (0, 1)]
    [{'seed': 10, 'seeds': 2}, {'seed': 12, 'seeds': 3}]
    """
    begin, end = (config["seeds"] * k // world for k in (rank, rank + 1))
    return {"seed": config["seed"] + begin, "seeds": end - begin}


def refuse(path: Path, world: int) -> None:
    """RunRefused for a run that `world` ranks cannot train together."""
    record = rundir.read_json(path / "run.json")
    story = catalog.find(record["paper"])
    before = record.get("ranks") or (world if not (path / "metrics.jsonl").exists() else 1)
    if not (story.folder / "merging.py").exists():
        raise RunRefused(
            f"{story.id} trains in one process: it has no merging.py for what ranks have trained"
        )
    if record["config"]["seeds"] < world:
        raise RunRefused(
            f"{world} ranks cannot share {record['config']['seeds']} seed(s): --set seeds={world}"
        )
    if before != world:
        raise RunRefused(f"{path} was begun on {before} rank(s): go on with as many")


def _show(path: Path) -> None:
    """While rank 0 trains, the run shows rank 0's events and pictures."""
    if not (path / "metrics.jsonl").exists():
        (path / "metrics.jsonl").symlink_to(Path("ranks/0/metrics.jsonl"))
    if not (path / "artefacts").is_symlink():
        (path / "artefacts").rmdir()
        (path / "artefacts").symlink_to(Path("ranks/0/artefacts"), target_is_directory=True)


def _live(path: Path, echo: Echo | None) -> Echo:
    known: list[int] = []

    def hear(event: dict[str, Any]) -> None:
        if not known:
            known.append(1)
            _update(path, steps=event["steps"], unit=event["unit"])
        if echo:
            echo(event)

    return hear


def _update(path: Path, **fields: Any) -> None:
    rundir.write_json(path / "run.json", {**rundir.read_json(path / "run.json"), **fields})


def _merge(path: Path, world: int) -> None:
    """Leave the checkpoint and the events in `path` that one process would have left."""
    folders = [path / "ranks" / str(rank) for rank in range(world)]
    record = rundir.read_json(path / "run.json")
    story = importlib.import_module(f"reproductions.{catalog.find(record['paper']).folder.name}.merging")
    states = [checkpoint.load(folder / "checkpoints" / "last.pt") or {} for folder in folders]
    clock = {"step": min(state["step"] for state in states), "elapsed": max(s["elapsed"] for s in states)}
    checkpoint.save(path / "checkpoints" / "last.pt", story.merge(states) | clock)
    events = merged_events([rundir.Run.read(folder).metrics()[0] for folder in folders])
    part = path / ".metrics.jsonl.part"
    part.write_text("".join(json.dumps(event, allow_nan=False) + "\n" for event in events), "utf-8")
    part.replace(path / "metrics.jsonl")


def merged_events(ranks: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The events of steps that every rank logged: values of all seeds, summed rates, the latest clock."""
    by_step = [{event["step"]: event for event in events if "values" in event} for events in ranks]
    steps = sorted(set.intersection(*(set(events) for events in by_step)))
    return [_together([events[step] for events in by_step]) for step in steps]


def _together(events: list[dict[str, Any]]) -> dict[str, Any]:
    names = [name for name in events[0]["values"] if all(name in event["values"] for event in events)]
    values = {name: _joined([event["values"][name] for event in events]) for name in names}
    rates = [event["rate"] for event in events]
    return {
        **max(events, key=lambda event: event["t"]),
        "rate": sum(rates) if all(rates) else None,
        "values": values,
    }


def _joined(values: list[Any]) -> Any:
    """Values per seed, one rank's after the other's; of a single number, that of rank 0."""
    return [value for part in values for value in part] if isinstance(values[0], list) else values[0]
