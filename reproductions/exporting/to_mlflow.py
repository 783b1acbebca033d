"""A run in an MLflow store: PLACE/mlflow.db (SQLite) with PLACE/artifacts beside it; no server, no network.

One experiment a paper, one MLflow run for one of ours; the values of a seed stand under `<name>/seed-<n>`.
Show it with: mlflow server --backend-store-uri sqlite:///PLACE/mlflow.db (of the full `mlflow` package).
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from reproductions.errors import RunRefused
from reproductions.exporting.contents import Contents, Point

__all__ = ["log", "write"]

BATCH = 500  # values in one call: one by one, MLflow takes 26 a second
MOST = 100  # parameters or tags that it takes in one call
STATUS = {
    "done": "FINISHED", "failed": "FAILED", "running": "RUNNING",
    "starting": "SCHEDULED", "queued": "SCHEDULED",
}  # fmt: skip
Item = TypeVar("Item")


def write(contents: Contents, place: Path) -> tuple[Path, int]:
    """Write the run into the store under `place`; the store, and how many artefacts went into it."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # it would tell its makers of every use
    for needed in (
        "alembic",
        "sqlalchemy",
    ):  # the store is built with them; only the full package brings them
        import_module(needed)
    import mlflow.entities

    for noisy in ("alembic", "mlflow"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    place.mkdir(parents=True, exist_ok=True)
    store = place.resolve() / "mlflow.db"
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{store}")
    experiment = _experiment(client, contents.paper, store.parent / "artifacts")
    began = round(1000 * contents.began)
    if client.search_runs([experiment], f"attributes.run_name = '{contents.run}'"):
        raise RunRefused(f"{store} holds {contents.run} already: name another place")
    run = client.create_run(experiment, start_time=began, run_name=contents.run).info.run_id
    try:
        log(client, mlflow.entities, run, contents)
    except BaseException:
        client.delete_run(run)  # half a run must not pass for a whole one
        raise
    client.set_terminated(run, STATUS.get(contents.status, "KILLED"), round(1000 * contents.ended))
    return store, len(contents.artefacts)


def _experiment(client: Any, paper: str, artefacts: Path) -> str:
    found = client.get_experiment_by_name(paper)
    return str(found.experiment_id if found else client.create_experiment(paper, artefacts.as_uri()))


def log(client: Any, entities: Any, run: str, contents: Contents) -> None:
    """Hand everything to a client, in batches of what it takes at once."""
    params = [entities.Param(_name(name), value) for name, value in contents.settings.items()]
    told = {**contents.tags, **{f"verdict {claim}": text for claim, text in contents.verdicts.items()}}
    tags = [entities.RunTag(_name(name), value) for name, value in told.items()]
    metrics = [_metric(entities, point) for point in contents.points]
    for batch in _batches(params, MOST):
        client.log_batch(run, params=batch)
    for batch in _batches(tags, MOST):
        client.log_batch(run, tags=batch)
    for batch in _batches(metrics, BATCH):
        client.log_batch(run, metrics=batch)
    for artefact in contents.artefacts:
        client.log_artifact(run, str(artefact.path))


def _metric(entities: Any, point: Point) -> Any:
    name = _name(point.name) + ("" if point.seed is None else f"/seed-{point.seed}")
    return entities.Metric(name, point.value, round(1000 * point.time), point.step)


def _name(name: str) -> str:
    """A name in the letters that MLflow allows."""
    return re.sub(r"[^\w\-. :/]", "_", name)


def _batches(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
