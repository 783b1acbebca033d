"""Pixels as PNG, with nothing but zlib: the machine that trains may have torch alone."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

__all__ = ["encode", "tile", "write"]

COLOUR_TYPES = {1: 0, 3: 2, 4: 6}  # channels -> grey, RGB, RGBA


def tile(images: np.ndarray, columns: int, scale: int = 1, gap: int = 2) -> np.ndarray:
    """Images [n, height, width] in [0, 1] as one uint8 picture, row by row, on a mid-grey ground."""
    n, height, width = images.shape
    rows = -(-n // columns)
    cell_h, cell_w = height * scale + gap, width * scale + gap
    sheet = np.full((rows * cell_h + gap, columns * cell_w + gap), 128, np.uint8)
    large = np.rint(np.clip(images, 0, 1) * 255).astype(np.uint8).repeat(scale, 1).repeat(scale, 2)
    for k, image in enumerate(large):
        top, left = gap + k // columns * cell_h, gap + k % columns * cell_w
        sheet[top : top + height * scale, left : left + width * scale] = image
    return sheet


def encode(picture: np.ndarray) -> bytes:
    """The bytes of an 8-bit PNG of a uint8 picture: [height, width] grey, [height, width, 3 or 4] RGB(A)."""
    height, width = picture.shape[:2]
    channels = 1 if picture.ndim == 2 else picture.shape[2]
    lines = b"".join(b"\0" + row.tobytes() for row in picture)  # filter type 0 before every line
    header = struct.pack(">2I5B", width, height, 8, COLOUR_TYPES[channels], 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(lines, 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def write(path: Path, picture: np.ndarray) -> None:
    """Replace a PNG file in one move."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(encode(picture))
    part.replace(path)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
