"""Event files for TensorBoard: one of its runs a seed, so that the curves of all seeds lie over each other.

PLACE/<run>/          settings, tags, verdicts, PNG pictures, and values that all seeds share
PLACE/<run>/seed-<n>/ the values of one seed, under the same names for every seed
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.compat.proto.types_pb2 import DT_STRING
from tensorboard.plugins.text.metadata import create_summary_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from reproductions.errors import RunRefused
from reproductions.exporting.contents import Contents
from reproductions.rundir import Artefact

__all__ = ["write"]


def write(contents: Contents, place: Path) -> tuple[Path, int]:
    """Write the run under `place`, whole or not at all; its folder, and how many artefacts it holds."""
    target, part = place / contents.run, place / f".{contents.run}.part"
    if target.exists():
        raise RunRefused(f"{target} is there already: remove it, or name another place")
    place.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(part, ignore_errors=True)
    pictures = [artefact for artefact in contents.artefacts if artefact.path.suffix == ".png"]
    try:
        for folder, events in {**_by_seed(contents), "": _shared(contents, pictures)}.items():
            writer = EventFileWriter(str(part / folder))
            for event in events:
                writer.add_event(event)
            writer.close()
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target, len(pictures)


def _by_seed(contents: Contents) -> dict[str, Iterator[Event]]:
    seeds = dict.fromkeys(point.seed for point in contents.points if point.seed is not None)
    return {f"seed-{seed}": _scalars(contents, seed) for seed in seeds}


def _shared(contents: Contents, pictures: list[Artefact]) -> Iterator[Event]:
    texts = {"settings": contents.settings, "tags": contents.tags, "verdicts": contents.verdicts}
    for name, rows in texts.items():
        if rows:
            yield _event(_text(name, rows), contents.began, 0)
    yield from _scalars(contents, None)
    for picture in pictures:
        yield _event(_image(picture), contents.ended, picture.step)


def _scalars(contents: Contents, seed: int | None) -> Iterator[Event]:
    for point in contents.points:
        if point.seed == seed:
            yield _event(Summary.Value(tag=point.name, simple_value=point.value), point.time, point.step)


def _event(value: Any, time: float, step: int) -> Event:
    return Event(wall_time=time, step=step, summary=Summary(value=[value]))


def _text(name: str, rows: Mapping[str, str]) -> Any:
    """A Markdown table, as the page for texts shows it."""
    lines = ["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows.items())]
    tensor = TensorProto(dtype=DT_STRING, string_val=["\n".join(lines).encode()])
    return Summary.Value(tag=name, metadata=create_summary_metadata(name, ""), tensor=tensor)


def _image(picture: Artefact) -> Any:
    """A PNG as it is; width and height stand in its bytes 16 to 24."""
    png = picture.path.read_bytes()
    width, height = (int.from_bytes(png[k : k + 4], "big") for k in (16, 20))
    image = Summary.Image(width=width, height=height, colorspace=1, encoded_image_string=png)
    return Summary.Value(tag=picture.name, image=image)
