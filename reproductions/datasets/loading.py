"""From the name of a data set to its data, with a record of what was really loaded."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from reproductions.datasets import places
from reproductions.errors import DataMissing

__all__ = ["Generated", "load"]


@dataclass(frozen=True)
class Generated:
    """No data but what the reproduction makes from its seeds."""

    record: dict[str, Any]


def load(name: str) -> Any:
    """The data set, or its stand-in (then `record["substitute_for"]` says so); DataMissing, DataCorrupt.

    What comes back depends on the loader; all have `record`: name, title, licence, sha256 of every file.
    """
    if name == places.GENERATED:
        title = "made by the reproduction from its seeds"
        return Generated({"name": name, "title": title, "licence": "", "substitute_for": None, "sha256": {}})
    place = places.locate(name)
    folder = place.folder
    if not place.present and place.downloadable and places.may_download():
        folder = places.download(name)
    elif not place.present and place.substitute is None:
        raise DataMissing(f"{name}: not on this machine, and nothing stands in for it; {place.advice}")
    elif not place.present:
        stand_in = load(str(place.substitute))
        stand_in.record["substitute_for"] = name
        return stand_in
    entry = places.entry(name)
    files = entry["files"].items() if folder else ()
    sums = {file: places.verified(folder / file, wanted["sha256"]) for file, wanted in files if folder}
    record = {"name": name, "title": entry["title"], "licence": entry["licence"], "substitute_for": None}
    return _loader(entry["loader"])(folder, record | {"sha256": sums})


def _loader(named: str) -> Any:
    """The function `module.function` of this package."""
    module, _, function = named.partition(".")
    return getattr(importlib.import_module(f"reproductions.datasets.{module}"), function)
