"""A place beside a file or folder, to write the new one in before it is moved there.

Its name tells the process that writes in it. So whoever writes the same thing next can sweep away what a
killed process left there, and leaves alone what another one is still writing.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST = 80  # of a target's name in that of its part: a file system takes 255 bytes


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A path beside the target that nobody else has; nothing is left of it afterwards.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with beside(Path(place) / "gan.svg") as part:
    ...         _ = part.write_text("<svg/>")
    ...         _ = part.replace(Path(place) / "gan.svg")
    ...     [file.name for file in Path(place).iterdir()]
    ['gan.svg']
    """
    _sweep(target)
    part = target.with_name(f"{_head(target)}{os.getpid()}.{secrets.token_hex(3)}.part")
    try:
        yield part
    finally:
        _remove(part)


def _sweep(target: Path) -> None:
    """Remove what processes of this machine that are gone left beside the target."""
    head = _head(target)
    ours = re.compile(re.escape(head) + r"(\d+)\.[0-9a-f]{6}\.part")
    try:
        found = [(path, ours.fullmatch(path.name)) for path in target.parent.iterdir()]
    except OSError:
        return  # whoever writes there next is told why that does not work
    for path, match in found:
        if match and not _lives(int(match[1])):
            _remove(path)


def _head(target: Path) -> str:
    machine = os.uname().nodename if hasattr(os, "uname") else ""  # a folder may be shared by several
    return f".{target.name[:_LONGEST]}.{re.sub('[^A-Za-z0-9-]', '-', machine)[:40]}."


def _lives(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere to ask is to end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # a folder
        shutil.rmtree(part, ignore_errors=True)
