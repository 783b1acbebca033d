"""Grey images: MNIST, and the small digits that scikit-learn carries."""

from __future__ import annotations

import gzip
import hashlib
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reproductions.errors import DataCorrupt

__all__ = ["Images", "digits", "mnist"]


@dataclass(frozen=True)
class Images:
    """Grey images [n, height * width] in [0, 1], float32, split once for all; `record` says what they are."""

    train: np.ndarray
    valid: np.ndarray
    test: np.ndarray
    height: int
    width: int
    record: dict[str, Any]


def mnist(folder: Path, record: dict[str, Any]) -> Images:
    """50,000 images to train on, 10,000 to validate and 10,000 to test, as the released GAN code has it."""
    train = _idx_images(folder / "train-images-idx3-ubyte.gz")
    test = _idx_images(folder / "t10k-images-idx3-ubyte.gz")
    cut = len(train) * 5 // 6
    return _images({"train": train[:cut], "valid": train[cut:], "test": test}, 28, record)


def _idx_images(path: Path) -> np.ndarray:
    """Images of an idx3 file as float32 [n, height * width]: bytes / 255, without dequantisation."""
    try:
        raw = gzip.decompress(path.read_bytes())
        magic, *shape = struct.unpack(">4i", raw[:16])
    except (OSError, EOFError, struct.error) as error:
        raise DataCorrupt(f"{path}: not a whole gzip file of images ({error}); fetch it again") from error
    if magic != 0x803 or len(raw) != 16 + math.prod(shape):
        raise DataCorrupt(f"{path}: expected an idx3 file of {shape}, got {len(raw)} bytes, magic {magic:#x}")
    return np.frombuffer(raw, np.uint8, offset=16).reshape(shape[0], -1).astype(np.float32) / 255


def digits(_folder: Path | None, record: dict[str, Any]) -> Images:
    """1,797 digits of 8 x 8: 1,297 to train on, 250 to validate and 250 to test."""
    from sklearn.datasets import load_digits

    pixels = load_digits().data.astype(np.float32) / 16
    order = np.random.default_rng(2014).permutation(len(pixels))  # the file is sorted by writer
    parts = np.split(pixels[order], [1297, 1547])
    record["sha256"]["pixels"] = hashlib.sha256((pixels * 16).astype(np.uint8).tobytes()).hexdigest()
    return _images(dict(zip(("train", "valid", "test"), parts, strict=True)), 8, record)


def _images(parts: dict[str, np.ndarray], side: int, record: dict[str, Any]) -> Images:
    record["images"] = {split: len(part) for split, part in parts.items()}
    return Images(**parts, height=side, width=side, record=record)
