"""Where each data set of the manifest stands on this machine, and how it gets there.

Light to import (no numpy, no torch), because `launch.estimate` asks what is here before a run starts.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reproductions.errors import DataCorrupt, DataMissing

__all__ = [
    "GENERATED",
    "Place",
    "download",
    "entry",
    "home",
    "locate",
    "manifest",
    "may_download",
    "verified",
]

GENERATED = "generated"  # the name that stands for "the reproduction makes its data itself"
MANIFEST = Path(__file__).with_name("manifest.yaml")


@dataclass(frozen=True)
class Place:
    """Where a data set stands on this machine, and what to do if it does not."""

    name: str
    present: bool
    folder: Path | None
    where: str
    substitute: str | None
    advice: str
    megabytes: float
    downloadable: bool = False


def home() -> Path:
    """The project's folder for this user: $KB_HOME, or the system's place for user data."""
    if os.environ.get("KB_HOME"):
        return Path(os.environ["KB_HOME"]).expanduser().resolve()
    if importlib.util.find_spec("platformdirs"):
        import platformdirs

        return Path(platformdirs.user_data_dir("timetested", appauthor=False))
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "timetested"


def may_download() -> bool:
    """Whether the network may be used: only after KB_OFFLINE=0 (or `--download`, which sets it)."""
    return os.environ.get("KB_OFFLINE", "1") == "0"


def manifest() -> dict[str, Any]:
    """All data sets by name; $KB_DATASETS_MANIFEST names another file than ours."""
    path = Path(os.environ.get("KB_DATASETS_MANIFEST") or MANIFEST)
    return _manifest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _manifest(path: Path, _mtime: int) -> dict[str, Any]:
    entries = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(entries, dict):
        raise DataCorrupt(f"{path}: expected a mapping of data sets, got {type(entries).__name__}")
    return entries


def locate(name: str) -> Place:
    """Where a data set is, without reading it; a file of the wrong length is DataCorrupt already here."""
    if name == GENERATED:
        return Place(name, True, None, "made by the run itself", None, "", 0.0)
    listed = entry(name)
    if not listed["files"]:
        return _carried(name, listed.get("needs"))
    folders = [root / listed["folder"] for root in _roots()]
    found = next((folder for folder in folders if _complete(folder, listed)), None)
    urls = bool(listed["urls"])
    allow = ", or allow the download with KB_OFFLINE=0" if urls else ""
    advice = f"put {listed['folder']}/ into a folder of $KB_DATASETS{allow}"
    megabytes = sum(file["bytes"] for file in listed["files"].values()) / 1e6
    where = str(found or "nowhere here")
    return Place(name, found is not None, found, where, listed.get("substitute"), advice, megabytes, urls)


def _carried(name: str, needs: dict[str, str] | None) -> Place:
    """A data set that comes with a package, or with this one."""
    if needs is None:
        return Place(name, True, None, "made by a simulation of our own", None, "", 0.0)
    present, package = importlib.util.find_spec(needs["module"]) is not None, needs["package"]
    return Place(name, present, None, f"carried by {package}", None, f"pip install {package}", 0.0)


def download(name: str) -> Path:
    """Fetch a data set into $KB_HOME/datasets; each file appears there only once its sha256 is right."""
    import pooch  # only here: a machine without it can still run on what it has

    pooch.get_logger().setLevel("WARNING")  # stderr belongs to the progress line
    listed = entry(name)
    folder = home() / "datasets" / listed["folder"]
    for file, wanted in listed["files"].items():
        if not (folder / file).exists():
            _download_file(pooch, file, wanted["sha256"], listed["urls"], folder)
    return folder


def _download_file(pooch: Any, file: str, sha256: str, urls: list[str], folder: Path) -> None:
    troubles = []
    for url in urls:
        try:
            pooch.retrieve(url=url + file, known_hash=f"sha256:{sha256}", fname=file, path=folder)
            return
        except ValueError as error:  # the sha256 is another: a wrong or cut body, and nothing was left behind
            raise DataCorrupt(
                f"{url}{file}: expected sha256 {sha256}; {_one_line(error)}; try again later"
            ) from error
        except (OSError, RuntimeError) as error:  # requests' own errors are OSErrors
            troubles.append(f"{url}{file}: {_one_line(error)}")
    raise DataMissing(
        f"{file} could not be downloaded: {'; '.join(troubles)}; put it into $KB_DATASETS by hand"
    )


def verified(path: Path, sha256: str) -> str:
    """The sha256 of a file if it is the one promised, else DataCorrupt."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != sha256:
        raise DataCorrupt(
            f"{path}: expected sha256 {sha256}, got {digest.hexdigest()}; delete the file and fetch it again"
        )
    return sha256


def _roots() -> list[Path]:
    listed = [Path(part) for part in os.environ.get("KB_DATASETS", "").split(os.pathsep) if part]
    return [*listed, home() / "datasets"]


def entry(name: str) -> dict[str, Any]:
    """What the manifest says of a data set; DataMissing where it has none of this name."""
    entries = manifest()
    if name not in entries:
        raise DataMissing(f"no data set {name!r}; there is {', '.join(entries)}", list(entries))
    return dict(entries[name])


def _complete(folder: Path, listed: dict[str, Any]) -> bool:
    files = {folder / file: wanted for file, wanted in listed["files"].items()}
    if not files or not all(path.exists() for path in files):
        return False
    for path, wanted in files.items():
        size = path.stat().st_size
        if size != wanted["bytes"]:
            raise DataCorrupt(
                f"{path}: expected {wanted['bytes']} bytes, got {size}; delete the file and fetch it again"
            )
    return True


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
