"""Writing what `kb` answers: to a reader who may leave, or to a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from kb.beside import beside
from kb.errors import SourceError


class StdoutErrors:
    """A reader that went away (`| head`) ends the program in silence; a full disk is a SourceError."""

    def __enter__(self) -> None: ...

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, BrokenPipeError):
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # the flush at exit must not fail too
            raise SystemExit(0)
        if isinstance(error, OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SourceError(f"cannot write to stdout: {error.strerror}") from error


def write_stdout(text: str) -> None:
    """Write text as it is and at once. Raises SourceError."""
    with StdoutErrors():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_file(file: Path, text: str) -> None:
    """Write a whole file or none: beside its place, then renamed. Raises SourceError."""
    try:
        if file.exists() and not stat.S_ISREG(file.stat().st_mode):  # a pipe or device cannot be renamed over
            file.write_text(text, encoding="utf-8")
            return
        _replace(file.resolve(), text)
    except OSError as error:
        raise SourceError(
            f"cannot write {file}: {error.strerror or error}; nothing was left there"
        ) from error


def _replace(file: Path, text: str) -> None:
    with beside(file) as part:
        part.write_text(text, encoding="utf-8", newline="")
        if file.exists():
            part.chmod(stat.S_IMODE(file.stat().st_mode))
        part.replace(file)
