"""`kb serve`: the explorer in a browser, on this machine or for others."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import re
import socket
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kb.cache import home
from kb.cli.login import find_login
from kb.errors import CannotRun, SourceError, UsageError

EXAMPLES = (
    "kb serve                    http://127.0.0.1:8501",
    "kb serve --port 9000",
    "kb serve --host 0.0.0.0 --read-only                 for others, to read",
    "kb serve --allowed-host kb.example.org --auth secrets.toml    behind a proxy, with a login",
    "kb serve --allow-embedding https://course.example.org         pages of a course may hold it in a frame",
    "kb serve --allowed-host kb.example.org --quota 2,20,240 --presets smoke,cpu,gpu",
)

#: What Streamlit is told: nothing leaves the machine, no visitor sees a traceback, uploads are small.
_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "5",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.enableStaticServing": "false",
    "server.enableAgentApi": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
}

_AUTH = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        show_default=False,
        help="The login: a secrets.toml with [auth]. By default $KB_HOME/secrets.toml, then "
        ".streamlit/secrets.toml.",
    ),
]
_READ_ONLY = Annotated[bool, typer.Option("--read-only", help="Nobody can start, cancel or resume a run.")]
_NAMES = Annotated[
    list[str] | None,
    typer.Option(
        "--allowed-host",
        metavar="NAME",
        show_default=False,
        help="A name under which others reach the explorer, through a proxy; repeatable.",
    ),
]
_EMBED = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-embedding",
        metavar="HOST",
        show_default=False,
        help="A host whose pages may hold the explorer in a frame, such as https://course.example.org; "
        "repeatable.",
    ),
]
_PATH = Annotated[str, typer.Option(metavar="PATH", help="Serve below this path of the server.")]
_QUOTA = Annotated[
    str,
    typer.Option(
        envvar="KB_QUOTA", metavar="N,M,MINUTES", help="Of one person: runs at once, runs and minutes a day."
    ),
]
_PRESETS = Annotated[
    str, typer.Option(envvar="KB_VISITOR_PRESETS", help="Which presets people who log in may run.")
]
_ADMINS = Annotated[
    list[str] | None,
    typer.Option(
        "--admin",
        metavar="MARK",
        show_default=False,
        help="Whoever carries this mark may cancel any run and has no quota; repeatable.",
    ),
]


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    auth: _AUTH = None,
    read_only: _READ_ONLY = False,
    allowed_host: _NAMES = None,
    allow_embedding: _EMBED = None,
    base_url_path: _PATH = "",
    quota: _QUOTA = "1,10,120",
    presets: _PRESETS = "smoke,cpu",
    admin: _ADMINS = None,
) -> None:
    """Serve the explorer until Ctrl-C; others may run papers only after a login."""
    names = allowed_host or []
    if not re.fullmatch(r"\d+,\d+,\d+", quota, re.ASCII):
        raise UsageError(f"--quota {quota}: three numbers are needed, such as 1,10,120")
    hosts = [_host(host) for host in allow_embedding or os.environ.get("KB_EMBED", "").split()]
    found = find_login(auth, (home() / "secrets.toml", Path(".streamlit") / "secrets.toml"))
    if not found and not read_only:
        _refuse_others(host, names)
    if importlib.util.find_spec("streamlit") is None:
        raise CannotRun("the explorer needs Streamlit: pip install 'timetested[explorer]'")
    if found and importlib.util.find_spec("authlib") is None:
        raise CannotRun(f"the login of {found} needs Authlib: pip install 'timetested[server]'")
    app = _app()
    _refuse_busy_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    runs = "nobody can run anything" if read_only else "runs need a login" if found else ""
    told = f"The explorer: http://{shown}:{port}/{base_url_path.strip('/')}".rstrip("/")
    print(f"{told}  ({'; '.join(filter(None, (runs, 'Ctrl-C stops it')))})", file=sys.stderr, flush=True)
    root = str(app.parent.parent)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        "KB_READ_ONLY": "1" if read_only else os.environ.get("KB_READ_ONLY", ""),
        "KB_EMBED": " ".join(hosts),
        "KB_QUOTA": quota,
        "KB_VISITOR_PRESETS": presets,
        "KB_ADMINS": ",".join(admin or [os.environ.get("KB_ADMINS", "")]),
    }
    # Streamlit takes this process over, so that whoever stops `kb serve` stops the server.
    os.execve(sys.executable, command(app, host, port, names, base_url_path, found), environment)


def command(
    app: Path,
    host: str,
    port: int,
    names: Iterable[str] = (),
    base_url_path: str = "",
    login: Path | None = None,
) -> list[str]:
    """The command line that serves the explorer."""
    settings = {"server.address": host, "server.port": str(port), **_SETTINGS}
    settings |= {"server.baseUrlPath": base_url_path.strip("/")} if base_url_path else {}
    # Streamlit would look into folders of its own; a login that another app has there is none of ours.
    settings["secrets.files"] = str(login or home() / "secrets.toml")
    flags = [f"--{name}={value}" for name, value in settings.items()]
    flags += [f"--server.allowedHosts={name}" for name in names]
    return [sys.executable, "-m", "explorer.serving.process", "run", str(app), *flags]


def _refuse_others(host: str, names: Sequence[str]) -> None:
    """UsageError where others could reach the explorer, and nothing says who of them may run papers."""
    beyond = [f"--host {host}"] if not _loopback(host) else []
    beyond += [f"--allowed-host {name}" for name in names if not _loopback(name)]
    if beyond:
        raise UsageError(
            f"{beyond[0]} opens the explorer to others: configure a login (--auth FILE; see "
            "docs/on-a-server.md), or give --read-only; without either, use 127.0.0.1"
        )


def _host(name: str) -> str:
    """A host as a browser's policy names it; UsageError for what is none."""
    if not re.fullmatch(r"(https?://)?(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", name, re.IGNORECASE):
        raise UsageError(
            f"--allow-embedding {name}: a host is needed, such as https://course.example.org or *.example.org"
        )
    return name


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _app() -> Path:
    spec = importlib.util.find_spec("explorer")
    places = list(spec.submodule_search_locations or ()) if spec else []
    app = Path(places[0]) / "server.py" if places else None
    if app is None or not app.is_file():
        raise CannotRun("the explorer is not installed: pip install 'timetested[explorer]'")
    return app


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does after a restart
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SourceError(
                f"port {port} of {host} cannot be used ({error.strerror}); choose another --port"
            ) from error
