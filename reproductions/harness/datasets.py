"""Data sets by name: found on this machine, downloaded and checked, or replaced in the open by a stand-in.

A file that is there and is not what its sha256 promises stops the run (DataCorrupt): it is never quietly
replaced. Light to import (no numpy, no torch), because `launch.estimate` asks it what is here.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import math
import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from reproductions.errors import DataCorrupt, DataMissing

if TYPE_CHECKING:
    import numpy as np

MANIFEST = Path(__file__).with_name("datasets.yaml")


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


@dataclass(frozen=True)
class Images:
    """Grey images [n, height * width] in [0, 1], float32, split once for all; `record` says what they are."""

    train: np.ndarray
    valid: np.ndarray
    test: np.ndarray
    height: int
    width: int
    record: dict[str, Any]


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
    entry = _entry(name)
    folders = [Path(root) / entry["folder"] for root in _roots()]
    found = next((folder for folder in folders if _complete(folder, entry)), None)
    if not entry["files"]:  # carried by a library
        present, where = importlib.util.find_spec("sklearn") is not None, "carried by scikit-learn"
        advice = "pip install scikit-learn"
    else:
        present, where = found is not None, str(found or "nowhere here")
        advice = (
            f"put {entry['folder']}/ into a folder of $KB_DATASETS, or allow the download with KB_OFFLINE=0"
        )
    megabytes = sum(file["bytes"] for file in entry["files"].values()) / 1e6
    return Place(name, present, found, where, entry.get("substitute"), advice, megabytes)


def load(name: str) -> Images:
    """The images of a data set, or of its stand-in (then `record["substitute_for"]` says so)."""
    place = locate(name)
    folder = place.folder
    if not place.present and place.megabytes and may_download():
        folder = download(name)
    elif not place.present and place.substitute is None:
        raise DataMissing(f"{name}: not on this machine, and nothing stands in for it; {place.advice}")
    elif not place.present:
        stand_in = load(str(place.substitute))
        return Images(**{**vars(stand_in), "record": {**stand_in.record, "substitute_for": name}})
    entry = _entry(name)
    sums = {
        file: verified(folder / file, wanted["sha256"]) for file, wanted in entry["files"].items() if folder
    }
    arrays, size, extra = LOADERS[entry["loader"]](folder)
    record = {"name": name, "title": entry["title"], "licence": entry["licence"], "substitute_for": None}
    record |= {"sha256": {**sums, **extra}, "images": {split: len(part) for split, part in arrays.items()}}
    return Images(**arrays, height=size[0], width=size[1], record=record)


def download(name: str) -> Path:
    """Fetch a data set into $KB_HOME/datasets; each file appears there only once its sha256 is right."""
    import pooch  # only here: a machine without it can still run on what it has

    pooch.get_logger().setLevel("WARNING")  # stderr belongs to the progress line
    entry = _entry(name)
    folder = home() / "datasets" / entry["folder"]
    for file, wanted in entry["files"].items():
        if not (folder / file).exists():
            _download_file(pooch, file, wanted["sha256"], entry["urls"], folder)
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


def _entry(name: str) -> dict[str, Any]:
    entries = manifest()
    if name not in entries:
        raise DataMissing(f"no data set {name!r}; there is {', '.join(entries)}", list(entries))
    return dict(entries[name])


def _complete(folder: Path, entry: dict[str, Any]) -> bool:
    files = {folder / file: wanted for file, wanted in entry["files"].items()}
    if not files or not all(path.exists() for path in files):
        return False
    for path, wanted in files.items():
        size = path.stat().st_size
        if size != wanted["bytes"]:
            raise DataCorrupt(
                f"{path}: expected {wanted['bytes']} bytes, got {size}; delete the file and fetch it again"
            )
    return True


def _mnist(folder: Path) -> tuple[dict[str, np.ndarray], tuple[int, int], dict[str, str]]:
    train = _idx_images(folder / "train-images-idx3-ubyte.gz")
    test = _idx_images(folder / "t10k-images-idx3-ubyte.gz")
    cut = len(train) * 5 // 6  # 50,000 to train on and 10,000 to validate, as the released code has it
    return {"train": train[:cut], "valid": train[cut:], "test": test}, (28, 28), {}


def _idx_images(path: Path) -> np.ndarray:
    """Images of an idx3 file as float32 [n, height * width]: bytes / 255, without dequantisation."""
    import numpy as np

    try:
        raw = gzip.decompress(path.read_bytes())
        magic, *shape = struct.unpack(">4i", raw[:16])
    except (OSError, EOFError, struct.error) as error:
        raise DataCorrupt(f"{path}: not a whole gzip file of images ({error}); fetch it again") from error
    if magic != 0x803 or len(raw) != 16 + math.prod(shape):
        raise DataCorrupt(f"{path}: expected an idx3 file of {shape}, got {len(raw)} bytes, magic {magic:#x}")
    return np.frombuffer(raw, np.uint8, offset=16).reshape(shape[0], -1).astype(np.float32) / 255


def _digits(_folder: Path | None) -> tuple[dict[str, np.ndarray], tuple[int, int], dict[str, str]]:
    import numpy as np
    from sklearn.datasets import load_digits

    pixels = load_digits().data.astype(np.float32) / 16
    order = np.random.default_rng(2014).permutation(len(pixels))  # the file is sorted by writer
    parts = np.split(pixels[order], [1297, 1547])
    sum_ = hashlib.sha256((pixels * 16).astype(np.uint8).tobytes()).hexdigest()
    return dict(zip(("train", "valid", "test"), parts, strict=True)), (8, 8), {"pixels": sum_}


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


LOADERS = {"mnist": _mnist, "digits": _digits}
