"""A run of ours for other programs to show: TensorBoard's event files, or an MLflow store.

The run folder stays the one truth; what is written here is a copy that nothing reads back. Each format is a
module with `write(contents, place)`, and needs its own extra; `contents` says what of a run goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from reproductions import rundir
from reproductions.errors import ReproductionError
from reproductions.exporting.contents import contents

__all__ = ["FORMATS", "Exported", "ExporterMissing", "export"]

FORMATS = ("tensorboard", "mlflow")


class ExporterMissing(ReproductionError):
    """The library that writes this format is not installed."""

    code = 6


@dataclass(frozen=True)
class Exported:
    """What was written and where; `left_out` are pictures of a kind that the format does not take."""

    run: str
    format: str
    place: Path
    points: int
    artefacts: int
    left_out: int


def export(run: rundir.Run, format: str, place: Path) -> Exported:
    """Write a run under the folder `place`. ExporterMissing, or RunRefused where the run is there already."""
    found = contents(run)
    try:
        writer = import_module(f"reproductions.exporting.to_{format}")
        with rundir.full_disk(place):
            target, artefacts = writer.write(found, place)
    except ModuleNotFoundError as error:
        raise ExporterMissing(
            f"{format} needs {error.name}, which is not installed: pip install 'timetested[{format}]'"
        ) from error
    return Exported(
        run=run.id,
        format=format,
        place=target,
        points=len(found.points),
        artefacts=artefacts,
        left_out=len(found.artefacts) - artefacts,
    )
