"""The login of `kb serve`: an [auth] table in a secrets.toml, as Streamlit reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.errors import SourceError, UsageError

_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SECRET = 32  # characters; a shorter one could be guessed, and with it any identity


def find_login(asked: Path | None, usual: Iterable[Path]) -> Path | None:
    """The file with the login: the one asked for, or the first of the usual ones that has [auth], or None.

    Raises SourceError for a file that cannot be read, UsageError for a login that is not whole.
    """
    for file in (asked,) if asked else usual:
        if asked or file.is_file():
            login = _table(file)
            if login is not None:
                _check(file, login)
                return file.absolute()
            if asked:
                raise UsageError(f"{file} has no [auth] table; docs/on-a-server.md shows one")
    return None


def _table(file: Path) -> Mapping[str, Any] | None:
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{file} cannot be read as a secrets.toml ({error})") from error
    login = content.get("auth")
    return login if isinstance(login, dict) else None


def _check(file: Path, login: Mapping[str, Any]) -> None:
    missing = [name for name in ("redirect_uri", "cookie_secret") if not login.get(name)]
    if missing:
        raise UsageError(f"{file}: [auth] lacks {' and '.join(missing)}")
    if len(str(login["cookie_secret"])) < _SECRET:
        raise UsageError(
            f"{file}: cookie_secret is shorter than {_SECRET} characters; try openssl rand -hex 32"
        )
    address = urlsplit(str(login["redirect_uri"]))
    here = address.hostname in ("localhost", "127.0.0.1", "::1")
    if address.scheme != "https" and not here:
        raise UsageError(f"{file}: redirect_uri must be https; over http a login could be read on its way")
    if not address.path.endswith("/oauth2callback"):
        raise UsageError(f"{file}: redirect_uri must end in /oauth2callback")
    tables = [login, *(section for section in login.values() if isinstance(section, dict))]
    if not any(all(table.get(name) for name in _PROVIDER) for table in tables):
        raise UsageError(f"{file}: [auth] or a table below it needs {', '.join(_PROVIDER)}")
